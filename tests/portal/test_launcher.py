"""Children by way of a process of one thread: whoever starts them, and however that one ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal import launcher, processes
from portal.processes import launched, spawn
from portal.settings.environment import BASE_DIR

#: A forked child of this one has a second thread at once, as that of a tracing process has.
THREADED = """
import os, sys, threading, time
from pathlib import Path
os.register_at_fork(after_in_child=lambda: threading.Thread(target=time.sleep, args=(9,)).start())
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
from portal.processes import namespaces_work, spawn
child = spawn(sys.argv[2:], log=Path(sys.argv[1]), unprivileged=True)
print(child.pid, namespaces_work(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def threaded(tmp_path):
    started = []

    def start(*words):
        command = [sys.executable, "-c", THREADED, tmp_path / "child.log", *words]
        started.append(
            subprocess.Popen(
                command, cwd=BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        )
        pid, works = started[0].stdout.readline().split()
        return started[0], int(pid), works == "True"

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


def test_a_parent_with_threads_can_start_what_may_not_be_root(threaded, tmp_path):
    _parent, _pid, works = threaded("id", "-u")
    assert works == processes.namespaces_work()
    until((tmp_path / "child.log").read_text)
    said = (tmp_path / "child.log").read_text().strip()
    as_root = {True: "1000", False: str(launcher.NOBODY)}[works]
    assert said == (as_root if os.geteuid() == 0 else str(os.geteuid()))


def test_the_child_is_the_program_itself_and_ends_with_its_parent(threaded):
    parent, pid, _works = threaded("sleep", "60")
    line = Path(f"/proc/{pid}/cmdline")
    until(lambda: line.read_bytes().endswith(b"sleep\x0060\x00"))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until(lambda: not line.exists() or not line.read_bytes())


def test_one_whose_parent_ended_meanwhile_does_not_start():
    command = launched(["echo", "started"], unprivileged=False, death_signal=signal.SIGKILL)
    command[command.index(str(os.getpid()))] = "1"
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (launcher.NOT_STARTED, "")
    assert "has ended" in done.stderr


def test_a_program_that_is_not_there_is_told_in_the_log(tmp_path):
    child = spawn(["/nothing/here"], log=tmp_path / "child.log")
    assert child.wait(20) == launcher.NOT_STARTED
    assert "No such file" in (tmp_path / "child.log").read_text()


def test_a_broken_pipe_ends_the_child_as_it_would_from_a_shell(tmp_path):
    spawn(["cat", "/proc/self/status"], log=tmp_path / "cat").wait(20)
    ignored = (tmp_path / "cat").read_text().split("SigIgn:\t")[1].split()[0]
    assert not int(ignored, 16) & 1 << (signal.SIGPIPE - 1)
