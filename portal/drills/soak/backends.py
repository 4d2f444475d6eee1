"""What the processes of the database hold, each by itself: one that joins them is no growth."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

from portal.drills.soak.flatness import Series

#: They are judged that were there from this share of the time on, to the end.
SINCE = 0.25
#: Seconds; whoever was not seen for longer is gone.
MISSED = 30.0
HELD = ("mib", "files")
#: Seconds that a connection must have been there to be looked at by its age, and steps of age.
LIVED, STEP = 480.0, 10.0


class Backends:
    """By process: its memory and its open files over time."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[str, Series]] = defaultdict(lambda: defaultdict(Series))

    def note(self, pid: int, at: float, held: dict[str, float]) -> None:
        for what in HELD:
            self._seen[pid][what].add(at, held.pop(what))

    def together(self) -> dict[str, Series]:
        """Sums of those that stayed, at each look that saw all of them."""
        staying = list(self._staying())
        return {what: _sum([row[what] for row in staying]) for what in HELD}

    def by_age(self) -> Series:
        """MiB by seconds of age, the middle of those that came while it ran and stayed a while:
        what swells in connections that are closed after some minutes shows in none that stays.
        """
        lives = [row["mib"] for row in self._seen.values() if self._came(row)]
        seen: dict[float, list[float]] = defaultdict(list)
        for life in lives:
            for at, mib in zip(life.at, life.seen, strict=True):
                if (age := at - life.at[0]) <= LIVED:
                    seen[age // STEP * STEP].append(mib)
        return Series(sorted(seen), [median(seen[age]) for age in sorted(seen)])

    def _came(self, row: dict[str, Series]) -> bool:
        begun = min(other["mib"].at[0] for other in self._seen.values())
        at = row["mib"].at
        return at[0] > begun + MISSED and at[-1] - at[0] >= LIVED

    def _staying(self) -> Iterator[dict[str, Series]]:
        begun = min((row[HELD[0]].at[0] for row in self._seen.values()), default=0.0)
        ended = max((row[HELD[0]].at[-1] for row in self._seen.values()), default=0.0)
        for row in self._seen.values():
            at = row[HELD[0]].at
            if at[0] <= begun + SINCE * (ended - begun) and at[-1] >= ended - MISSED:
                yield row


def _sum(all_: list[Series]) -> Series:
    """A look that missed one of them would be a fall, and the next one a rise."""
    values = [dict(zip(one.at, one.seen, strict=True)) for one in all_]
    made = Series()
    for at in values[0] if values else ():
        if all(at in one for one in values):
            made.add(at, sum(one[at] for one in values))
    return made
