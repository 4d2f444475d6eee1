"""What may happen to a message on its way: lost, sent twice, late, and so behind later ones."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from itertools import count
from typing import Any

LOST, TWICE, LATE = "lost", "twice", "late"
#: Shares of all messages. Whoever is late comes up to `LATEST` seconds behind, past its successors.
SHARES = {LOST: 0.30, TWICE: 0.15, LATE: 0.15}
LATEST = 1.5

Publish = Callable[[list[str], dict[str, Any]], None]


class Chaos:
    """Stands before `publish`. `due` sends what was held back until now."""

    def __init__(self, publish: Publish, *, seed: int, clock: Callable[[], float]) -> None:
        self._publish, self._clock = publish, clock
        self._chance = random.Random(seed)  # noqa: S311  (faults, not secrets)
        self._held: list[tuple[float, int, list[str], dict[str, Any]]] = []
        self._order = count()
        self.done: Counter[str] = Counter()

    def publish(self, groups: list[str], message: dict[str, Any]) -> None:
        draw = self._chance.random()
        fate = ""
        for name, share in SHARES.items():
            if draw < share:
                fate = name
                break
            draw -= share
        self.done[fate or "sent"] += 1
        if fate == LOST:
            return
        if fate != LATE:
            self._publish(groups, message)
        if fate:
            when = self._clock() + self._chance.uniform(0.05, LATEST)
            heapq.heappush(self._held, (when, next(self._order), groups, message))

    def due(self) -> None:
        while self._held and self._held[0][0] <= self._clock():
            _when, _order, groups, message = heapq.heappop(self._held)
            self._publish(groups, message)
