"""What a process has loaded is left out of what the collector looks through."""

import gc
import subprocess
import sys
import weakref

from portal import celery, checks, loaded
from portal.benchmarks.api.served import call_ns

ASKED = "import gc, portal.asgi; print(gc.get_freeze_count(), *gc.get_threshold())"


def test_a_web_server_sets_aside_what_it_has_loaded():
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASKED], capture_output=True, text=True, check=True
    )
    aside, youngest, *_older = map(int, told.stdout.split())
    assert aside > 100_000 and youngest == loaded.YOUNGEST


def test_a_worker_does_so_once_it_may_begin(monkeypatch):
    done = []
    monkeypatch.setattr(checks, "begin", lambda: done.append("begun"))
    monkeypatch.setattr(loaded, "set_aside", lambda: done.append("aside"))
    celery.refuse_to_work_past_the_policies()
    assert done == ["begun", "aside"]


def test_what_ends_later_is_still_found():
    class Node:
        """Refers to itself."""

    before = gc.get_threshold()
    try:
        loaded.set_aside()
        made = Node()
        made.self = made
        watched = weakref.ref(made)
        del made
        gc.collect()
        assert watched() is None
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def test_what_an_empty_call_costs_is_measured():
    assert 1 <= call_ns(10_000) < 100_000
