"""Few clusters: the wild cluster bootstrap, with the null imposed, inverted to an interval.

Cameron, Gelbach and Miller, Review of Economics and Statistics 90, 2008; six-point weights for few
clusters: Webb, Canadian Journal of Economics 56, 2023; computed cluster by cluster as in Roodman,
MacKinnon, Nielsen and Webb, Stata Journal 19, 2019. With an instrument (what was settled
beforehand) the test is Anderson and Rubin's of 1949: it asks whether cost less x for each assisted
item still depends on the instrument, so it holds however weak that is.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.statistics.inference import LEVEL, Inference
from feedback.statistics.regression import basis, without

DRAWS = 1999
#: With fewer clusters than this the six-point weights, otherwise plain signs.
FEW = 12
WEBB = np.sqrt(np.array([0.5, 1.0, 1.5]))
#: How far the inversion looks, in standard errors, and in how many steps.
REACH, STEPS = 15.0, 121


@dataclass(frozen=True)
class _Sums:
    """Everything the test needs, summed by cluster: `a`, `d` for the outcome and for what was done
    (last axis 2), `c` and `z` for the instrument.
    """

    a: np.ndarray  # clusters × 2
    d: np.ndarray  # clusters × controls × 2
    c: np.ndarray  # clusters × controls
    z: np.ndarray  # clusters

    def scores(self, x: np.ndarray) -> np.ndarray:
        """x × clusters × clusters: scores of the unrestricted residuals are this times weights."""
        a = self.a[:, 0] - x[:, None] * self.a[:, 1]
        d = self.d[None, ..., 0] - x[:, None, None] * self.d[None, ..., 1]
        matrix = -np.einsum("gk,xhk->xgh", self.c, d)
        matrix -= a[:, None, :] * (self.z / self.z.sum())[None, :, None]
        each = np.arange(len(self.z))
        matrix[:, each, each] += a
        return matrix

    def statistic(self, x: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """x × draws: t of the instrument under "the effect is x"; `weights` is draws × clusters."""
        a = self.a[:, 0] - x[:, None] * self.a[:, 1]
        scores = weights @ np.swapaxes(self.scores(x), 1, 2)  # x × draws × clusters
        spread = np.sqrt((scores**2).sum(axis=2))
        return np.asarray((a @ weights.T) / np.maximum(spread, 1e-300))


def wild_cluster(
    outcome: np.ndarray,
    done: np.ndarray,
    instrument: np.ndarray,
    controls: np.ndarray,
    clusters: Sequence[Hashable],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> Inference:
    """Effect of `done` on `outcome` beside `controls`, by what `instrument` moved.

    Where nothing was settled beforehand the instrument is `done` itself: ordinary least squares.
    """
    span = basis(controls)
    left = without(np.column_stack([outcome, done, instrument]), span)
    groups = [np.flatnonzero([c == name for c in clusters]) for name in dict.fromkeys(clusters)]
    moved = left[:, 2] @ left[:, 1]
    if len(groups) < 2 or abs(moved) <= 1e-9 or left[:, 2] @ left[:, 2] <= 1e-9:
        return Inference.nothing()
    sums = _summed(left, span, groups)
    value = float(left[:, 2] @ left[:, 0] / moved)
    spread = np.sqrt((sums.scores(np.array([value])).sum(axis=2) ** 2).sum()) / abs(moved)
    weights = _weights(len(groups), draws, np.random.default_rng(seed))
    return _inverted(sums, value, max(float(spread), 1e-6), weights)


def _summed(left: np.ndarray, span: np.ndarray, groups: list[np.ndarray]) -> _Sums:
    both, z = left[:, :2], left[:, 2]
    return _Sums(
        np.stack([z[g] @ both[g] for g in groups]),
        np.stack([span[g].T @ both[g] for g in groups]),
        np.stack([span[g].T @ z[g] for g in groups]),
        np.array([z[g] @ z[g] for g in groups]),
    )


def _weights(clusters: int, draws: int, chance: np.random.Generator) -> np.ndarray:
    signs = chance.choice([-1.0, 1.0], (draws, clusters))
    return signs * chance.choice(WEBB, (draws, clusters)) if clusters < FEW else signs


def _inverted(sums: _Sums, value: float, spread: float, weights: np.ndarray) -> Inference:
    """The p-value outwards on both sides of the estimate; weights are symmetric, so is the test."""
    steps = REACH * np.linspace(-1, 1, STEPS) * np.abs(np.linspace(-1, 1, STEPS))
    points = value + spread * steps
    seen = sums.statistic(points, np.ones((1, len(sums.z))))
    drawn = np.abs(sums.statistic(points, weights))
    p = ((drawn >= np.abs(seen) - 1e-9).sum(axis=1) + 1) / (len(weights) + 1)
    middle = STEPS // 2
    p[middle] = 1.0
    p[: middle + 1] = np.minimum.accumulate(p[: middle + 1][::-1])[::-1]
    p[middle:] = np.minimum.accumulate(p[middle:])
    curve = np.where(points < value, p / 2, 1 - p / 2)
    low, high = _bound(points, curve, (1 - LEVEL) / 2), _bound(points, curve, (1 + LEVEL) / 2)
    return Inference(value, low, high, "wild_cluster", spread, points, curve)


def _bound(points: np.ndarray, curve: np.ndarray, share: float) -> float:
    if share < 0.5 and curve[0] > share:
        return -np.inf
    if share > 0.5 and curve[-1] < share:
        return np.inf
    return float(np.interp(share, curve, points))
