"""What a child does with itself: its limits, its ear for the parent, its voice."""

import contextlib
import os
import queue
import resource
import threading

from projects.apart.child import HEAD


def limit(*, memory: int = 0, cpu: int = 0, largest_file: int = 0) -> None:
    """Bytes, seconds of all threads together, bytes; 0: as it is. It leaves no image of itself."""
    for what, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, largest_file),
        (resource.RLIMIT_CORE, 0),
    ):
        if most or what == resource.RLIMIT_CORE:
            with contextlib.suppress(ValueError, OSError):  # where less is allowed already
                resource.setrlimit(what, (most, most))


class Parent:
    """Whoever started this process. One that is gone ends it, also in the middle of work: a
    thread waits for the end of the input, which comes however the parent ended.
    """

    def __init__(self) -> None:
        # A library that prints, or reads, must not be heard as an answer or eat a question.
        self._in, self._out = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1):
            os.dup2(nothing, standard)
        self._asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def asked(self) -> bytes:
        """The next question; waits for it."""
        return self._asked.get()

    def say(self, message: bytes) -> None:
        rest = memoryview(len(message).to_bytes(HEAD) + message)
        while rest:
            rest = rest[os.write(self._out, rest) :]

    def _listen(self) -> None:
        with os.fdopen(self._in, "rb") as said:
            while len(head := said.read(HEAD)) == HEAD:
                self._asked.put(said.read(int.from_bytes(head)))
        os._exit(1)
