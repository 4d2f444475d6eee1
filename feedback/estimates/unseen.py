"""Where people chose themselves: how far reasons nobody recorded may have moved the result.

Somebody who opens a shot sees more of it than the bid says, and may give the easy ones to the
assistant. No model removes that. What can be said: the choice followed the bid, the best account of
a shot's difficulty that was recorded, this strongly, in this direction; what was seen beyond the
bid is supposed to have been followed in the same direction, between not at all and as strongly
(Altonji, Elder and Taber, Journal of Political Economy 113, 2005; the bounds of Oster, Journal of
Business and Economic Statistics 37, 2019). The middle of those bounds is taken, and the interval
widened by half their distance; how far such a reason moves the result is omitted variable bias in
the form of Cinelli and Hazlett, Journal of the Royal Statistical Society B 82, 2020. This does not
shrink with more items: only a draw removes it. A reason of choosing that runs against the bid, or
is stronger, is not covered.
"""

from dataclasses import dataclass, replace

import numpy as np

from feedback.estimates.counting import Counted
from feedback.statistics import Inference, without
from feedback.statistics.inference import NORMAL
from feedback.statistics.regression import basis

#: At least this much of the choice, and of the cost, is granted to reasons unseen: shares of what
#: the recorded facts leave open. Where no bids are there these stand alone.
CHOICE, COST = 0.02, 0.25


@dataclass(frozen=True)
class Unseen:
    """In logarithms of cost: `bias` that a reason as strong as the bid, in its direction, has put
    into the result, and how far one of at least the granted strength could move it (`reach`).
    """

    bias: float
    reach: float


def allowed_for(inference: Inference, found: Counted, held: np.ndarray) -> Inference:
    """The inference moved to the middle of the bounds, its interval and curve widened."""
    allowance = unseen(inference.value, found, held)
    value, half = inference.value - allowance.bias / 2, allowance.reach / 2
    level = np.clip(inference.curve, 1e-6, 1 - 1e-6)
    away = inference.points - inference.value
    # The allowance is made for 95 %; elsewhere on the curve in proportion, as if it were normal.
    from scipy import stats  # takes most of a second to load

    part = half * np.abs(stats.norm.ppf(level)) / NORMAL
    return replace(
        inference,
        value=value,
        low=float(value - np.hypot(inference.value - inference.low, half)),
        high=float(value + np.hypot(inference.high - inference.value, half)),
        method="wild_cluster_unseen",
        points=value + np.sign(away) * np.hypot(away, part),
        unseen=half,
    )


def unseen(value: float, found: Counted, held: np.ndarray) -> Unseen:
    """What a reason as strong as the bid does, beside what is `held` still (rows × controls)."""
    left = without(np.column_stack([found.done, found.logs, found.log_bids]), basis(held))
    done, bid = left[:, 0], left[:, 2]
    cost = left[:, 1] - value * done
    followed, known = _correlation(done, bid), max(_correlation(cost, bid) ** 2, COST)
    spread = np.std(_beside(cost, bid)) / max(float(np.std(_beside(done, bid))), 1e-9)
    bias = np.sign(followed) * _moved(known, followed**2) * spread
    return Unseen(float(bias), float(_moved(known, max(followed**2, CHOICE)) * spread))


def _moved(cost: float, choice: float) -> float:
    return float(np.sqrt(cost * choice / max(1 - choice, 1e-9)))


def _correlation(column: np.ndarray, bid: np.ndarray) -> float:
    size = float(np.sqrt((column @ column) * (bid @ bid)))
    return float(column @ bid / size) if size > 1e-9 else 0.0


def _beside(column: np.ndarray, bid: np.ndarray) -> np.ndarray:
    size = bid @ bid
    return np.asarray(column - bid * (column @ bid / size)) if size > 1e-9 else column
