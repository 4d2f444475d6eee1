"""Progress told often enough to be cancelled by, and seldom enough to cost nothing."""

import time
from collections.abc import Callable
from fractions import Fraction

_EVERY = 0.5


class Pace:
    """Calls `progress` with 0..1, at most twice a second and never backwards."""

    def __init__(self, progress: Callable[[float], None]) -> None:
        self._progress, self._next, self._highest = progress, 0.0, 0.0

    def report(self, done: float, of: float | Fraction | None) -> None:
        """Tell that `done` of `of` is behind us, if it is time to."""
        now = time.monotonic()
        if of:
            self._highest = min(0.99, max(self._highest, done / float(of)))
        if now >= self._next:
            self._next = now + _EVERY
            self._progress(self._highest)
