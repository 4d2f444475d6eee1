"""A child as its parent sees it: started without secrets, spoken to in messages, and ended."""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

ROOT = Path(__file__).resolve().parents[2]
HEAD = 8  # bytes that tell the length of a message
#: What a child may know of where it runs; database, storage and keys are not among it.
_KNOWN = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")


def environment() -> dict[str, str]:
    """The variables of a child: a few of ours, and where our code is."""
    kept = {name: os.environ[name] for name in _KNOWN if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def command(module: str) -> list[str]:
    return [sys.executable, "-m", module]


class Ended(Exception):
    """The child is gone without an answer; its text is the signal or status it ended with."""


class Child:
    """`python -m module`, which speaks through `projects.apart.inside`. Used as a context: it is
    ended on the way out. It ends by itself when its parent does, whatever it is at.
    """

    def __init__(self, module: str) -> None:
        self.process = Popen(
            command(module), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=ROOT, env=environment()
        )
        assert self.process.stdin and self.process.stdout
        self._in, self._out = self.process.stdin, self.process.stdout
        self._held = bytearray()

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_how: object) -> None:
        self.end()

    def send(self, message: bytes) -> None:
        """Raises `Ended`."""
        try:
            self._in.write(len(message).to_bytes(HEAD) + message)
            self._in.flush()
        except BrokenPipeError:
            raise self._gone() from None

    def fileno(self) -> int:
        """For `select`: readable when there is something to take, or it is gone."""
        return self._out.fileno()

    def take(self) -> list[bytes]:
        """The messages that are whole after one more reading. Raises `Ended`."""
        piece = os.read(self.fileno(), 1 << 20)
        if not piece:
            raise self._gone()
        self._held += piece
        return list(self._whole())

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self._in, self._out):
            with suppress(BrokenPipeError):
                pipe.close()

    def _whole(self) -> Iterator[bytes]:
        while len(self._held) >= HEAD:
            end = HEAD + int.from_bytes(self._held[:HEAD])
            if len(self._held) < end:
                return
            yield bytes(self._held[HEAD:end])
            del self._held[:end]

    def _gone(self) -> Ended:
        return Ended(named(self.process.wait()))


def heard(children: Sequence[Child], seconds: float) -> Iterator[tuple[Child, bytes]]:
    """What any of them says within `seconds`, as soon as there is something. Raises `Ended`."""
    until = time.monotonic() + seconds
    found: list[tuple[Child, bytes]] = []
    while not found and (wait := until - time.monotonic()) > 0:
        for child in select.select(children, [], [], wait)[0]:
            found += [(child, message) for message in child.take()]
    yield from found


def named(status: int) -> str:
    """An exit status below zero is a signal."""
    try:
        return signal.Signals(-status).name if status < 0 else f"exit {status}"
    except ValueError:
        return f"signal {-status}"
