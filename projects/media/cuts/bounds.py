"""Where shots begin, as both films agree on it.

Within a piece both films show the same frames, so that a cut seen in one film alone is one in
both or in none; and where a piece of the later film ends there was an edit, whatever the detector
says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from projects.media.carrying.matching import vectors
from projects.media.cuts.laying import Piece

Span = tuple[int, int]
Pictures = NDArray[np.uint8]

NEAR, ABOUT = 2, 6  # frames between two findings of one cut, or of one gradual transition
AT_EDGE = 3
AROUND = 5
STEPS, LEAST = 1.5, 0.001  # what a cut's step is beyond its neighbours'


@dataclass(frozen=True)
class Side:
    """One film: its tiny pictures, its shots, and the starts of those that no plain cut begins."""

    pictures: Pictures
    shots: Sequence[Span]
    gradual: frozenset[int] = frozenset()


def agreed(pieces: Sequence[Piece], earlier: Side, later: Side) -> tuple[list[Span], list[Span]]:
    """The shots of both films."""
    mine, theirs = _starts(earlier.shots), _starts(later.shots)
    for one, other in pairwise(pieces):
        _at_edge(one, other, earlier.shots, theirs, later)
    _at_ends(pieces, theirs, later)
    for piece in pieces:
        _weighed(piece.here, piece.by, (mine, theirs), earlier, later)
        _weighed((piece.start, piece.end), -piece.by, (theirs, mine), later, earlier)
    _spread(pieces, mine, theirs, later.gradual)
    return _spans(mine, len(earlier.pictures)), _spans(theirs, len(later.pictures))


def _starts(shots: Sequence[Span]) -> set[int]:
    return {start for start, _end in shots if start}


def _spans(starts: set[int], frames: int) -> list[Span]:
    return list(pairwise(sorted({0, *starts, frames})))


def _weighed(
    inside: Span, by: int, starts: tuple[set[int], set[int]], source: Side, target: Side
) -> None:
    """Cuts that one film alone knows are cuts in both when both pictures jump, in none else."""
    own, others = starts
    for at in sorted(s for s in own if inside[0] < s < inside[1]):
        reach = ABOUT if at in source.gradual else NEAR
        if any(abs(t - at - by) <= (ABOUT if t in target.gradual else reach) for t in others):
            continue
        if at in source.gradual or steps(target.pictures, at + by):
            others.add(at + by)
        else:
            own.discard(at)


def _spread(
    pieces: Sequence[Piece], mine: set[int], theirs: set[int], gradual: frozenset[int]
) -> None:
    """Where both films know a cut within a piece, it stands at the same frame."""
    for piece in pieces:
        low, high = piece.here
        for at in sorted(s for s in mine if low < s < high):
            there = at + piece.by
            near = [t for t in theirs if abs(t - there) <= (ABOUT if t in gradual else NEAR)]
            theirs.difference_update(near)
            theirs.add(there)


def _at_edge(
    one: Piece, other: Piece, shots: Sequence[Span], starts: set[int], later: Side
) -> None:
    """Two pieces that touch: an edit, unless the picture runs on, from one shot into the next or
    standing still for longer."""
    if one.end == other.start:
        same = _shot(shots, one.here[1] - 1) == _shot(shots, other.here[0])
        onward = same and other.here[0] > one.here[1]
        _set(one.end, starts, later, certain=onward or steps(later.pictures, one.end))


def _at_ends(pieces: Sequence[Piece], starts: set[int], later: Side) -> None:
    """Where a piece begins or ends beside what was never seen before."""
    begun, ended = {p.start for p in pieces}, {p.end for p in pieces}
    for at in sorted(begun ^ ended):
        if 0 < at < len(later.pictures):
            _set(at, starts, later, certain=steps(later.pictures, at))


def _set(at: int, starts: set[int], later: Side, certain: bool) -> None:
    near = [s for s in starts if abs(s - at) <= AT_EDGE]
    if any(abs(s - at) <= 4 * ABOUT for s in later.gradual):
        return
    if not near and certain:
        starts.add(at)
    elif near and at not in near and not any(steps(later.pictures, s) for s in near):
        starts.discard(min(near, key=lambda s: abs(s - at)))
        starts.add(at)


def _shot(shots: Sequence[Span], frame: int) -> int:
    return next((n for n, (a, b) in enumerate(shots) if a <= frame < b), -1)


def steps(pictures: Pictures, at: int) -> bool:
    """Whether the picture jumps at this frame more than it moves around it."""
    low = max(0, at - AROUND - 1)
    rows, shown = vectors(pictures[low : at + AROUND + 1])
    far = 1 - (rows[1:] * rows[:-1]).sum(axis=1)
    far[shown[1:] != shown[:-1]] = 1
    mine, others = far[at - low - 1], np.delete(far, at - low - 1)
    return bool(mine > STEPS * (float(others.max()) if len(others) else 0.0) + LEAST)
