"""Runs of later frames that may show earlier ones, all moved by the same number of frames.

Shots that carrying has matched are the seeds. From each the run is drawn out both ways as long as
the pictures agree, over the ends of shots: where nothing was changed it covers many of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.carrying.matching import Match, vectors

Pictures = NDArray[np.uint8]
Costs = NDArray[np.float32]

LEVEL = 24.0  # codes by which two pictures without detail may differ in light
WORST = 30.0  # cost of a frame that shows something else
BROKEN, PATIENCE = 12.0, 6  # cost, and frames in a row of it, that end a run
STEP = 48  # frames that are looked at together
FEW, MOSTLY = 6, 0.8  # frames, and the share of them, that tell a frame from its neighbours
GRAIN = 0.0005  # what two encodings of one picture differ by at least
OWN = 4.0  # cost of a frame that fits as well as its shot does, however badly that is
ODD, LONG, CERTAIN = 4.0, 24, 0.9  # so badly only where so many frames move alike for certain


@dataclass
class Diagonal:
    """Later frame `start + i` beside the earlier one `by` frames before it: `costs[i]`, 1 for
    what two encodings of a film differ by and WORST for another picture."""

    by: int
    start: int
    costs: Costs
    confidence: float
    exact: bool

    @property
    def end(self) -> int:
        return self.start + len(self.costs)


def scale_of(matches: Sequence[Match]) -> float:
    """How much the same picture differs between the two films."""
    return float(np.median([match.floor for match in matches] or [0.0])) + GRAIN


def unlike(old: Pictures, new: Pictures, start: int, end: int, by: int) -> Costs:
    """For later frames `start` to `end` how unlike the earlier they are, 0 to 2."""
    here, there = old[start - by : end - by], new[start:end]
    (one, shown), (two, seen) = vectors(here), vectors(there)
    far = 1 - (one * two).sum(axis=1)
    light = np.abs(here.mean(axis=1) - there.mean(axis=1)) < LEVEL
    return np.where(shown & seen, far, np.where(~shown & ~seen & light, 0.0, 1.0))


def stands_out(old: Pictures, new: Pictures, start: int, end: int, by: int) -> bool:
    """Whether nearly every frame fits better than both its neighbours would: something moves."""
    low, high = max(start, by + 1), min(end, len(old) + by - 1)
    if high - low < FEW:
        return False
    here = unlike(old, new, low, high, by)
    beside = [unlike(old, new, low, high, by + step) for step in (-1, 1)]
    return all(float((other > here + 2e-6).mean()) >= MOSTLY for other in beside)


class Diagonals:
    """All runs that were found; `add` draws a match out unless a run has it already."""

    def __init__(self, old: Pictures, new: Pictures, scale: float) -> None:
        self.old, self.new, self.scale = old, new, scale
        self.found: list[Diagonal] = []
        self._by: dict[int, list[Diagonal]] = {}

    def add(self, match: Match) -> None:
        start, end = match.there
        if not self._credible(match):
            return
        for one in self._by.get(match.by, []):
            if one.start <= start and end <= one.end:
                one.confidence = max(one.confidence, match.confidence)
                one.exact = one.exact or match.exact
                return
        norm = max(self.scale, match.floor + GRAIN)
        made = Diagonal(match.by, start, self._costs(start, end, match.by, norm), 0, False)
        made.confidence, made.exact = match.confidence, match.exact
        self._back(made, norm)
        self._on(made, norm)
        self.found.append(made)
        self._by.setdefault(match.by, []).append(made)

    def _credible(self, match: Match) -> bool:
        """Over few frames anything may move alike by chance."""
        if match.floor <= ODD * self.scale:
            return True
        return match.end - match.start >= LONG and match.confidence >= CERTAIN

    def _costs(self, start: int, end: int, by: int, norm: float) -> Costs:
        far = unlike(self.old, self.new, start, end, by)
        own = np.maximum(OWN, far / norm) if norm > self.scale else far / self.scale
        return np.minimum(np.minimum(far / self.scale, own), WORST).astype(np.float32)

    def _back(self, made: Diagonal, norm: float) -> None:
        while (low := max(0, made.by, made.start - STEP)) < made.start:
            more = self._costs(low, made.start, made.by, norm)[::-1]
            kept = more[: _until(more)][::-1]
            made.start -= len(kept)
            made.costs = np.concatenate([kept, made.costs])
            if len(kept) < len(more):
                return

    def _on(self, made: Diagonal, norm: float) -> None:
        most = min(len(self.new), len(self.old) + made.by)
        while made.end < (high := min(most, made.end + STEP)):
            more = self._costs(made.end, high, made.by, norm)
            kept = more[: _until(more)]
            made.costs = np.concatenate([made.costs, kept])
            if len(kept) < len(more):
                return


def _until(costs: Costs) -> int:
    """Frames before the first PATIENCE in a row that show something else; all where none do."""
    bad = np.convolve(costs > BROKEN, np.ones(PATIENCE), "valid") >= PATIENCE
    found = np.flatnonzero(bad)
    return int(found[0]) if len(found) else len(costs)
