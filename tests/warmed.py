"""The process that `tests/warm.py` has its children forked from: `python -m tests.warmed`."""

import gc
import os
import signal
import socket
import sys
from importlib import import_module

import c2pa  # noqa: F401  (its readers load it when there is something to read)

from tests.warm import _NUMBER, READY


def main() -> None:
    """Fork one child for each message, until the line ends."""
    loaded = {name: import_module(name) for name in READY}
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # their watchers are nobody's business
    line = socket.socket(fileno=os.dup(0))
    while True:
        name, given, _flags, _from = socket.recv_fds(line, 64, 3)
        if not name:
            return
        if os.fork() == 0:
            line.close()
            _watch(loaded[name.decode().strip()].main, *given)
        for number in given:
            os.close(number)


def _watch(work, theirs_in: int, theirs_out: int, ended: int) -> None:
    """Tells the number of the child, and how it ended. Never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        pid = os.fork()
        if pid == 0:
            os.close(ended)
            _work(work, theirs_in, theirs_out)
        for number in (0, theirs_in, theirs_out):
            os.close(number)
        _tell(ended, pid)
        _tell(ended, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    finally:
        os._exit(0)


def _tell(ended: int, number: int) -> None:
    os.write(ended, number.to_bytes(_NUMBER, signed=True))


def _work(work, theirs_in: int, theirs_out: int) -> None:
    """Never returns."""
    status = 1
    try:
        for number, standard in ((theirs_in, 0), (theirs_out, 1)):
            os.dup2(number, standard)
            os.close(number)
        work()
        status = 0
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
