"""Figures of a slice with their intervals. What cannot be said has no number."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

#: Of every interval here.
CONFIDENCE = 0.95
_SEED = 20_261_129  # the same answers give the same interval


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval; `low` and `high` are None where all said the same."""

    value: float
    low: float | None
    high: float | None
    n: int


def mean(values: Sequence[float]) -> Estimate:
    """Mean with a BCa bootstrap interval, which stays on the scale at small n (Efron 1987)."""
    found = np.asarray(values, dtype=float)
    low, high = _bca(found)
    return Estimate(float(found.mean()), low, high, len(found))


def _bca(found: np.ndarray) -> tuple[float | None, float | None]:
    if len(found) < 2 or np.ptp(found) == 0:
        return None, None
    made = stats.bootstrap(
        (found,),
        np.mean,
        confidence_level=CONFIDENCE,
        n_resamples=4999,
        method="BCa",
        rng=np.random.default_rng(_SEED),
    ).confidence_interval
    return float(made.low), float(made.high)


def share(hits: int, n: int) -> Estimate:
    """A share of n with its Wilson interval (Wilson 1927)."""
    made = stats.binomtest(hits, n).proportion_ci(CONFIDENCE, method="wilson")
    return Estimate(hits / n, float(made.low), float(made.high), n)
