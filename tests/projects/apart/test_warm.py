"""A child of the tests that is warm is otherwise what production starts."""

import json
import os
import subprocess
import sys

import pytest

from projects.apart.child import ROOT, Child, Ended, environment
from projects.media.credentials.apart import read_apart
from projects.media.pool import Pool
from projects.media.refusal import Refused
from tests.projects.media.odd_parts import work
from tests.projects.media.test_confined import gone
from tests.warm import READY, Warm, start


def test_what_is_ready_is_forked_and_all_else_is_started():
    with Child(READY[0]) as child:
        assert isinstance(child.process, Warm)
    with start([sys.executable, "-c", ""]) as other:
        assert isinstance(other, subprocess.Popen)


def test_its_process_knows_neither_django_nor_secrets(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "guess")
    with Pool(2) as held:
        told = list(held.each(work, [("about", 0)] * 8))
    assert len({one["pid"] for one in told} - {os.getpid()}) == 2
    assert all(one["threads"] == 1 and one["shared"] for one in told)
    assert not any({"SECRET_KEY", "PORTAL_VAR"} & set(one["names"]) for one in told)
    assert all(gone(one["pid"]) for one in told)
    code = "import sys, tests.warmed; print('django' in sys.modules)"
    how = {"cwd": ROOT, "env": environment(), "capture_output": True, "text": True}
    done = subprocess.run([sys.executable, "-c", code], check=True, **how)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("module", READY)
def test_it_ends_when_its_parent_does_and_how_it_ended_is_told(module):
    with Child(module) as child:
        assert child.process.poll() is None
        child.process.stdin.close()
        assert child.process.wait() == child.process.poll() == 1
    with Child(module) as child:
        child.process.kill()
        assert child.process.wait() == -9 and gone(child.process.pid)
        with pytest.raises(Ended, match="SIGKILL"):
            child.take()


@pytest.mark.parametrize("how", ["warm", "cold"])
def test_what_it_reads_and_refuses_is_the_same(tmp_path, request, how):
    if how == "cold":
        request.getfixturevalue("cold")
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"no picture")
    with pytest.raises(Refused, match="PNG out of range"):
        read_apart(path, "")
    with Pool(2) as held, pytest.raises(Refused, match="3 bad blocks"):
        list(held.each(work, [("refuse", 3), ("double", 1)]))


def test_its_answer_is_json_and_nothing_before_it(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"picture")
    with Child(READY[0]) as child:
        child.send(json.dumps({"path": str(path), "anchors": ""}).encode())
        while not (told := child.take()):
            pass
    assert json.loads(told[0])
