"""Intervals of 95 % for shares, means and differences, as published; SciPy computes what it has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.statistics.inference import LEVEL, t_at

RESAMPLES, SEED = 4999, 1987


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval and how many it rests on."""

    value: float
    low: float
    high: float
    n: int


def wilson(hits: int, n: int) -> Interval | None:
    """A share with Wilson's score interval (Journal of the American Statistical Association 22,
    1927): stays within 0..1 and holds at small n. None of nothing: None.
    """
    if n <= 0:
        return None
    from scipy import stats  # takes most of a second to load

    bounds = stats.binomtest(hits, n).proportion_ci(LEVEL, method="wilson")
    return Interval(hits / n, float(bounds.low), float(bounds.high), n)


def mean_interval(values: Sequence[float]) -> Interval | None:
    """Mean with Student's interval (1908); None under two values, whose spread nobody knows."""
    if len(values) < 2:
        return None
    from scipy import stats  # takes most of a second to load

    mean, error = float(np.mean(values)), float(stats.sem(values))
    reach = t_at(len(values) - 1) * error
    return Interval(mean, mean - reach, mean + reach, len(values))


def bca(
    values: Sequence[float], statistic: Callable[..., np.ndarray] = np.median
) -> Interval | None:
    """Any statistic (taking `axis`) with Efron's BCa interval (Journal of the American Statistical
    Association 82, 1987). Under five values: None. Where all values agree it is that value.
    """
    if len(values) < 5:
        return None
    data = np.asarray(values, dtype=float)
    found = float(statistic(data, axis=-1))
    if np.ptp(data) == 0:
        return Interval(found, found, found, len(data))
    with np.errstate(all="ignore"):
        low, high = _resampled(data, statistic)
    return Interval(found, low, high, len(data))


def _resampled(data: np.ndarray, statistic: Callable[..., np.ndarray]) -> tuple[float, float]:
    """BCa; where leaving out any one value changes nothing there is no acceleration: percentile."""
    from scipy import stats  # takes most of a second to load

    alone = [float(statistic(np.delete(data, at), axis=-1)) for at in range(len(data))]
    method = "BCa" if np.ptp(alone) > 0 else "percentile"
    drawn = stats.bootstrap(
        (data,),
        statistic,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method=method,
        rng=np.random.default_rng(SEED),
        vectorized=True,
    ).confidence_interval
    return float(drawn.low), float(drawn.high)


def difference(first: Interval, second: Interval) -> Interval:
    """`first` less `second`, independent: MOVER (Zou and Donner, Statistics in Medicine 27, 2008),
    which keeps each interval's own asymmetry.
    """
    value = first.value - second.value
    below = np.hypot(first.value - first.low, second.high - second.value)
    above = np.hypot(first.high - first.value, second.value - second.low)
    return Interval(value, value - float(below), value + float(above), min(first.n, second.n))
