"""Whatever a child does, whoever asked it gets an answer or a plain exception, and goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from projects.apart import child
from projects.apart.asking import Silent, ask
from projects.apart.child import ROOT, Child, Ended, heard, named
from tests.projects.media.test_confined import gone

ODD = "tests.projects.apart.odd_children"


def asked(what, seconds=30.0, **how):
    return json.loads(ask(ODD, json.dumps(what), seconds=seconds, **how))


def test_an_answer_comes_from_a_process_without_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "guess")
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere")
    told = asked("about")
    assert told["pid"] != os.getpid() and gone(told["pid"])
    assert "PATH" in told["names"] and not {"SECRET_KEY", "DATABASE_URL"} & set(told["names"])
    assert not any(name.split(".")[0] == "django" for name in told["modules"])
    assert told["input"] == "" and told["cpu"] == 20


def test_what_a_library_prints_is_no_answer():
    assert asked("chatter") == "said"


def test_long_answers_arrive_whole():
    assert asked("long") == "x" * 300_000


def test_memory_is_limited():
    assert asked("swell") == "no"


def test_a_child_that_dies_is_told_by_its_signal():
    with pytest.raises(Ended, match="SIGSEGV"):
        asked("die")


def test_a_child_that_hangs_is_ended():
    began = time.monotonic()
    with pytest.raises(Silent):
        asked("hang", seconds=1)
    assert time.monotonic() - began < 20


def test_whoever_waits_may_give_up_and_the_child_goes(monkeypatch):
    started = []
    monkeypatch.setattr(
        child, "Popen", lambda *a, **k: started.append(subprocess.Popen(*a, **k)) or started[0]
    )

    def enough():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        asked("hang", waiting=enough, turn=0.01)
    assert gone(started[0].pid)


def test_a_child_that_is_gone_cannot_be_asked():
    with Child(ODD) as one:
        one.process.kill()
        one.process.wait()
        with pytest.raises(Ended, match="SIGKILL"):
            one.send(b"x" * 1_000_000)


def test_nothing_is_heard_of_a_child_that_says_nothing():
    with Child(ODD) as one:
        assert list(heard([one], 0.01)) == []


def test_a_child_ends_with_its_parent():
    """Killed without a word, and with the child in the middle of its work."""
    code = (
        "import sys; from projects.apart.child import Child\n"
        f"one = Child({ODD!r}); one.send(b'\"hang\"'); print(one.process.pid, flush=True)\n"
        "sys.stdin.read()"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    with parent:
        pid = int(parent.stdout.readline())
        assert Path(f"/proc/{pid}").exists()
        parent.send_signal(signal.SIGKILL)
    assert gone(pid)


@pytest.mark.parametrize(
    ("status", "said"), [(-11, "SIGSEGV"), (3, "exit 3"), (-63, "signal 63"), (-9, "SIGKILL")]
)
def test_an_end_is_named(status, said):
    assert named(status) == said
