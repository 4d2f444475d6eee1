"""The correction that brings colours of the shot onto the hero's, and how sure it is.

Ten numbers by damped least squares with weights that fall with the error (Geman and McClure),
its scale drawn in step by step: what does not belong (somebody moved) stops to count. A mild
pull towards no correction decides what the pictures leave open. How sure it is comes from how
the parts of the picture differ (a sandwich by tiles), since neighbours err together.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.match.grade import Values, graded, unlike

PULL = np.array([0.4] * 3 + [0.1] * 3 + [0.4] * 3 + [0.5])  # deviations expected before looking
SCALES = (0.2, 0.1, 0.06, 0.04)
LEAST_SCALE = 0.012
STEPS = 5
MOST = 3000  # pairs solved on
FLOOR = 0.006  # display value: what compression and rounding leave


@dataclass(frozen=True)
class Solved:
    """`vector` as `grade.graded` takes it, its covariance, how unlike pairs are before and after
    (median), the size of the correction and its standard error (all in CIE94)."""

    vector: Values
    covariance: Values
    before: float
    after: float
    size: float
    error: float
    kept: float


def solve(shot: Values, hero: Values, weight: Values, tile: NDArray[np.int64]) -> Solved:
    """The best of two starts: no correction, and the one that fits mean and deviation."""
    shot, hero, weight, tile = _thinned(shot, hero, weight, tile)
    weight = weight * _rareness(shot)
    weight = weight / weight.sum() * len(np.unique(tile))
    tries = [_fitted(shot, hero, weight, start) for start in (np.zeros(10), _rough(shot, hero))]
    vector, scale = min(tries, key=lambda one: _cost(shot, hero, weight, one[0]))
    return _told(shot, hero, weight, tile, vector, scale)


def _thinned(
    shot: Values, hero: Values, weight: Values, tile: NDArray[np.int64]
) -> tuple[Values, Values, Values, NDArray[np.int64]]:
    if len(shot) <= MOST:
        return shot, hero, weight, tile
    use = np.random.default_rng(1).choice(len(shot), MOST, replace=False)
    return shot[use], hero[use], weight[use], tile[use]


def _rareness(shot: Values) -> Values:
    """A wall in one colour must not outvote all other colours."""
    bins = (shot * 12).astype(int) @ np.array([169, 13, 1])
    _names, which, count = np.unique(bins, return_inverse=True, return_counts=True)
    return np.asarray(1 / np.sqrt(count[which]), np.float64)


def _rough(shot: Values, hero: Values) -> Values:
    slope = np.clip(hero.std(axis=0) / np.maximum(shot.std(axis=0), 0.01), 0.4, 2.5)
    offset = np.clip(hero.mean(axis=0) - slope * shot.mean(axis=0), -0.3, 0.3)
    return np.concatenate([np.log(slope), offset, np.zeros(4)])


def _fitted(shot: Values, hero: Values, weight: Values, vector: Values) -> tuple[Values, float]:
    for scale in SCALES:
        vector = _steps(shot, hero, weight, vector, scale)
    scale = max(LEAST_SCALE, 3 * _typical(shot, hero, weight, vector))
    return _steps(shot, hero, weight, vector, min(scale, SCALES[-1]), 12), scale


def _typical(shot: Values, hero: Values, weight: Values, vector: Values) -> float:
    error = np.sqrt(((graded(shot, vector) - hero) ** 2).mean(axis=1))
    order = np.argsort(error)
    share = np.cumsum(weight[order]) / weight.sum()
    return float(error[order][min(np.searchsorted(share, 0.5), len(error) - 1)])


def _cost(shot: Values, hero: Values, weight: Values, vector: Values) -> float:
    square = ((graded(shot, vector) - hero) ** 2).sum(axis=1)
    return float(
        (weight * square / (square + SCALES[-1] ** 2)).sum()
    ) / weight.sum() + 1e-3 * float(((vector / PULL) ** 2).sum())


def _steps(
    shot: Values, hero: Values, weight: Values, vector: Values, scale: float, steps: int = STEPS
) -> Values:
    for _step in range(steps):
        slopes, error, trust = _slopes(shot, hero, weight, vector, scale)
        normal = np.einsum("nci,n,ncj->ij", slopes, trust, slopes, optimize=True)
        pull = np.diag(1 / PULL**2)
        gradient = np.einsum("nci,n,nc->i", slopes, trust, error, optimize=True)
        step = np.linalg.solve(normal + pull, -(gradient + pull @ vector))
        vector = vector + step * min(1.0, 0.3 / max(1e-9, float(np.abs(step).max())))
        vector = np.clip(vector, -1.6, 1.6)
        if np.abs(step).max() < 1e-4:
            break
    return vector


def _slopes(
    shot: Values, hero: Values, weight: Values, vector: Values, scale: float
) -> tuple[Values, Values, Values]:
    """How each pair's colour moves with each number (N x 3 x 10), the error, what it counts."""
    now = graded(shot, vector)
    slopes = np.empty((*shot.shape, 10))
    for number in range(10):
        nudged = vector.copy()
        nudged[number] += 1e-4
        slopes[..., number] = (graded(shot, nudged) - now) / 1e-4
    error = now - hero
    square = (error**2).sum(axis=1)
    trust = weight * (scale**2 / (square + scale**2)) ** 2
    noise = max(FLOOR, 0.25 * scale)
    return slopes, error, trust / noise**2


def _told(
    shot: Values,
    hero: Values,
    weight: Values,
    tile: NDArray[np.int64],
    vector: Values,
    scale: float,
) -> Solved:
    scale = min(scale, SCALES[-1])
    slopes, error, trust = _slopes(shot, hero, weight, vector, scale)
    normal = np.einsum("nci,n,ncj->ij", slopes, trust, slopes, optimize=True)
    inverse = np.linalg.inv(normal + np.diag(1 / PULL**2))
    moved = np.einsum("nci,n,nc->ni", slopes, trust, error, optimize=True)
    parts = np.stack([moved[tile == one].sum(axis=0) for one in np.unique(tile)])
    spread = inverse @ (parts.T @ parts + np.diag(1 / PULL**2)) @ inverse
    colours = graded(shot, vector)
    draws = np.random.default_rng(2).multivariate_normal(np.zeros(10), spread, 24)
    wobble = [float(unlike(graded(shot, vector + d), colours).mean()) for d in draws]
    kept = float((weight * (((colours - hero) ** 2).sum(axis=1) < scale**2)).sum())
    return Solved(
        vector,
        spread,
        float(np.median(unlike(shot, hero))),
        float(np.median(unlike(colours, hero))),
        float(unlike(shot, colours).mean()),
        float(np.sqrt(np.mean(np.square(wobble)))),
        kept / float(weight.sum()),
    )
