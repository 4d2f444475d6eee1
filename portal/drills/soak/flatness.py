"""Whether something stays as it is while people work: plain numbers, no portal."""

import statistics
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

#: What memory may grow by in an hour: a share of its size, or so many MiB where that is more.
SHARE_AN_HOUR, MIB_AN_HOUR = 0.10, 12.0
#: What a count (files, threads, processes, connections) may have more of at the end.
SHARE_MORE, MORE = 0.10, 3
POOL_MORE = 16  # of two processes
#: Fewer samples than these say nothing.
ENOUGH = 12


@dataclass
class Series:
    """One figure over time. `at` is in seconds."""

    at: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)

    def add(self, at: float, value: float) -> None:
        self.at.append(at)
        self.seen.append(value)

    def between(self, first: float, last: float) -> "Series":
        """The part from `first` to `last`, as shares of the whole time."""
        if not self.at:
            return Series()
        begun, took = self.at[0], self.at[-1] - self.at[0]
        kept = [
            (at, value)
            for at, value in zip(self.at, self.seen, strict=True)
            if begun + first * took <= at <= begun + last * took
        ]
        return Series([at for at, _value in kept], [value for _at, value in kept])


def slope(series: Series) -> float:
    """What it grows by in an hour: the median of the slopes of all pairs (Theil and Sen), which a
    few odd samples do not turn."""
    pairs = combinations(zip(series.at, series.seen, strict=True), 2)
    found = [(b - a) / (after - before) for (before, a), (after, b) in pairs if after > before]
    return statistics.median(found) * 3600 if found else 0.0


def memory(series: Series) -> dict[str, Any]:
    """Of the second half, when all is warm. `flat` is None where there is too little to say."""
    late = series.between(0.5, 1)
    if len(late.seen) < ENOUGH:
        return {"flat": None, "samples": len(late.seen)}
    middle, grows = statistics.median(late.seen), slope(late)
    bound = max(MIB_AN_HOUR, SHARE_AN_HOUR * middle)
    return {
        "mib": round(middle, 1),
        "most_mib": round(max(series.seen), 1),
        "mib_an_hour": round(grows, 1),
        "bound_mib_an_hour": round(bound, 1),
        "flat": grows <= bound,
    }


def count(series: Series, more: float = MORE) -> dict[str, Any]:
    """Middle of the last quarter beside that of the second."""
    early, late = series.between(0.25, 0.5).seen, series.between(0.75, 1).seen
    if min(len(early), len(late)) < ENOUGH // 2:
        return {"flat": None, "samples": len(series.seen)}
    before, after = statistics.median(early), statistics.median(late)
    return {
        "before": before,
        "after": after,
        "flat": after - before <= max(more, SHARE_MORE * before),
    }


def judged(gauges: dict[str, dict[str, Series]]) -> dict[str, Any]:
    """`gauges`: who → what → series; what is "mib" is memory, anything else is counted."""
    told = {
        who: {what: _judged(who, what, series) for what, series in kinds.items()}
        for who, kinds in gauges.items()
    }
    growing = [
        f"{who} {what}"
        for who, kinds in told.items()
        for what, row in kinds.items()
        if row["flat"] is False
    ]
    unknown = sum(row["flat"] is None for kinds in told.values() for row in kinds.values())
    return {"gauges": told, "growing": growing, "too_short_to_say": unknown}


def _judged(who: str, what: str, series: Series) -> dict[str, Any]:
    """A pool's processes are replaced now and then: their memory is a saw, which has no slope, and
    one that was replaced holds what its worker held at that moment, some files more."""
    if who.startswith("pool"):
        return count(series, MIB_AN_HOUR if what == "mib" else POOL_MORE)
    return memory(series) if what == "mib" else count(series)
