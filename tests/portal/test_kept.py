"""What is kept to be quick: one line to its server for a process, and counting in one step."""

import threading

import pytest
from django.core.cache import caches

from portal.kept import Kept


@pytest.fixture
def kept() -> Kept:
    return caches["default"]


def test_each_of_a_window_makes_one_more(kept):
    assert [kept.counted("window", 60) for _n in range(3)] == [1, 2, 3]


def test_a_window_ends_so_many_seconds_after_its_first(kept):
    for seconds in (60, 900):
        kept.counted("window", seconds)
    name = kept.make_and_validate_key("window")
    assert 50 < kept._cache.get_client(name).ttl(name) <= 60


def test_threads_share_the_line(kept):
    found = []
    thread = threading.Thread(target=lambda: found.append(caches["default"]._cache))
    thread.start()
    thread.join()
    assert found == [kept._cache], "and not a cache of their own, with a line each request"


def test_another_server_has_another(kept):
    other = Kept("redis://127.0.0.1:1/0", {})
    assert other._cache is not kept._cache
