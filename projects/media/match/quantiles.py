"""A weak guess where nothing of the hero is seen again: palettes laid over each other.

Two pictures of one place have much the same colours, seen from elsewhere. Half the way is gone,
and only where the palettes fit afterwards; whoever uses it should look.
"""

import numpy as np

from projects.media.match.grade import Values, graded, lab
from projects.media.match.sampling import Picture
from projects.media.match.solving import solve

STRENGTH = 0.5
ALIKE = 0.6  # of the colours that must be common afterwards
_RANKS = np.linspace(0.03, 0.97, 48)


def guess(hero: list[Picture], shot: list[Picture]) -> Values | None:
    """Half of what lays the palettes over each other, or None where they differ too much."""
    one, two = _colours(shot), _colours(hero)
    if min(len(one), len(two)) < 500:
        return None
    here, there = np.quantile(one, _RANKS, axis=0), np.quantile(two, _RANKS, axis=0)
    found = solve(here, there, np.ones(len(here)), np.arange(len(here))).vector
    found[9] = 0.0  # sorted channels are no colours: nothing of saturation is in them
    fits = common(graded(one, found), two)
    return STRENGTH * found if fits >= ALIKE else None


def common(one: Values, two: Values) -> float:
    """The share of colours both have (0..1), in coarse steps of L*a*b*."""
    steps = np.array([10.0, 12.0, 12.0])
    cells = [np.floor(lab(values) / steps).astype(int) for values in (one, two)]
    names, which = np.unique(np.concatenate(cells), axis=0, return_inverse=True)
    first = np.bincount(which.ravel()[: len(one)], minlength=len(names)) / len(one)
    second = np.bincount(which.ravel()[len(one) :], minlength=len(names)) / len(two)
    return float(np.minimum(first, second).sum())


def _colours(pictures: list[Picture]) -> Values:
    """Every 25th pixel that is not clipped."""
    rows = np.concatenate([p[::5, ::5].reshape(-1, 3) for p in pictures])
    return rows[((rows > 2) & (rows < 253)).all(axis=1)] / 255.0
