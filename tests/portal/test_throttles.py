"""A cache that does not answer: requests pass uncounted, and what needs it says so."""

import pytest
import redis
from django.core.cache.backends.redis import RedisCache

from portal.api.views import MeView
from portal.kept import Kept
from portal.settings import api
from portal.throttles import AnonThrottle, UserThrottle
from portal.views import home


@pytest.fixture
def gone(monkeypatch):
    def refuse(*_args, **_options):
        raise redis.ConnectionError("no cache at 10.0.0.7")

    monkeypatch.setattr(RedisCache, "get", refuse)
    monkeypatch.setattr(Kept, "counted", refuse)
    return refuse


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


def test_these_are_the_throttles_in_use():
    assert api.REST_FRAMEWORK["DEFAULT_THROTTLE_CLASSES"] == [
        "portal.throttles.UserThrottle",
        "portal.throttles.AnonThrottle",
    ]


def test_without_a_cache_requests_pass(producer, gone, monkeypatch):
    monkeypatch.setattr(MeView, "throttle_classes", [UserThrottle, AnonThrottle])
    assert producer.get("/api/v1/me/").status_code == 200


def test_with_one_they_are_counted(producer, monkeypatch):
    monkeypatch.setattr(UserThrottle, "THROTTLE_RATES", {"user": "2/min"})
    monkeypatch.setattr(MeView, "throttle_classes", [UserThrottle])
    assert [producer.get("/api/v1/me/").status_code for _n in range(3)] == [200, 200, 429]


def test_over_the_api_it_is_unavailable(producer, gone, monkeypatch):
    monkeypatch.setattr(MeView, "get", gone)
    answer = producer.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert "10.0.0.7" not in answer.text


def test_on_a_page_it_is_unavailable(producer, gone, monkeypatch):
    monkeypatch.setattr(home, "BANDS", [(0, "since", gone)])
    answer = producer.get("/")
    assert answer.status_code == 503 and "10.0.0.7" not in answer.text
