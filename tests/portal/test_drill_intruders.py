"""The drill's people: by token over the API, by session on pages, and shown to be let in."""

import asyncio
import json

import httpx
import pytest

from portal.drills.tenants import intruders
from portal.drills.tenants.intruders import Caller
from portal.drills.tenants.tries import PART, Try


@pytest.fixture
def asked():
    return []


def caller(asked, *answers):
    left = list(answers)

    def answer(request):
        asked.append(request)
        return left.pop(0) if left else httpx.Response(200)

    client = httpx.Client(
        base_url="http://portal", transport=httpx.MockTransport(answer), cookies={"csrftoken": "c"}
    )
    return Caller("our artist", client, "lm_token")


def test_over_the_api_it_is_the_token_and_json(asked):
    caller(asked).ask(Try("nested", "POST", "/api/v1/shots/", body={"code": "X"}))
    assert asked[0].headers["authorization"] == "Bearer lm_token"
    assert json.loads(asked[0].content) == {"code": "X"}


def test_on_pages_it_is_the_session_and_a_form(asked):
    caller(asked).ask(Try("nested", "POST", "/projects/new/", body={"code": "X"}))
    assert "authorization" not in asked[0].headers
    assert asked[0].headers["x-csrftoken"] == "c" and asked[0].content == b"code=X"


def test_an_upload_sends_its_bytes(asked):
    caller(asked).ask(Try("uploaded to", "PUT", "/uploads/parts/x"))
    assert asked[0].content == PART


def test_a_limit_is_waited_for_and_no_answer(asked):
    slow = httpx.Response(429, headers={"Retry-After": "0"})
    assert caller(asked, slow, slow).ask(Try("listed", "GET", "/runs/")).status_code == 200
    assert len(asked) == 3


def test_a_guest_goes_on_from_another_address_and_waits_only_if_that_is_full_too(
    asked, monkeypatch
):
    waited = []
    monkeypatch.setattr("portal.drills.tenants.intruders.time.sleep", waited.append)
    full = httpx.Response(429, headers={"Retry-After": "40"})
    guest = caller(asked, full, httpx.Response(404))
    guest.token = ""
    guest.ask(Try("guessed", "GET", "/api/v1/notes/9/"))
    first, second = (request.headers["X-Forwarded-For"] for request in asked)
    assert first != second and waited == []
    guest = caller(asked, full, full, httpx.Response(404))
    guest.token = ""
    guest.ask(Try("guessed", "GET", "/api/v1/notes/9/"))
    assert waited == [40]


@pytest.mark.parametrize("answers", [[302], [200, 401], [200, 403]])
def test_who_is_not_let_in_stops_the_drill(asked, answers):
    who = caller(asked, *map(httpx.Response, answers))
    with pytest.raises(RuntimeError, match="our artist is not let in"):
        who.must_be_in()


def test_who_is_let_in_does_not(asked):
    caller(asked).must_be_in()
    assert [request.url.path for request in asked] == ["/", "/api/v1/me/"]


class Line:
    def __init__(self, *frames):
        self.frames = list(frames)

    async def recv(self):
        if not self.frames:
            await asyncio.sleep(1)
        return json.dumps(self.frames.pop(0))


BEAT = {"type": "beat"}
OTHER = {"type": "error", "topic": "run:2"}


@pytest.mark.parametrize(
    ("frames", "refused"),
    [
        ([BEAT, OTHER, {"type": "error", "topic": "run:1"}], True),
        ([{"type": "job", "topic": "run:1"}], False),
        ([BEAT], False),
    ],
)
def test_a_topic_is_refused_by_its_own_error_and_joined_in_silence(monkeypatch, frames, refused):
    monkeypatch.setattr(intruders, "SILENCE", 0.05)
    assert asyncio.run(intruders._is_refused(Line(*frames), "run:1")) is refused
