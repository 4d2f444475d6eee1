"""Whether a shot of the old film is in a shot of the new one, and how far it has moved.

Each frame is a vector of cells without brightness and contrast, so that a grade changes little.
Along a diagonal (every frame moved by the same number) two things count: how alike the pictures
are, and whether what moves in them moves alike. Two takes of one set-up look alike; only the
same take moves alike. A slow move goes alike wherever it is laid: there the pictures tell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

ROWS = 200  # at most so many frames of a shot are compared on each diagonal
PROBES = 5  # frames of a shot that look for shots like it
NEAR, CLOSEST = 0.55, 6  # how alike two probes must be; so many shots are looked at closely
_FLAT = 3.0  # standard deviation in codes, below which a frame shows nothing
#: Below this a match is told of as unsure, and nothing is placed by it.
SURE = 0.6
_SHORT = 8  # frames on a diagonal that prove something
_MOVES = 0.0012  # share of a picture's energy that is movement; below it stands still
_STILL = (0.965, 0.995)  # likeness of still pictures: no match, sure match

Span = tuple[int, int]
Vectors = NDArray[np.float32]
Pair = tuple[Vectors, Vectors]
_Frames = slice | NDArray[np.intp]


@dataclass(frozen=True)
class Match:
    """Frames `start` to `end` of the old film stand `by` frames later in the new one.

    `confidence` is 0..1; `exact` says that no neighbouring frame would do as well. `unlike` is how
    different the pictures are on average, `floor` where they fit best: a quarter is below.
    """

    start: int
    end: int
    by: int
    confidence: float
    exact: bool
    unlike: float
    floor: float

    @property
    def broken(self) -> bool:
        """Whether a part fits far worse than another: a piece may have been cut out."""
        return self.unlike > 3 * self.floor + 3e-4

    def rivals(self, other: "Match") -> bool:
        """Whether nobody could tell the two apart by their pictures."""
        near = other.unlike < 1.6 * self.unlike + 1e-4
        return near and abs(other.by - self.by) > 2

    @property
    def there(self) -> Span:
        return self.start + self.by, self.end + self.by


def vectors(pictures: NDArray[np.uint8]) -> tuple[Vectors, NDArray[np.bool_]]:
    """N x cells of length 1 without mean, and which of them show something."""
    rows = pictures.astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    length = np.linalg.norm(rows, axis=1)
    shown = length > _FLAT * np.sqrt(rows.shape[1])
    return rows / np.maximum(length, 1e-6)[:, None], shown


def probes(pictures: NDArray[np.uint8], shots: list[Span]) -> Vectors:
    """Shots x PROBES x cells."""
    places = [np.linspace(a, b - 1, PROBES + 2)[1:-1].astype(int) for a, b in shots]
    found, shown = vectors(pictures[np.concatenate(places)])
    found[~shown] = 0
    return found.reshape(len(shots), PROBES, -1)


def alike(one: Vectors, others: Vectors) -> list[int]:
    """Which shots are worth a closer look, the likest first."""
    cells = one.shape[-1]
    best = (one @ others.reshape(-1, cells).T).max(axis=0).reshape(-1, PROBES).max(axis=1)
    order = np.argsort(-best)[:CLOSEST].tolist()
    return [shot for shot in order if best[shot] > NEAR]


def matches(old: NDArray[np.uint8], new: NDArray[np.uint8], here: Span, there: Span) -> list[Match]:
    """Where frames `here` of the old film stand within `there`, the surest first."""
    one, two = _Part(old, here), _Part(new, there)
    found = [match for by in one.diagonals(two) if (match := one.along(two, by))]
    whole = min(here[1] - here[0], there[1] - there[0])
    sure = [match for match in found if match.confidence >= SURE] or found
    sure.sort(key=lambda match: match.unlike * (whole / (match.end - match.start)) ** 0.5)
    return _without_rivals(sure, here, there)


def _without_rivals(found: list[Match], here: Span, there: Span) -> list[Match]:
    """What repeats itself matches in many places: only the ends of the shots tell which."""
    if not found:
        return []
    best = found[0]
    near = [best, *(m for m in found[1:] if best.rivals(m))]
    if len(near) == 1:
        return [best]
    ends = {there[0] - here[0], there[1] - here[1]}
    at_ends = [m for m in near if m.by in ends]
    if len(ends) == 1 and at_ends:
        return [at_ends[0]]
    chosen = at_ends[0] if at_ends else best
    return [replace(chosen, exact=False)]


def elsewhere(
    old: NDArray[np.uint8], new: NDArray[np.uint8], match: Match, here: Span, there: Span
) -> int | None:
    """How far frames `here` moved within `there`, where the shot jumps inside.

    `match.by` while its pictures fit as well as the shot's do; None where nothing fits.
    """
    one, two = _Part(old, here), _Part(new, there)
    now = one.unlike(two, match.by)
    if now is not None and now < 4 * match.floor + 4e-4:
        return match.by
    low, high = there[0] - here[0], there[1] - here[1]
    tried = [(by, one.unlike(two, by)) for by in range(low, high + 1)]
    fits = sorted((value, by) for by, value in tried if value is not None)
    if fits and fits[0][0] < 2 * match.floor + 2e-4 and _alone(fits):
        return fits[0][1]
    return match.by if now is not None and now < 8 * match.floor + 1e-3 else None


def _alone(fits: list[tuple[float, int]]) -> bool:
    """Whether nothing but its neighbours fits nearly as well."""
    best, by = fits[0]
    return all(value > 1.5 * best + 1e-4 for value, other in fits if abs(other - by) > 1)


class _Part:
    """The frames of one shot, as vectors."""

    def __init__(self, pictures: NDArray[np.uint8], span: Span) -> None:
        self.start, self.end = span
        self.rows, self.shown = vectors(pictures[self.start : self.end])

    def diagonals(self, other: "_Part") -> Iterator[int]:
        """The likeliest movements, and those that lay start on start and end on end."""
        mine = np.unique(np.linspace(0, len(self.rows) - 1, ROWS).astype(int))
        likeness = self.rows[mine] @ other.rows.T
        likeness *= self.shown[mine][:, None] & other.shown
        score = _summed(likeness, mine, len(self.rows), (self.shown[mine], other.shown))
        ends = {other.start - self.start, other.end - self.end}
        yield from ends
        for _n in range(5):
            at = int(score.argmax())
            if score[at] <= 0:
                return
            by = at - (len(self.rows) - 1) + other.start - self.start
            if by not in ends:
                yield by
            score[max(0, at - 2) : at + 3] = 0

    def along(self, other: "_Part", by: int) -> Match | None:
        start, end = max(self.start, other.start - by), min(self.end, other.end - by)
        if end - start < min(_SHORT, len(self.rows), len(other.rows)):
            return None
        by = self._settled(other, by)
        start, end = max(self.start, other.start - by), min(self.end, other.end - by)
        pair = self._pair(other, start, end, by)
        if pair is None:
            return None
        confidence, moves = _judged(*pair)
        whole = (self.end - self.start) == (other.end - other.start) == (end - start)
        exact = self._stands_out(other, by) if moves else whole
        unlike = 1 - (pair[0] * pair[1]).sum(axis=1)
        floor = float(np.quantile(unlike, 0.25))
        return Match(start, end, by, confidence, exact, float(unlike.mean()), floor)

    def unlike(self, other: "_Part", by: int) -> float | None:
        """Of all frames of this part; None where some have nothing to be compared with."""
        if self.start + by < other.start or self.end + by > other.end:
            return None
        return self._distance(other, self.start, self.end, by)

    def _settled(self, other: "_Part", by: int) -> int:
        """The best of `by` and its neighbours, and of theirs."""
        for _n in range(6):
            start = max(self.start, other.start - by + 2)
            end = min(self.end, other.end - by - 2)
            if end - start < 4:
                return by
            near = [self._distance(other, start, end, by + step) for step in (-2, -1, 0, 1, 2)]
            best = int(np.argmin(near))
            if best == 2 or near[best] > near[2] - 1e-5:
                return by
            by += best - 2
        return by

    def _stands_out(self, other: "_Part", by: int) -> bool:
        """Whether both neighbours are unlike by more than chance, frame for frame."""
        start, end = max(self.start, other.start - by + 1), min(self.end, other.end - by - 1)
        if end - start < 4:
            return False
        frames = np.unique(np.linspace(start, end - 1, ROWS).astype(int))
        mine, theirs = self.rows[frames - self.start], frames + by - other.start
        here = (mine * other.rows[theirs]).sum(axis=1)
        for step in (-1, 1):
            more = here - (mine * other.rows[theirs + step]).sum(axis=1)
            # Errors of neighbouring frames hang together: four frames count as one.
            chance = float(more.std()) / np.sqrt(len(more) / 4)
            if more.mean() < 3 * chance + 2e-6:
                return False
        return True

    def _distance(self, other: "_Part", start: int, end: int, by: int) -> float:
        pair = self._pair(other, start, end, by)
        return 1.0 if pair is None else float(1 - np.vdot(*pair) / len(pair[0]))

    def _pair(self, other: "_Part", start: int, end: int, by: int) -> Pair | None:
        if end - start <= ROWS:  # all of them: nothing has to be copied
            mine: _Frames = slice(start - self.start, end - self.start)
            theirs: _Frames = slice(start + by - other.start, end + by - other.start)
        else:
            frames = np.unique(np.linspace(start, end - 1, ROWS).astype(int))
            mine, theirs = frames - self.start, frames + by - other.start
        both = self.shown[mine] & other.shown[theirs]
        if both.all():
            return self.rows[mine], other.rows[theirs]
        return (self.rows[mine][both], other.rows[theirs][both]) if both.any() else None


def _summed(likeness: Vectors, mine: NDArray, length: int, shown: tuple) -> NDArray[np.float64]:
    """Mean likeness of each diagonal; 0 where it is too short to prove anything."""
    wide = likeness.shape[1]
    total, count = np.zeros(length + wide - 1), np.zeros(length + wide - 1)
    weight = shown[1].astype(float)
    for row, at in enumerate(mine.tolist()):
        place = slice(length - 1 - at, length - 1 - at + wide)
        total[place] += likeness[row]
        if shown[0][row]:
            count[place] += weight
    enough = max(2, min(_SHORT, length, wide) * len(mine) // length)
    return np.where(count >= enough, total / np.maximum(count, 1), 0)


def _judged(one: Vectors, two: Vectors) -> tuple[float, bool]:
    """Confidence, and whether anything moves."""
    still = float((one * two).sum(axis=1).mean())
    mine, theirs = one - one.mean(axis=0), two - two.mean(axis=0)
    power = float((mine**2).sum(axis=1).mean()), float((theirs**2).sum(axis=1).mean())
    low, high = _STILL
    if min(power) < _MOVES or len(one) < 4:
        return float(np.clip((still - low) / (high - low), 0, 1)), False
    together = float((mine * theirs).sum()) / len(one) / float(np.sqrt(power[0] * power[1]))
    return max(0.0, min(together, still)), True
