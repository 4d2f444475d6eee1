"""Whether a shot is an earlier one at another speed: the likest frames lie on a line."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.carrying.matching import alike, probes, vectors

Pictures = NDArray[np.uint8]
Span = tuple[int, int]

LEAST = 12  # frames that show a speed
LIKE = 0.985  # how like the likest frames are in the middle
STRAIGHT = 1.5  # frames that the middle one may lie beside the line
PLAIN = 0.03  # a speed nearer to 1 is none
MOST = 400  # frames compared, of either shot


@dataclass(frozen=True)
class Retimed:
    """Frames `start` to `end` of the earlier film, `speed` of them for each later one; below 0
    backwards."""

    start: int
    end: int
    speed: float
    confidence: float


def retimed(
    old: Pictures, new: Pictures, shots: Sequence[Span], later: Span
) -> tuple[int, Retimed] | None:
    """Which of the `shots` the later one is at another speed, and at which; None for no such."""
    if later[1] - later[0] < LEAST or not shots:
        return None
    near = alike(probes(new, [later])[0], probes(old, list(shots)))
    found = [(n, one) for n in near[:3] if (one := _on_a_line(old, new, shots[n], later))]
    return max(found, key=lambda pair: pair[1].confidence, default=None)


def _on_a_line(old: Pictures, new: Pictures, shot: Span, later: Span) -> Retimed | None:
    here, there = _some(shot), _some(later)
    (rows, shown), (mine, seen) = vectors(old[here]), vectors(new[there])
    if not shown.all() or not seen.all():
        return None
    likeness = mine @ rows.T
    at, best = here[likeness.argmax(axis=1)].astype(float), likeness.max(axis=1)
    if float(np.median(best)) < LIKE or _still(likeness):
        return None
    half = len(there) // 2
    speed = float(np.median((at[half:] - at[:-half]) / (there[half:] - there[:-half])))
    off = at - speed * there
    beside = float(np.median(np.abs(off - np.median(off))))
    if beside > STRAIGHT or abs(speed - 1) < PLAIN or abs(speed) < PLAIN:
        return None
    first, last = sorted(np.median(off) + speed * np.array([later[0], later[1] - 1]))
    start, end = max(shot[0], round(first)), min(shot[1], round(last) + 1)
    if start >= end:
        return None
    return Retimed(start, end, round(speed, 3), round(float(np.median(best)), 3))


def _some(span: Span) -> NDArray[np.intp]:
    count = min(MOST, span[1] - span[0])
    return np.unique(np.linspace(span[0], span[1] - 1, count).astype(int))


def _still(likeness: NDArray[np.float32]) -> bool:
    """Whether any frame is about as like as the likest: then speeds cannot be told."""
    return float(np.median(likeness.max(axis=1) - np.median(likeness, axis=1))) < 0.002
