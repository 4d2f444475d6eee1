"""One form of error, in words, on every face."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError

from portal.errors import REGISTRY, PortalError, Text, register, sentences, status_of
from portal.views import home

FORM = {"code", "message", "kept", "todo", "fields"}


def told(answer):
    """The error of a JSON answer, after checking its form."""
    body = answer.json()
    assert set(body) == {"error"} and set(body["error"]) == FORM
    return answer.status_code, body["error"]["code"]


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


@pytest.mark.parametrize("code", sorted(REGISTRY))
def test_every_text_has_a_status_and_says_what_happened(code):
    text = REGISTRY[code]
    said = sentences(code, {})
    assert 400 <= text.status < 600 and status_of(code) == text.status
    assert said["code"] == code and said["message"].strip()
    for sentence in (said["message"], said["kept"], said["todo"]):
        assert "{" not in sentence
        assert not sentence or sentence[-1] in ".…"


def test_facts_fill_the_sentences_and_a_missing_one_is_no_failure():
    assert "Wait 7 seconds" in sentences("throttled", {"seconds": 7})["todo"]
    assert "Wait … seconds" in sentences("throttled")["todo"]


def test_a_fact_with_braces_is_only_text():
    said = sentences("access:denied", {"act": "{code} {0}"})
    assert "{code} {0}" in said["message"]


def test_an_unknown_code_reads_as_a_failure_of_the_portal():
    assert status_of("no:such") == 500
    assert sentences("no:such")["message"] == sentences("unexpected")["message"]


def test_a_code_has_one_text_for_ever():
    register({"throttled": REGISTRY["throttled"]})
    with pytest.raises(ValueError, match="throttled"):
        register({"throttled": Text(418, "Tea.")})


def test_an_error_carries_its_fields():
    error = PortalError("invalid", fields={"name": ["Too long."]})
    assert error.as_dict()["fields"] == {"name": ["Too long."]} and error.status == 400


class TestPages:
    def test_an_unknown_address(self, producer, client):
        for who in (producer, client):
            answer = who.get("/no/such/page/")
            assert answer.status_code == 404
            assert "There is nothing here that you can see." in answer.text

    def test_a_page_without_the_capability_says_what_is_not_allowed(self, world, as_person):
        answer = as_person(world.visitor("artist")).get("/projects/new/")
        assert answer.status_code == 403
        assert "Your role does not allow you to manage projects" in answer.text
        assert "Nothing was changed." in answer.text

    def test_a_form_from_elsewhere(self, world):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        strict.force_login(world.visitor("producer"))
        answer = strict.post("/studio/", {})
        assert answer.status_code == 403
        assert "The form came from another page" in answer.text

    def test_an_unexpected_failure_shows_no_details(self, producer, monkeypatch):
        monkeypatch.setattr(home, "BANDS", [(0, "since", lambda user: 1 / 0)])
        producer.raise_request_exception = False
        answer = producer.get("/")
        assert answer.status_code == 500
        assert "The portal failed at this step." in answer.text
        assert "ZeroDivisionError" not in answer.text and "Traceback" not in answer.text

    def test_what_a_person_typed_is_escaped(self, producer):
        answer = producer.get("/runs/<script>alert(1)</script>/")
        assert "<script>alert(1)" not in answer.text


class TestADatabaseThatDoesNotAnswer:
    @pytest.fixture(autouse=True)
    def broken(self, producer, monkeypatch):
        def gone(*_args):
            raise OperationalError("connection refused to host 10.0.0.7")

        monkeypatch.setattr(SessionStore, "load", gone)

    def test_on_a_page(self, producer):
        producer.raise_request_exception = False
        answer = producer.get("/projects/")
        assert answer.status_code == 503
        assert "A part of the portal does not answer (database or broker)." in answer.text
        assert "10.0.0.7" not in answer.text

    def test_over_the_api(self, producer):
        answer = producer.get("/api/v1/me/")
        assert told(answer) == (503, "unavailable")
        assert "10.0.0.7" not in answer.text

    def test_the_health_check_asks_it(self, client, monkeypatch):
        from django.db.backends.utils import CursorWrapper

        assert client.get("/healthz/").json() == {"status": "ok"}

        def gone(*_args):
            raise OperationalError("gone")

        with monkeypatch.context() as down:
            down.setattr(CursorWrapper, "execute", gone)
            assert client.get("/healthz/").status_code == 503
