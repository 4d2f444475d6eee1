"""Probes tell what works and nothing else; numbers are for whom the settings name."""

import threading
import time

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory

from portal.settings.environment import log_format
from portal.watching import answering, numbers, readiness
from portal.watching.readiness import Readiness

TOKEN = "a-token-of-more-than-twenty-characters"


@pytest.fixture
def page(monkeypatch):
    monkeypatch.setattr(numbers, "page", lambda: b"lastmile_up 1\n")


def asked(**headers):
    return answering.metrics(RequestFactory().get("/metrics/", **headers))


def bearer(word):
    return {"HTTP_AUTHORIZATION": f"Bearer {word}"}


class TestWhoReadsTheNumbers:
    def test_nobody_by_default(self, page, settings):
        settings.METRICS_TOKEN, settings.METRICS_FROM = "", []
        assert asked().status_code == asked(**bearer("")).status_code == 404

    def test_whoever_has_the_token(self, page, settings):
        settings.METRICS_TOKEN, settings.METRICS_FROM = TOKEN, []
        assert asked(**bearer(TOKEN)).content == b"lastmile_up 1\n"
        for wrong in ("", TOKEN[:-1], f"{TOKEN}x", "ünicode"):
            assert asked(**bearer(wrong)).status_code == 404
        assert asked(HTTP_AUTHORIZATION=f"Basic {TOKEN}").status_code == 404
        assert asked().status_code == 404

    def test_whoever_is_near(self, page, settings):
        settings.METRICS_TOKEN, settings.METRICS_FROM = "", ["127.0.0.0/8", "10.1.0.0/16"]
        assert asked(REMOTE_ADDR="127.0.0.1").status_code == 200
        assert asked(REMOTE_ADDR="10.1.2.3").status_code == 200
        assert asked(REMOTE_ADDR="10.2.0.1").status_code == 404
        assert asked(REMOTE_ADDR="").status_code == 404

    def test_a_header_brings_nobody_nearer(self, page, settings):
        settings.METRICS_TOKEN, settings.METRICS_FROM = "", ["127.0.0.0/8"]
        how = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}
        assert asked(**how).status_code == 404

    def test_both_where_both_are_set(self, page, settings):
        settings.METRICS_TOKEN, settings.METRICS_FROM = TOKEN, ["127.0.0.0/8"]
        assert asked(REMOTE_ADDR="127.0.0.1", **bearer(TOKEN)).status_code == 200
        assert asked(REMOTE_ADDR="127.0.0.1").status_code == 404
        assert asked(REMOTE_ADDR="10.0.0.1", **bearer(TOKEN)).status_code == 404


class TestReadiness:
    def test_it_tells_which_part_is_away_and_not_why(self, caplog):
        def away():
            raise ConnectionError("postgres://portal:word@db.example.org")

        found = Readiness({"database": away, "live": lambda: None}).look()
        assert found == {"database": False, "live": True}
        assert "ConnectionError" in caplog.text and "word" not in caplog.text

    def test_one_that_hangs_is_waited_for_within_bounds_and_not_asked_again(self, monkeypatch):
        monkeypatch.setattr("portal.watching.readiness.SECONDS", 0.1)
        monkeypatch.setattr("portal.watching.readiness.KEPT", 0)
        free, asks = threading.Event(), []

        def hangs():
            asks.append(1)
            free.wait(20)

        looking = Readiness({"storage": hangs, "live": lambda: None})
        began = time.monotonic()
        assert [looking.look() for _ in range(3)] == [{"storage": False, "live": True}] * 3
        assert time.monotonic() - began < 5 and len(asks) == 1
        free.set()
        looking._threads.shutdown()
        assert looking._holds("storage", set())

    def test_an_answer_holds_for_a_while(self):
        asks = []
        looking = Readiness({"live": lambda: asks.append(1)})
        assert [looking.look() for _ in range(50)] == [{"live": True}] * 50
        assert len(asks) == 1

    @pytest.mark.parametrize(
        ("told", "status"), [({"live": True}, 200), ({"live": True, "broker": False}, 503)]
    )
    def test_the_page(self, monkeypatch, told, status):
        monkeypatch.setattr(answering.here, "look", lambda: told)
        answer = answering.ready(RequestFactory().get("/"))
        assert answer.status_code == status
        assert (b'"broker": "failed"' in answer.content) == (status == 503)


@pytest.mark.django_db(transaction=True)
def test_everything_is_ready_here_whatever_the_host_is_called():
    answer = Client(HTTP_HOST="10.0.0.7").get("/healthz/ready/")
    assert answer.json() == {
        "status": "ok",
        "checks": dict.fromkeys(("database", "broker", "live", "storage"), "ok"),
    }


def test_live_asks_nothing(monkeypatch):
    """No database mark: it would fail here if it asked."""
    assert answering.live(RequestFactory().get("/")).content == b'{"status": "ok"}'


def test_a_misspelt_format_of_the_log_is_refused():
    assert [log_format(name) for name in ("", "line", "json")] == ["line", "line", "json"]
    with pytest.raises(ImproperlyConfigured, match="jsn"):
        log_format("jsn")


@pytest.mark.django_db
def test_a_role_past_the_policies_is_not_ready_in_production(settings):
    """The tests' own owns the tables. It may not have been asked when the server started."""
    readiness.bound()
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="not bound by the policies"):
        readiness.bound()
