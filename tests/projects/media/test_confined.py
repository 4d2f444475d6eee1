"""Whatever a file does to the process that reads it, the worker goes on."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from projects.media import confined
from projects.media.confined import Failed, Limits
from projects.media.refusal import Refused

GIB, PLENTY = 1024**3, Limits()


@pytest.fixture(autouse=True)
def naughty(monkeypatch):
    confined.end()
    monkeypatch.setattr(confined, "_NURSERY", "tests.projects.media.naughty_nursery")
    yield
    confined.end()


def call(task, limits=PLENTY, heard=lambda *_told: None, tick=lambda: None, **arguments):
    return confined.confined(task, arguments, limits=limits, heard=heard, tick=tick)


def refused(task, **how):
    with pytest.raises(Refused) as found:
        call(task, **how)
    return found.value


def gone(pid):
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists():
            return True
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_a_result_comes_back_from_another_process_each_time():
    first, second = call("about"), call("about")
    assert len({first["pid"], second["pid"], os.getpid()}) == 3
    assert first["stdin"] == ""


def test_the_child_knows_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "guess")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")
    names = call("about")["names"]
    assert "PATH" in names and not {"SECRET_KEY", "DATABASE_URL"} & set(names)


def test_a_refusal_keeps_its_reason():
    found = refused("refuse")
    assert (found.code, found.detail, found.numbers) == (
        "media:unreadable",
        "3 bad blocks",
        {"count": 3},
    )


@pytest.mark.parametrize("by", [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_child_that_dies_is_a_refusal_and_the_next_one_works(by):
    heard = []
    found = refused("die", by=int(by), heard=lambda *told: heard.append(told))
    assert (found.code, found.detail) == ("media:died", by.name)
    assert heard == [("probe", 0.1)]
    assert call("about")


def test_a_child_that_leaves_is_a_failure_of_ours():
    with pytest.raises(Failed, match="SystemExit"):
        call("leave")
    with pytest.raises(Failed, match="nobody_knows"):
        call("nobody_knows")


def test_memory_is_limited():
    assert refused("swell", mebibytes=4096, limits=Limits(memory=GIB)).code == (
        "media:too_much_memory"
    )
    assert call("swell", mebibytes=64, limits=Limits(memory=GIB)) == 64 * 1024**2


@pytest.mark.parametrize(
    ("task", "limits"),
    [("hang", Limits(silence=1)), ("hang", Limits(seconds=1)), ("chatter", Limits(seconds=1))],
)
def test_a_child_that_hangs_is_ended(task, limits):
    began = time.monotonic()
    assert refused(task, limits=limits).code == "media:too_slow"
    assert time.monotonic() - began < 10
    assert call("about")


@pytest.mark.parametrize("task", ["hang", "chatter"])
def test_whoever_stops_it_ends_the_child(task):
    class Stopped(Exception):
        pass

    def stop(*_told):
        raise Stopped

    call("about")
    held = confined._nursery.process.pid
    with pytest.raises(Stopped):
        call(task, heard=stop, tick=stop)
    assert gone(held)
    assert call("about")


def test_a_nursery_that_cannot_start_is_no_fault_of_the_file(monkeypatch, capfd):
    monkeypatch.setattr(confined, "_NURSERY", "projects.media.nowhere")
    with pytest.raises(Failed, match="did not start"):
        call("about")


def test_a_nursery_that_was_killed_is_replaced():
    call("about")
    os.kill(confined._nursery.process.pid, signal.SIGKILL)
    confined._nursery.process.wait()
    assert call("about")


def test_nothing_is_left_when_the_worker_is_killed():
    code = (
        "from projects.media import confined; confined._NURSERY = "
        "'tests.projects.media.naughty_nursery'; "
        "confined.confined('about', {}); print(confined._nursery.process.pid, flush=True); "
        "confined.confined('hang', {})"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as worker:
        held = int(worker.stdout.readline())
        time.sleep(0.3)
        worker.kill()
    assert gone(held)
