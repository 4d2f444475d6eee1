"""A folder that is watched: what has stopped growing is sent, as it appears."""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .found import NothingThere, find
from .parts import Item
from .sequences import gather, may_grow

SETTLE = 5.0  # seconds without a change
PATIENT = 6  # times as long for frames: the next one may still be on its way


class Watch:
    """Gives every file once for each state in which it came to rest."""

    def __init__(
        self, paths: Iterable[Path], *, settle: float = SETTLE, singly: bool = False
    ) -> None:
        self.paths, self.settle, self.singly = list(paths), settle, singly
        self.seen: dict[Path, tuple[Item, float]] = {}
        self.given: set[Item] = set()

    def ready(self, now: float) -> list[Item]:
        """What has not changed for `settle` seconds and was not given yet; frames rest longer.

        A folder that is gone for a while, as a card or a network drive, holds nothing meanwhile.
        """
        try:
            files = find(self.paths)
        except NothingThere:
            files = []
        there: Sequence[Item] = files if self.singly else gather(files)
        before, self.seen = self.seen, {}
        for file in there:
            known, since = before.get(file.path, (None, now))
            self.seen[file.path] = (file, since if known == file else now)
        return [file for file, since in self.seen.values() if self._is_due(file, now - since)]

    def put_back(self, file: Item) -> None:
        """It could not be sent: it is given again."""
        self.given.discard(file)

    def _is_due(self, file: Item, still: float) -> bool:
        settle = self.settle * (PATIENT if not self.singly and may_grow(file) else 1)
        return still >= settle and file.size > 0 and file not in self.given

    def rounds(self) -> Iterator[list[Item]]:
        """For ever: what is ready, looked for at least twice in the time to settle."""
        while True:
            due = self.ready(time.monotonic())
            self.given |= set(due)
            if due:
                yield due
            time.sleep(min(2, self.settle / 2))
