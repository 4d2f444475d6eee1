"""A folder that is watched: what has stopped growing is sent, as it appears."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from .found import Found, NothingThere, find

SETTLE = 5.0  # seconds without a change


class Watch:
    """Gives every file once for each state in which it came to rest."""

    def __init__(self, paths: Iterable[Path], *, settle: float = SETTLE) -> None:
        self.paths, self.settle = list(paths), settle
        self.seen: dict[Path, tuple[Found, float]] = {}
        self.given: set[Found] = set()

    def ready(self, now: float) -> list[Found]:
        """Files that have not changed for `settle` seconds and were not given yet.

        A folder that is gone for a while, as a card or a network drive, holds nothing meanwhile.
        """
        try:
            there = find(self.paths)
        except NothingThere:
            there = []
        before, self.seen = self.seen, {}
        for file in there:
            known, since = before.get(file.path, (None, now))
            self.seen[file.path] = (file, since if known == file else now)
        return [file for file, since in self.seen.values() if self._is_due(file, now - since)]

    def put_back(self, file: Found) -> None:
        """It could not be sent: it is given again."""
        self.given.discard(file)

    def _is_due(self, file: Found, still: float) -> bool:
        return still >= self.settle and file.size > 0 and file not in self.given

    def rounds(self) -> Iterator[list[Found]]:
        """For ever: what is ready, looked for at least twice in the time to settle."""
        while True:
            due = self.ready(time.monotonic())
            self.given |= set(due)
            if due:
                yield due
            time.sleep(min(2, self.settle / 2))
