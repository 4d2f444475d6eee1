"""How long to go on trying, and how long to wait in between."""

import random
import threading
import time

FIRST, LONGEST = 0.5, 30.0


class GaveUp(Exception):
    """Nothing worked for longer than one was asked to wait; the text says what was in the way."""


class Patience:
    """Shared by all lanes of a command: what works for one ends the waiting of all.

    `seconds` without any success is the end of it.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.tries, self.until, self.since = 0, 0.0, time.monotonic()
        self.lock = threading.Lock()

    def worked(self) -> None:
        with self.lock:
            self.tries, self.until, self.since = 0, 0.0, time.monotonic()

    def wait(self, why: Exception, ended: threading.Event) -> None:
        """Sleeps until the next try; raises GaveUp when it is time to, or `ended` is set."""
        with self.lock:
            now = time.monotonic()
            if now - self.since > self.seconds:
                raise GaveUp(str(why)) from why
            if now >= self.until:  # one trouble counts once, however many lanes meet it
                self.tries += 1
                self.until = now + _jitter(min(LONGEST, FIRST * 2 ** min(self.tries - 1, 10)))
            pause = self.until - now
        if ended.wait(pause):
            raise GaveUp(str(why)) from why


def _jitter(seconds: float) -> float:
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311 (no secret)
