"""The clean process beside a worker: reads tasks from its input, forks a child for each.

One JSON line a task; the child writes lines of progress and its result to the same output.
It ends when its input ends, which is when the worker ends, however that came about.
"""

import contextlib
import json
import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any

from projects.media.carrying.moving import move
from projects.media.copied_pieces import cut
from projects.media.copying import copy
from projects.media.examining import examine
from projects.media.refusal import Refused
from projects.media.returned import film_returned, picture_returned

Tell = Callable[[str, float], None]

#: What may be asked for. Each takes `tell` and plain arguments, and returns plain JSON.
TASKS: dict[str, Callable[..., Any]] = {
    "examine": examine,
    "cut": cut,
    "copy": copy,
    "move": move,
    "picture_returned": picture_returned,
    "film_returned": film_returned,
}
_CPU_SECONDS = 24 * 3600  # of all threads: a last resort, the worker counts real time
_OPEN_FILES = 256
_BY_MEMORY = 86  # the exit status of a child that ran out of memory


def main() -> None:
    """Serve until the input ends."""
    own = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a library that prints says nothing wrong
    asked = _Input()
    _say(own, {"ready": True})
    while line := asked.line():
        _serve(json.loads(line), asked, own)


class _Input:
    """Lines of the standard input; the next one may arrive while a child is just ending."""

    def __init__(self) -> None:
        self._held = b""

    def line(self) -> bytes:
        """The next line; empty at the end."""
        while b"\n" not in self._held:
            if not self.more():
                return b""
        line, _, self._held = self._held.partition(b"\n")
        return line

    def more(self) -> bool:
        """Read what is there; False when the worker is gone."""
        piece = os.read(0, 65536)
        self._held += piece
        return bool(piece)


def _serve(asked: dict[str, Any], others: _Input, out: int) -> None:
    alive, held = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(alive)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        _child(asked, out)
    os.close(held)
    # The child holds the other end: nothing comes from it but its end.
    while alive not in select.select([alive, 0], [], [])[0]:
        if not others.more():
            os.killpg(0, signal.SIGKILL)
    os.close(alive)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status:
        _say(out, {"memory": True} if status == _BY_MEMORY else {"died": status})


def _child(asked: dict[str, Any], out: int) -> None:
    """Never returns."""
    status = 1
    try:
        _limit(asked["memory"])
        status = _work(asked, out)
    finally:
        os._exit(status)


def _work(asked: dict[str, Any], out: int) -> int:
    def tell(stage: str, fraction: float) -> None:
        _say(out, {"stage": stage, "fraction": fraction})

    try:
        answer = {"result": TASKS[asked["task"]](tell=tell, **asked["arguments"])}
    except Refused as refused:
        answer = {"refused": refused.code, "said": refused.said, "numbers": refused.numbers}
    except MemoryError:
        return _BY_MEMORY
    except BaseException:
        answer = {"failed": traceback.format_exc()}
    _say(out, answer)
    return 0


def _limit(memory: int) -> None:
    for what, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # where less is allowed already
            resource.setrlimit(what, (most, most))


def _say(out: int, told: dict[str, Any]) -> None:
    data = json.dumps(told).encode() + b"\n"
    while data:
        data = data[os.write(out, data) :]


if __name__ == "__main__":
    main()
