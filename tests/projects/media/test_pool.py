"""Workers beside each other give what one process gives, and leave nothing behind."""

import itertools
import multiprocessing
import os
import subprocess
import sys
import time

import pytest

from projects.media import pool
from projects.media.frames import NoPicture
from projects.media.pool import Pool, cores, how_many
from projects.media.refusal import Refused
from tests.projects.media.odd_parts import work
from tests.projects.media.test_confined import gone

pytestmark = pytest.mark.usefixtures("cold")


class Stopped(Exception):
    pass


def each(workers, *parts, tell=lambda share: None):
    with Pool(workers) as held:
        return list(held.each(work, parts, tell))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_parts(workers):
    parts = [("double", number) for number in range(24)]
    assert each(workers, *parts) == [2 * number for number in range(24)]


def test_work_is_shared_by_processes_without_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "guess")
    told = each(2, *[("about", 0)] * 8)
    assert len({one["pid"] for one in told}) == 2 and os.getpid() not in {o["pid"] for o in told}
    assert all(one["threads"] == 1 and one["shared"] for one in told)
    assert not any("SECRET_KEY" in one["names"] for one in told)
    assert all(gone(one["pid"]) for one in told)


def test_it_works_in_a_worker_of_celery(monkeypatch):
    """A daemon, to which `multiprocessing` refuses children."""
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    assert each(2, ("double", 1), ("double", 2)) == [2, 4]


def test_one_worker_or_one_part_stays_here():
    for told in (each(1, ("about", 0), ("about", 1)), each(2, ("about", 0))):
        assert {one["pid"] for one in told} == {os.getpid()} and not told[0]["shared"]


def test_a_pool_goes_on_with_the_same_workers():
    with Pool(2) as held:
        first, second = (
            {one["pid"] for one in held.each(work, [("about", 0)] * 8)} for _ in range(2)
        )
    assert first == second and len(first) == 2


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_part_raises_is_raised_in_its_turn(workers):
    found = []
    parts = [("double", 1), ("no_picture", 7), ("refuse", 3)]
    with Pool(workers) as held:
        with pytest.raises(NoPicture, match="part 7"):
            found.extend(held.each(work, parts))
        with pytest.raises(Refused) as refused:
            list(held.each(work, parts[::-1]))
    assert refused.value.facts["detail"] == "3 bad blocks"
    assert refused.value.numbers == {"count": 3}
    assert each(workers, ("double", 2), ("double", 3)) == [4, 6]


def test_an_error_that_cannot_travel_is_told_by_its_words():
    with pytest.raises(RuntimeError, match="odd_error"):
        each(2, ("odd_error", 1), ("double", 1))


def test_a_worker_that_is_killed_is_a_refusal():
    with Pool(2) as held:
        with pytest.raises(Refused) as refused:
            list(held.each(work, [("double", 1), ("die", 1), ("double", 1)]))
        assert list(held.each(work, [("double", 1)] * 3)) == [2] * 3
    assert (refused.value.code, refused.value.detail) == ("media:died", "SIGKILL")


def test_a_worker_that_was_killed_while_nobody_needed_it_is_a_refusal():
    with Pool(2) as held:
        list(held.each(work, [("double", 1)] * 4))
        held._members[0].child.process.kill()
        held._members[0].child.process.wait()
        with pytest.raises(Refused, match="SIGKILL"):
            list(held.each(work, [("double", 1)] * 4))


@pytest.mark.parametrize(("what", "much"), [("swell", 8 * 1024**3), ("paint", 80_000)])
def test_memory_of_a_worker_is_limited(what, much):
    with pytest.raises(Refused) as refused:
        each(2, (what, much), (what, 8))
    assert refused.value.code == "media:too_much_memory"


def test_a_worker_that_hangs_is_ended(monkeypatch):
    monkeypatch.setattr(pool, "SILENCE", 0.5)
    began = time.monotonic()
    with pytest.raises(Refused) as refused:
        each(2, ("hang", 1), ("hang", 2))
    assert refused.value.code == "media:too_slow" and time.monotonic() - began < 60


def test_whoever_stops_ends_the_workers_at_once(tmp_path):
    words = [tmp_path / "a", tmp_path / "b"]

    def stop(_share):
        if all(word.exists() and word.read_text() for word in words):
            raise Stopped

    with pytest.raises(Stopped):
        each(2, *[("note", str(word)) for word in words], tell=stop)
    assert all(gone(int(word.read_text())) for word in words)


@pytest.mark.parametrize("workers", [1, 2])
def test_the_share_done_grows_to_the_whole(workers):
    told = []
    each(workers, *[("double", number) for number in range(12)], tell=told.append)
    assert told[-1] == 1 and all(0 <= share <= 1 for share in told)
    assert workers > 1 or told == sorted(told)


def test_it_is_told_often_also_while_nothing_is_done(monkeypatch):
    times = []

    def tell(_share):
        times.append(time.monotonic())
        if len(times) > 5:
            raise Stopped

    with pytest.raises(Stopped):
        each(2, ("hang", 1), ("hang", 2), tell=tell)
    assert max(b - a for a, b in itertools.pairwise(times)) < 1


def test_results_far_ahead_of_their_turn_are_not_made(tmp_path):
    """A slow part must not have the results of all the others wait in memory."""
    parts = [("nap", 0), *[("leave", str(tmp_path / str(number))) for number in range(60)]]
    with Pool(2) as held:
        told = held.each(work, parts)
        assert next(told) == "slept"
        assert 1 < len(list(tmp_path.iterdir())) < 2 * pool._AHEAD
        assert list(told) == ["left"] * 60


def test_how_many_workers_is_a_setting(monkeypatch):
    monkeypatch.delenv("TOOL_WORKERS", raising=False)
    assert how_many() == cores() >= 1 == Pool(1).workers
    for named, count in (("1", 1), ("3", 3), ("0", 1), ("", cores()), ("many", cores())):
        monkeypatch.setenv("TOOL_WORKERS", named)
        assert how_many() == count == Pool().workers


def test_no_worker_loads_django():
    code = "import sys, projects.media.pool_worker; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
