"""The proof of the storage: every step, and what it says of one that is broken."""

import json
from io import StringIO

import httpx
import pytest
from django.core import signing
from django.core.management import CommandError, call_command
from django.test import Client

from portal import celery
from portal.management.commands import check_storage
from portal.storage import FolderFiles, Signed, asking, files, proving, rules
from portal.storage.proving import Proved, prove


def steps(**broken):
    storage = FolderFiles()
    for name, act in broken.items():
        setattr(storage, name, act)
    return {row.step: row.trouble for row in prove(storage)}


def check(*args):
    out = StringIO()
    call_command("check_storage", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def workers(monkeypatch):
    """Answers of workers, without a broker."""
    answers: list = []

    def broadcast(*args, **how):
        if isinstance(answers, Exception):
            raise answers
        return answers

    monkeypatch.setattr(check_storage.app.control, "broadcast", broadcast)
    monkeypatch.setattr(asking, "ask", lambda url: {})
    return answers


@pytest.fixture
def web(monkeypatch):
    """Web processes of these names answer in turn, through the portal's own view."""
    names, asked = [], []

    def get(address, *, params, timeout):
        if not names:
            raise httpx.ConnectError("refused")
        asked.append(address)
        name = names[len(asked) % len(names)]
        monkeypatch.setattr(asking, "process_name", lambda: name)
        told = Client().get("/healthz/", params)
        return httpx.Response(
            told.status_code, content=told.content, request=httpx.Request("GET", address)
        )

    monkeypatch.setattr(asking.httpx, "get", get)
    return names, asked


def test_a_folder_does_all_that_is_asked_and_keeps_nothing(settings, tmp_path):
    assert set(steps().values()) == {""}
    assert list(steps()) == ["write", "read", "list", "upload in parts", "delete"]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_failing_step_is_told_and_the_next_ones_are_taken():
    def full(*_args):
        raise OSError("No space left on device")

    told = steps(put=full)
    assert told["write"] == "OSError: No space left on device"
    assert told["read"] and told["list"]
    assert told["upload in parts"] == ""


def test_other_bytes_than_those_written_are_found():
    told = steps(chunks=lambda key: iter([b"something else"]))
    assert told["read"] == "NotAsAsked: other bytes were read"


def test_a_storage_that_keeps_what_it_deletes_is_found():
    assert "still there" in steps(delete=lambda key: None)["delete"]


def test_the_command_proves_this_process_and_every_worker(workers):
    workers += [{"media@a": [{"step": "write", "trouble": ""}]}, {"main@b": []}]
    told = check()
    assert "this process\n  ok     write\n" in told and "media@a\n  ok     write\n" in told
    assert "main@b" in told


def test_a_worker_that_cannot_write_makes_it_fail(workers):
    workers += [{"media@a": [{"step": "write", "trouble": "AccessDenied: no"}]}]
    with pytest.raises(CommandError, match="1 of the steps failed"):
        check()


def test_no_worker_is_told_and_can_be_left_out(workers):
    assert "No worker answered" in check()
    assert "No worker answered" not in check("--here")


def test_a_worker_answers_with_its_own_proof():
    answer = celery.prove_storage(None)
    assert {row["trouble"] for row in answer} == {""} and answer[0]["step"] == "write"


def test_the_rules_name_the_portals_own_pages_only(settings):
    settings.PUBLIC_URL = "https://portal.example/some/where"
    assert rules.cors_rule()["AllowedOrigins"] == ["https://portal.example"]
    days = rules.lifecycle_rule()["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"]
    assert days > settings.UPLOAD_ABANDONED_DAYS


def test_without_a_bucket_no_rule_is_printed(workers):
    assert "CORSRules" not in check("--here")


def test_rules_are_printed_as_the_servers_own_tools_take_them(settings, workers, monkeypatch):
    settings.S3_BUCKET = "films"
    told = check("--here")
    whole = json.loads(told[told.index("{") : told.index("\nthis process")])
    assert whole["CORSRules"][0]["AllowedMethods"] == ["GET", "HEAD", "PUT"]
    said = {"put_bucket_cors": "", "put_bucket_lifecycle_configuration": "NotImplemented"}
    monkeypatch.setattr(
        type(files._wrapped), "set_rule", lambda self, call, **rule: said[call], raising=False
    )
    told = check("--here", "--apply")
    assert "CORS: set\n" in told and "lifecycle: NotImplemented\n" in told


@pytest.mark.django_db
class TestWebProcesses:
    def test_each_is_asked_until_nobody_new_answers(self, web):
        names, asked = web
        names += ["a", "b", "c"]
        told = asking.ask()
        assert set(told) == {"a", "b", "c"}
        assert {row["trouble"] for steps in told.values() for row in steps} == {""}
        assert len(asked) == 3 + asking.IN_A_ROW

    def test_it_is_asked_at_its_address_or_at_another(self, web, settings):
        names, asked = web
        names += ["a"]
        settings.PUBLIC_URL = "https://portal.example"
        asking.ask()
        asking.ask("http://10.0.0.7:8000")
        assert {*asked} == {"https://portal.example/healthz/", "http://10.0.0.7:8000/healthz/"}

    def test_their_steps_count(self, web, monkeypatch):
        names, _asked = web
        names += ["web process 7 on here"]
        monkeypatch.setattr(check_storage.app.control, "broadcast", lambda *a, **how: [])
        assert "web process 7 on here\n  ok     write\n" in check()
        broken = [Proved("write", "AccessDenied")]
        monkeypatch.setattr("portal.views.home.prove", lambda: broken)
        with pytest.raises(CommandError, match="1 of the steps failed"):
            check()

    def test_nobody_there_is_told(self, web, monkeypatch):
        monkeypatch.setattr(check_storage.app.control, "broadcast", lambda *a, **how: [])
        assert "No web process answered (refused)" in check()
        assert "No web process answered" not in check("--here")

    @pytest.mark.parametrize("said", ["", "prove", "a:b:c"])
    def test_nobody_else_makes_it_work(self, client, said):
        assert client.get("/healthz/", {"storage": said}).json() == {"status": "ok"}

    def test_a_word_is_good_for_a_minute(self, client, monkeypatch):
        word = asking.word()
        assert asking.is_asked(word)
        assert not asking.is_asked(signing.dumps("prove", salt="another"))
        monkeypatch.setattr(asking, "LIFE", -1)
        assert not asking.is_asked(word)

    def test_a_process_says_which_it_is(self):
        assert asking.process_name().startswith("web process ")


class Distant:
    """A storage elsewhere, as far as a browser's sending goes."""

    def __init__(self):
        self.left = []

    def link(self, key):
        return "http://there/"

    def begin(self, key):
        return "ref"

    def sign_part(self, key, ref, part):
        return Signed("http://there/part", {"x-amz-checksum-sha256": "abc"})

    def abandon(self, key, ref):
        self.left.append(ref)


@pytest.mark.parametrize("silent", ["OPTIONS", "PUT", ""])
def test_a_page_must_be_let_send_and_let_read_the_answer(monkeypatch, settings, silent):
    settings.PUBLIC_URL = "https://portal.example"
    asked = []

    def request(method, url, **sent):
        asked.append((method, sent["headers"]["Origin"]))
        allows = {} if method == silent else {"access-control-allow-origin": asked[-1][1]}
        return httpx.Response(200, headers=allows)

    monkeypatch.setattr(proving.httpx, "request", request)
    storage = Distant()
    if silent:
        with pytest.raises(proving.NotAsAsked, match="may not upload"):
            proving.Trial(storage).ask_as_browser()
    else:
        proving.Trial(storage).ask_as_browser()
    methods = ["OPTIONS", "PUT"][: 1 if silent == "OPTIONS" else 2]
    assert asked == [(method, "https://portal.example") for method in methods]
    assert storage.left == ["ref"]
