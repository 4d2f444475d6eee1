"""The workers of `drill remote`: each a process of its own, forked from one that has all loaded.

A fresh interpreter takes seconds to load what a run needs; a thousand of them take hours. What a
worker starts itself (its readers of files) is forked from it likewise, and is otherwise the same:
a process of its own that ends when the worker does.
"""

import gc
import json
import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from typing import Any, NamedTuple, TextIO

import psutil
from billiard import util as forking
from django.db import connection

from portal.drills.remote.steps import Steps
from projects import tasks
from projects.apart import child
from projects.media import confined, nursery
from projects.media.credentials import apart
from projects.models import Run

_STARTED = {"projects.media.nursery": nursery.main, apart.__name__: apart.main}


class Worked(NamedTuple):
    """How a worker process ended: the step it was killed at (empty where it was not), or the steps
    that it took."""

    killed_at: str
    taken: list[str]


def worker(run: Run, step: int) -> Worked:
    """Carry a run as far as one worker does; killed at its n-th step (0: at none). Raises
    RuntimeError where the worker ended in any other way."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _work(run, step, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    status = os.waitpid(pid, 0)[1]
    told = json.loads(said or "{}")
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and "at" in told:
        return Worked(told["at"], [])
    if status or "taken" not in told:
        raise RuntimeError(f"a worker ended with status {status}: {told.get('failed', said)}")
    return Worked("", told["taken"])


def _work(run: Run, step: int, writing: int) -> None:
    """The worker's side; never returns."""

    def tell(**told: Any) -> None:
        os.write(writing, json.dumps(told).encode())

    status = 1
    try:
        _be_a_worker()
        steps = Steps(step, lambda where: tell(at=where))
        steps.watch()
        tasks.run(str(run.studio_id), str(run.pk))
        steps.step("the end")
        tell(taken=steps.taken)
        status = 0
    except BaseException:
        tell(failed=traceback.format_exc())
    finally:
        os._exit(status)


_brought: list[Any] = []


def _be_a_worker() -> None:
    """Nothing that is open is shared with the process that it was forked from."""
    _brought.append(connection.connection)  # kept, since closing it would end the other's
    connection.connection = None
    forking._run_after_forkers()  # type: ignore[attr-defined]  # as in Celery's own workers
    child.Popen = confined.Popen = Forked  # type: ignore[misc, assignment]
    gc.disable()


class Forked:
    """What `Popen` gives for `python -m module`, forked from what is loaded already."""

    def __init__(self, command: list[str], **how: Any) -> None:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        self.status: int | None = None
        self.pid = os.fork()
        if self.pid == 0:
            _stay(command[-1], theirs_in, theirs_out)
        os.close(theirs_in)
        os.close(theirs_out)
        self.stdin, self.stdout = os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb")

    def poll(self) -> int | None:
        return self._ended(os.WNOHANG)

    def wait(self) -> int:
        return self._ended(0) or 0

    def kill(self) -> None:
        if self.status is None:  # else the number may be another's by now
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def _ended(self, how: int) -> int | None:
        if self.status is None:
            pid, status = os.waitpid(self.pid, how)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status


def _make_room() -> None:
    """What is loaded here counts as the reader's own: its limits of memory are so much further off.
    A thread that has no room to start hangs whoever starts it.
    """
    loaded, real = psutil.Process().memory_info().vms, resource.setrlimit

    def further(kind: int, limits: tuple[int, int]) -> None:
        if kind in (resource.RLIMIT_DATA, resource.RLIMIT_AS):
            limits = tuple(one + loaded if one > 0 else one for one in limits)  # type: ignore[assignment]
        real(kind, limits)

    resource.setrlimit = further


def _open(number: int) -> TextIO:
    return os.fdopen(number, "w", closefd=False)


def _let_go() -> None:
    """Nothing that is open is shared; what a library holds stays a number that it can close
    (Arrow closes a pipe of its own in every process that is forked, and ends one where it cannot).
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3, 1024):
        with suppress(OSError):
            os.fstat(number)
            os.dup2(nothing, number)


def _stay(module: str, theirs_in: int, theirs_out: int) -> None:
    """The child's side; never returns."""
    status = 1
    try:
        os.setsid()
        os.dup2(theirs_in, 0)
        os.dup2(theirs_out, 1)
        _let_go()
        sys.stdout, sys.stderr = _open(1), _open(2)
        _make_room()
        _STARTED[module]()
        status = 0
    finally:
        os._exit(status)
