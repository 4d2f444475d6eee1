"""Children of `projects.apart` that need not load their libraries first.

In production each is a fresh `python -m module`, which loads a quarter of a second before it
reads a picture of some kilobytes. Here they are forked from one process that was started as a
fresh one is, knows nothing of Django or of secrets either, and has loaded what they load
(`tests/warmed.py`). Tests about the start itself ask for `cold`.
"""

import os
import select
import signal
import socket
from contextlib import suppress
from functools import cache
from subprocess import DEVNULL, Popen
from typing import Any

from projects.apart import child
from projects.apart.child import ROOT, command, environment

#: Modules that are ready in `warmed`; all others are started as always.
READY = ("projects.media.credentials.apart", "projects.media.pool_worker")
_NUMBER = 8  # bytes of a process's number, and of its exit status


def start(asked: list[str], **how: Any) -> Any:
    """In place of `Popen`."""
    return Warm(asked[-1]) if asked[-1] in READY else Popen(asked, **how)


def be_warm() -> None:
    """From now on, in this process."""
    child.Popen = start  # type: ignore[assignment, misc]


@cache
def _line(_owner: int) -> socket.socket:
    """To the process that forks them; it ends when this line does, which is with its owner."""
    ours, theirs = socket.socketpair()
    with theirs:
        how = {"cwd": ROOT, "env": environment(), "stderr": DEVNULL}
        started = Popen(command("tests.warmed"), stdin=theirs.fileno(), stdout=DEVNULL, **how)
    _kept.append(started)
    return ours


_kept: list[Any] = []  # a `Popen` that is let go warns that its process is still there


class Warm:
    """What `Popen` gives for `python -m module`."""

    def __init__(self, module: str) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self._ended, ended = os.pipe()
        theirs = [theirs_in, theirs_out, ended]
        socket.send_fds(_line(os.getpid()), [module.encode().ljust(64)], theirs)
        for number in theirs:
            os.close(number)
        self.stdin, self.stdout = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")
        self.pid, self.returncode = self._told(), None

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._ended], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = self._told()
            os.close(self._ended)
        return self.returncode

    def kill(self) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _told(self) -> int:
        return int.from_bytes(os.read(self._ended, _NUMBER), signed=True)
