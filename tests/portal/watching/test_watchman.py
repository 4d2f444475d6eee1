"""While the broker is away the clock tells it itself: no message would wake anybody else."""

from types import SimpleNamespace

import pytest

from portal.watching import watchman


@pytest.fixture
def seen(monkeypatch):
    """`parts` is what readiness says; `told` counts looks for troubles."""
    found = SimpleNamespace(parts={"broker": False}, told=0)

    def told(_numbers):
        found.told += 1

    monkeypatch.setattr(watchman, "here", SimpleNamespace(look=lambda: found.parts))
    monkeypatch.setattr(watchman.troubles, "look", told)
    monkeypatch.setattr(watchman.gathering, "told", lambda: None)
    return found


def test_one_look_is_no_trouble(seen):
    assert (watchman.look(0), seen.told) == (1, 0)


def test_what_lasts_is_told_and_looked_at_further(seen):
    away = 0
    for _time in range(4):
        away = watchman.look(away)
    assert (away, seen.told) == (4, 3)


def test_a_broker_that_is_back_is_the_business_of_the_clocks_messages(seen):
    seen.parts = {"broker": True}
    assert (watchman.look(5), seen.told) == (0, 0)


def test_a_look_that_fails_is_not_the_last(seen, monkeypatch):
    looks = []

    def look(away):
        looks.append(away)
        if len(looks) == 1:
            raise OSError("the database is away too")
        raise SystemExit  # the end of the test's patience

    monkeypatch.setattr(watchman, "look", look)
    monkeypatch.setattr(watchman.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(watchman, "connections", SimpleNamespace(close_all=lambda: None))
    with pytest.raises(SystemExit):
        watchman._watch()
    assert looks == [0, 0]
