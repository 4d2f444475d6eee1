"""Decoding in a process of its own: with limits, without secrets, and ended when it must be.

A file that somebody sent may crash, hang or bloat whatever decodes it. So a worker keeps a
*nursery* beside it (`python -m projects.media.nursery`), which forks one child for each task;
what the child does to itself is a refusal with its reason here, and the worker goes on.
"""

import atexit
import json
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from subprocess import PIPE, Popen
from typing import Any

from projects.apart.child import ROOT, command, environment, named
from projects.media.refusal import Refused, gettext_noop

_NURSERY = "projects.media.nursery"
_TICK = 1.0


@dataclass(frozen=True)
class Limits:
    """`seconds` altogether, `silence` seconds without a word, `memory` bytes."""

    seconds: float = 5 * 3600
    silence: float = 300
    memory: int = 6 * 1024**3


def confined(
    task: str,
    arguments: dict[str, Any],
    *,
    limits: Limits = Limits(),
    heard: Callable[[str, float], None] = lambda stage, fraction: None,
    tick: Callable[[], None] = lambda: None,
) -> Any:
    """What `task` (a name in `nursery.TASKS`) returns for `arguments`; both plain JSON.

    `heard` gets each stage and fraction that the task tells; `tick` is called once a second.
    Either may raise, which ends the child at once. Raises `Refused`: what the task refuses,
    `media:too_slow`, `media:too_much_memory`, `media:died`; `Failed` for anything unforeseen.
    """
    with _one_at_a_time:
        nursery = _standing()
        try:
            asked = {"task": task, "arguments": arguments, "memory": limits.memory}
            nursery.ask(asked)
            return nursery.answer(limits, heard, tick)
        except BaseException as error:
            if not isinstance(error, Refused | Failed) or nursery.busy:
                end()
            raise


class Failed(Exception):
    """The task broke in a way nobody foresaw; the text is its traceback."""


class _Nursery:
    def __init__(self) -> None:
        self.owner, self.busy, self._rest = os.getpid(), False, b""
        self.process = Popen(
            command(_NURSERY),
            stdin=PIPE,
            stdout=PIPE,
            cwd=ROOT,
            env=environment(),
            start_new_session=True,
        )
        assert self.process.stdout
        if not self.process.stdout.readline():  # it says one line when it is ready
            self.end()
            raise Failed("the nursery did not start")

    def ask(self, asked: dict[str, Any]) -> None:
        self.busy = True
        stdin = self.process.stdin
        assert stdin
        stdin.write(json.dumps(asked).encode() + b"\n")
        stdin.flush()

    def answer(
        self, limits: Limits, heard: Callable[[str, float], None], tick: Callable[[], None]
    ) -> Any:
        begun = spoke = time.monotonic()
        while True:
            line = self._line()
            now = time.monotonic()
            if line is not None:
                spoke = now
                told = json.loads(line)
                if "stage" not in told:
                    return self._ended(told, limits)
                heard(told["stage"], told["fraction"])
            else:
                tick()
            if now - begun > limits.seconds or now - spoke > limits.silence:
                raise Refused(
                    "media:too_slow",
                    gettext_noop("stopped after %(seconds)s seconds"),
                    seconds=round(now - begun),
                )

    def _line(self) -> bytes | None:
        """The next line; None when there is none within a second."""
        assert self.process.stdout
        out, until = self.process.stdout.fileno(), time.monotonic() + _TICK
        while b"\n" not in self._rest:
            wait = until - time.monotonic()
            if wait <= 0 or not select.select([out], [], [], wait)[0]:
                return None
            piece = os.read(out, 65536)
            if not piece:
                raise Refused("media:died", gettext_noop("its reader was stopped"))
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _ended(self, told: dict[str, Any], limits: Limits) -> Any:
        self.busy = False
        if "result" in told:
            return told["result"]
        if "refused" in told:
            raise Refused(told["refused"], told["said"], **told["numbers"])
        if "memory" in told:
            size = limits.memory // 1024**2
            raise Refused(
                "media:too_much_memory", gettext_noop("more than %(size)s MiB"), size=size
            )
        if "died" in told:
            raise Refused("media:died", named(told["died"]))
        raise Failed(told["failed"])

    def end(self) -> None:
        """The child is of the same group, so that both go."""
        if self.owner != os.getpid():
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]


_one_at_a_time = threading.RLock()
_nursery: _Nursery | None = None


def _standing() -> _Nursery:
    """The nursery of this process; one that a fork has brought along is its parent's."""
    global _nursery
    if _nursery and _nursery.owner == os.getpid() and _nursery.process.poll() is None:
        return _nursery
    end()
    _nursery = _Nursery()
    return _nursery


def end() -> None:
    """End the nursery of this process and whatever it is at."""
    global _nursery
    if _nursery:
        _nursery.end()
    _nursery = None


atexit.register(end)
