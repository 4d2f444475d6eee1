"""The soak says what grows, and what only swings."""

import mmap
import os
import random
from collections import Counter
from types import SimpleNamespace

import pytest

from portal.drills import soak
from portal.drills.soak import gauges as gauges_of
from portal.drills.soak.backends import Backends
from portal.drills.soak.flatness import Series, count, judged, memory, slope
from portal.drills.soak.gauges import Gauges, role

HALF_AN_HOUR = range(0, 1800, 5)


def series(value, seconds=HALF_AN_HOUR):
    made = Series()
    for at in seconds:
        made.add(at, value(at))
    return made


class TestMemory:
    def test_a_leak_is_told_in_mib_an_hour(self):
        chance = random.Random(1)
        told = memory(series(lambda at: 200 + 40 * at / 3600 + chance.uniform(-3, 3)))
        assert told["flat"] is False
        assert told["mib_an_hour"] == pytest.approx(40, abs=3)
        assert told["bound_mib_an_hour"] == pytest.approx(21.5, abs=1)

    def test_what_swings_is_flat(self):
        chance = random.Random(2)
        assert memory(series(lambda _at: 200 + chance.uniform(-20, 20)))["flat"]

    def test_warming_up_is_no_leak(self):
        assert memory(series(lambda at: min(300, 100 + at / 3)))["flat"]

    def test_a_few_odd_samples_do_not_turn_the_slope(self):
        assert slope(series(lambda at: 5000 if at in (1700, 1750) else 100)) == 0

    def test_what_shrinks_is_flat(self):
        assert memory(series(lambda at: 500 - at / 10))["flat"]

    def test_too_little_says_nothing(self):
        assert memory(series(lambda at: at, range(0, 50, 5)))["flat"] is None


class TestCounts:
    def test_a_connection_left_open_now_and_then_is_told(self):
        told = count(series(lambda at: 12 + at // 200))
        assert told["flat"] is False and told["after"] > told["before"]

    def test_sockets_that_come_and_go_are_flat(self):
        chance = random.Random(3)
        assert count(series(lambda _at: 40 + chance.randint(-15, 15)))["flat"]

    def test_three_more_of_a_few_are_no_leak(self):
        assert count(series(lambda at: 2 if at < 900 else 5))["flat"]
        assert not count(series(lambda at: 2 if at < 900 else 6))["flat"]


def test_each_that_grows_is_named():
    steady, growing = series(lambda _at: 50), series(lambda at: 50 + at)
    told = judged({"web": {"mib": growing, "files": steady}, "beat": {"files": growing}})
    assert told["growing"] == ["web mib", "beat files"]
    assert told["gauges"]["web"]["files"]["flat"] and told["too_short_to_say"] == 0


def test_a_pool_whose_processes_are_replaced_is_a_saw_and_no_leak():
    saw = series(lambda at: 100 + at % 700 / 20)
    told = judged({"pool work": {"mib": saw, "files": series(lambda at: 40 + (at > 900) * 12)}})
    assert told["growing"] == []
    leak = {"mib": series(lambda at: 100 + at / 40), "files": series(lambda at: 40 + at // 30)}
    assert judged({"pool work": leak})["growing"] == ["pool work mib", "pool work files"]


@pytest.mark.parametrize(
    ("command", "parent", "who"),
    [
        ("python -m uvicorn portal.asgi:application --port 1", "", "web"),
        ("python -m celery -A portal worker -n media@%h -Q media", "", "worker media"),
        (
            "python -m celery -A portal worker -n media@%h -Q media",
            "python -m celery -A portal worker -n media@%h",
            "pool media",
        ),
        ("python -m celery -A portal beat -s x", "", "beat"),
        ("python manage.py demo --port 1", "", "supervisor"),
        ("/x/bin/postgres -D /v/postgres", "", "postgres"),
        ("postgres: portal portal [local] idle", "", "postgres"),
        ("/x/valkey-server --port 0", "", "valkey"),
        ("python -m projects.media.confined", "", "passing"),
    ],
)
def test_processes_are_known_by_their_words(command, parent, who):
    assert role(command.split(), parent.split()) == who


def test_one_that_was_started_again_is_told():
    gauges = Gauges(portal=None)
    for pids in ({"web": {1}, "beat": {2}}, {"web": {1}, "beat": {3}}, {"web": {1}, "beat": {3}}):
        gauges._note_restarts(pids)
    assert +gauges.restarts == Counter(beat=1)


class TestBackends:
    def seen(self, *processes):
        """Each: its pid, from when to when it was there, and what it held at a time."""
        backends = Backends()
        for at in HALF_AN_HOUR:
            for pid, first, last, mib in processes:
                if first <= at <= last:
                    backends.note(pid, at, {"mib": mib(at), "files": 100})
        return backends.together()

    def test_a_further_connection_is_no_growth(self):
        steady, late = (1, 0, 1800, lambda _at: 90), (2, 900, 1800, lambda _at: 13)
        told = judged({"postgres": self.seen(steady, late)})
        assert told["growing"] == [] and told["gauges"]["postgres"]["mib"]["mib"] == 90

    def test_one_that_grows_is_told(self):
        steady, grows = (1, 0, 1800, lambda _at: 90), (2, 300, 1800, lambda at: 10 + at / 60)
        assert judged({"postgres": self.seen(steady, grows)})["growing"] == ["postgres mib"]

    def test_one_that_went_is_not_counted(self):
        went = (2, 0, 1700, lambda at: 10 + at)
        told = self.seen((1, 0, 1800, lambda _at: 90), went)
        assert set(told["mib"].seen) == {90} and set(told["files"].seen) == {100}

    def test_a_look_that_missed_one_is_left_out(self):
        backends = Backends()
        for at in HALF_AN_HOUR:
            backends.note(1, at, {"mib": 5, "files": 7})
            if at % 50:
                backends.note(2, at, {"mib": 6, "files": 8})
        assert set(backends.together()["mib"].seen) == {11}

    def test_none_says_nothing(self):
        told = judged({"postgres": Backends().together()})
        assert told["too_short_to_say"] == 2 and told["growing"] == []
        assert judged({"by age": {"mib": Backends().by_age()}})["too_short_to_say"] == 1

    def by_age(self, grows):
        """A connection every five minutes that lives for ten, beside one that stays."""
        backends = Backends()
        for at in HALF_AN_HOUR:
            backends.note(1, at, {"mib": 90, "files": 7})
            for begun in range(300, 1800, 300):
                if begun <= at <= begun + 600:
                    held = 13 + grows * (at - begun) / 3600
                    backends.note(begun, at, {"mib": held, "files": 8})
        return judged({"by age": {"mib": backends.by_age()}})

    def test_connections_that_swell_until_they_are_closed_are_told(self):
        assert self.by_age(60)["growing"] == ["by age mib"]

    def test_connections_that_come_and_go_and_hold_as_much_are_flat(self):
        told = self.by_age(0)
        assert told["growing"] == [] and told["gauges"]["by age"]["mib"]["mib"] == 13

    def test_what_it_notes_is_counted_no_second_time(self):
        held = {"mib": 5.0, "files": 7, "threads": 1, "processes": 1}
        Backends().note(1, 0, held)
        assert held == {"threads": 1, "processes": 1}


class TestTold:
    def told(self, *, exports=None, idle=0.0, restarts=None, grows=False, blind=0, **counts):
        none = dict.fromkeys(("lost", "duplicated", "stuck", "server_errors"), 0)
        reckoned = {**none, "audit": {"findings": 0}, **counts}
        web = {"web": {"mib": series(lambda at: 100 + (at if grows else 0))}}
        gauges = SimpleNamespace(
            series=web,
            restarts=Counter(restarts or {}),
            longest_idle=idle,
            looks=360,
            blind=["gone"] * blind,
        )
        passers = SimpleNamespace(visits=9, cut=4)
        return soak.told(30, reckoned, gauges, passers, exports or {"READY": 3})

    def test_a_quiet_half_hour_is_met(self):
        assert self.told()["met"]

    @pytest.mark.parametrize(
        "fault",
        [
            {"lost": 1},
            {"server_errors": 1},
            {"exports": {"RUNNING": 1}},
            {"exports": {"ERRORED": 1}},
            {"idle": 31.0},
            {"restarts": {"web": 1}},
            {"blind": 19},
            {"grows": True},
            {"audit": {"findings": 1}},
        ],
    )
    def test_each_fault_is_told(self, fault):
        assert not self.told(**fault)["met"]


def test_buffers_of_the_database_are_nobodys_memory():
    """Shared pages that one process alone has touched would count as its own."""
    with mmap.mmap(-1, 32 * 1024 * 1024) as shared:
        before = gauges_of._anonymous(os.getpid())
        shared[:] = b"x" * len(shared)
        assert gauges_of._anonymous(os.getpid()) - before < len(shared) / 2
        with mmap.mmap(-1, len(shared), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as held:
            held[:] = b"x" * len(held)
            assert gauges_of._anonymous(os.getpid()) - before > len(held) / 2
