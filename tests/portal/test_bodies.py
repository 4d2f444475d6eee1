"""No body over the limit reaches Django, and whoever sent it is told in the one form."""

import asyncio
import json

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler

from portal.asgi import application
from portal.bodies import BodyLimit, limit_of

LIMIT = 1000


@pytest.fixture(autouse=True)
def small(settings):
    settings.BODY_LIMIT = LIMIT


class Behind:
    """An application that reads the whole body, as Django does."""

    def __init__(self):
        self.got, self.scope, self.gone = b"", {}, False

    async def __call__(self, scope, receive, send):
        self.scope = scope
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.gone = True
                return
            self.got += message.get("body", b"")
            if not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"read"})


def ask(app, *blocks, path="/api/v1/me/", headers=(), ends=True):
    """(status, body) of a request whose body comes in these blocks."""
    told = [{"type": "http.request", "body": block, "more_body": True} for block in blocks]
    told += [{"type": "http.request", "body": b"", "more_body": False}] if ends else []
    sent = []

    async def receive():
        return told.pop(0) if told else await asyncio.sleep(3600)

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": list(headers)}
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


def test_below_the_limit_everything_arrives():
    behind = Behind()
    headers = [(b"content-length", b"1000")]
    assert ask(BodyLimit(behind), b"x" * 400, b"y" * 600, headers=headers) == (299, b"read")
    assert behind.got == b"x" * 400 + b"y" * 600 and behind.scope["headers"] == headers


def test_what_announces_too_much_is_not_read_at_all():
    behind = Behind()
    headers = [(b"content-length", b"1001"), (b"accept", b"text/html")]
    assert ask(BodyLimit(behind), b"x" * 1001, headers=headers)[0] == 299
    assert behind.got == b"" and behind.scope["portal.body_refused"] is True
    assert behind.scope["headers"] == headers[1:]


@pytest.mark.parametrize("sizes", [(b"5", b"1001"), (b"1001", b"5")])
def test_of_two_announced_sizes_the_larger_counts(sizes):
    behind = Behind()
    ask(BodyLimit(behind), b"x", headers=[(b"content-length", size) for size in sizes])
    assert behind.scope["portal.body_refused"] is True


@pytest.mark.parametrize("announced", [None, b"10", b"-5", b"none"])
def test_what_comes_without_a_size_or_with_a_false_one_is_counted(announced):
    behind = Behind()
    headers = [(b"content-length", announced)] if announced else []
    blocks = [b"x" * 300] * 1000
    status, body = ask(BodyLimit(behind), *blocks, headers=headers, ends=False)
    assert (status, json.loads(body)["error"]["code"]) == (413, "body:too_large")
    assert behind.gone and len(behind.got) == 900


def test_what_still_comes_is_let_go(settings):
    """Django waits for the sender to leave while it answers."""

    async def waits(scope, receive, send):
        assert (await receive())["body"] == b""
        assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 413, "headers": []})

    async def talk():
        told = [{"type": "http.request", "body": b"x" * 600, "more_body": True}] * 3
        told.append({"type": "http.disconnect"})
        sent = []

        async def receive():
            return told.pop(0)

        async def send(message):
            sent.append(message["status"])

        scope = {"type": "http", "path": "/", "headers": [(b"content-length", b"1800")]}
        await BodyLimit(waits)(scope, receive, send)
        return sent

    assert asyncio.run(talk()) == [413]


def test_one_form_takes_a_larger_file():
    assert limit_of("/admin/portal/agreementversion/add/") == 25 * 1024 * 1024
    assert limit_of("/admin/portal/user/add/") == limit_of("/uploads/") == LIMIT


def test_sockets_pass(settings):
    passed = []

    async def behind(scope, receive, send):
        passed.append(scope)

    asyncio.run(BodyLimit(behind)({"type": "websocket"}, None, None))
    assert passed == [{"type": "websocket"}]


@async_to_sync
async def real(method, path, **request):
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as sender:
        return await sender.request(method, path, **request)


async def chunks():
    for _n in range(20):
        yield b"x" * 300


@pytest.mark.django_db(transaction=True)
class TestThroughTheWholeDoor:
    @pytest.fixture(autouse=True)
    def no_spool(self, monkeypatch):
        """The most that Django ever read of one body."""
        read, self.most = ASGIHandler.read_body, 0

        async def watched(handler, receive):
            file = await read(handler, receive)
            self.most = max(self.most, len(file.read()))
            file.seek(0)
            return file

        monkeypatch.setattr(ASGIHandler, "read_body", watched)

    @pytest.mark.parametrize("body", [b"x" * 2000, chunks()])
    def test_the_api_says_so_in_json(self, body):
        answer = real("POST", "/api/v1/projects/", content=body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "body:too_large")
        assert self.most == 0

    def test_a_page_says_so_as_a_page_in_the_persons_language(self):
        headers = {"Accept-Language": "fr"}
        answer = real("POST", "/accounts/login/", content=b"x" * 2000, headers=headers)
        assert answer.status_code == 413 and "<html" in answer.text and 'lang="fr"' in answer.text
        assert "content-security-policy" in answer.headers and self.most == 0

    def test_a_page_of_usual_size_is_answered(self):
        answer = real("POST", "/accounts/login/", data={"login": "a@b.example"})
        assert answer.status_code == 403  # without the form's own secret

    def test_parts_of_uploads_have_their_own_limit(self):
        answer = real("PUT", "/uploads/parts/x", content=b"x" * 2000)
        assert answer.json()["error"]["code"] == "upload:link_expired"


def test_nothing_below_the_limit_goes_to_the_disk():
    from portal.settings import security

    assert security.BODY_LIMIT == 3 * 1024 * 1024
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE == security.BODY_LIMIT
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == security.BODY_LIMIT


def test_what_django_itself_finds_too_large_has_the_same_name(client, db, settings, world):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    client.force_login(world.visitor("producer"))
    page = client.post("/accounts/logout/", {"next": "x" * 50})
    assert page.status_code == 413
