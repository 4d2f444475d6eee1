"""How unlike two people of two shots are, cue by cue."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.faces.appearance import Look
from projects.media.faces.grouping import BORDER

LIGHT, RELIEF = slice(0, 12), slice(12, 24)  # parts of the wardrobe's histogram
COLOUR = slice(24, None)
WAYS, EDGES = slice(0, 8), slice(8, None)  # parts of its pattern
WORST = 2.5  # of a cue: however unlike, it is one cue only


@dataclass(frozen=True)
class Cue:
    """`border`: the distance at which it speaks neither for nor against one person."""

    border: float
    weight: float


#: The face tells more than all else together; clothes and hair tell where it is turned away.
CUES = {
    "embedding": Cue(0.637, 8.0),  # 1 - cosine, the border that SFace's makers give
    "face": Cue(0.12, 4.0),
    "hair": Cue(6.0, 1.0),
    "skin": Cue(5.0, 0.5),
    "wardrobe": Cue(7.0, 1.0),
    "tones": Cue(0.16, 1.0),
    "pattern": Cue(0.45, 1.0),
}


def unlikeness(one: Sequence[Look], other: Sequence[Look]) -> float:
    """Below `BORDER` they may be the same; NaN where there is nothing to be compared."""
    found = cues(one, other)
    weights = [CUES[name].weight for name in found]
    if not weights:
        return float("nan")
    told = [min(WORST, found[name] / CUES[name].border) for name in found]
    return BORDER * float(np.average(told, weights=weights))


def cues(one: Sequence[Look], other: Sequence[Look]) -> dict[str, float]:
    """The distance in each cue that both have."""
    found = {}
    for name in ("wardrobe", "hair", "skin"):
        here, there = colour_of(one, name), colour_of(other, name)
        if here is not None and there is not None:
            # Half of the lightness: exposure and shade change it more than the colour.
            found[name] = float(np.linalg.norm((here - there) * (0.5, 1, 1)))
    clothes = _mean(one, "clothes"), _mean(other, "clothes")
    if clothes[0] is not None and clothes[1] is not None:
        found["tones"] = _hellinger(clothes[0][LIGHT], clothes[1][LIGHT])
    pattern = _mean(one, "pattern"), _mean(other, "pattern")
    if pattern[0] is not None and pattern[1] is not None:
        steps = np.cumsum(pattern[0][EDGES]) - np.cumsum(pattern[1][EDGES])
        found["pattern"] = float(np.abs(steps).sum())
    for name in ("face", "embedding"):
        nearest = _nearest(_all(one, name), _all(other, name))
        if nearest is not None:
            found[name] = nearest
    return found


def colour_of(looks: Sequence[Look], name: str) -> NDArray[np.floating] | None:
    """The middle of a region's colour over the pictures of a shot."""
    seen = [look.colours[name] for look in looks if name in look.colours]
    return np.median(seen, 0) if seen else None


def _all(looks: Sequence[Look], name: str) -> list[NDArray[np.floating]]:
    return [found for look in looks if (found := getattr(look, name)) is not None]


def _mean(looks: Sequence[Look], name: str) -> NDArray[np.floating] | None:
    seen = _all(looks, name)
    return np.mean(seen, 0) if seen else None


def _hellinger(one: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    return float(np.sqrt(((np.sqrt(one) - np.sqrt(other)) ** 2).sum() / 2))


def _nearest(one: list[NDArray[np.floating]], other: list[NDArray[np.floating]]) -> float | None:
    """Each face's nearest in the other shot, on average: poses are met by the same pose."""
    if not one or not other:
        return None
    apart = 1 - np.array(one) @ np.array(other).T
    return float((apart.min(0).mean() + apart.min(1).mean()) / 2)
