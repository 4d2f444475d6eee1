"""Work against its bid: where nothing was done by hand, and as a check where something was.

A bid is nobody's measurement: it may be high. So beside the saving against bids stands the tipping
point, how much too high the bids would have to be for that saving to vanish, and, where work was
done by hand, how much too high they were there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import expm1, isfinite

import numpy as np

from feedback.estimates.counting import Of, counted, price
from feedback.measured import Arm, Measured
from feedback.statistics import Interval, mean_interval


@dataclass(frozen=True)
class AgainstBids:
    """`saving` of the assisted items against their bids. `tipping` (0.22: the bids would have to be
    22 % too high) is None where there is no saving to vanish. `too_high` is by how much the bids
    of work done by hand exceeded it; None under two studios. Intervals: studios are the clusters
    (Ibragimov and Müller, Journal of Business and Economic Statistics 28, 2010: Student's t over
    each studio's own mean); infinite where one studio alone speaks.
    """

    saving: Interval
    tipping: float | None
    too_high: Interval | None
    items: int
    without_bid: int

    @property
    def stands(self) -> bool | None:
        """Does the saving outlive how high bids were where that was measured, at the interval's
        far end? None where nobody knows.
        """
        if self.tipping is None or self.too_high is None:
            return None
        return self.tipping > self.too_high.high


def against_bids(items: Iterable[Measured], of: Of = Of.COST) -> AgainstBids | None:
    """None where no assisted item has a bid."""
    done = counted(items, of).items
    bid = [item for item in done if item.bid_hours and item.bid_hours > 0]
    assisted = _over_bids([item for item in bid if item.arm == Arm.ASSISTED], of)
    if assisted is None:
        return None
    by_hand = _over_bids([item for item in bid if item.arm == Arm.BY_HAND], of)
    value = -assisted.value
    saving = Interval(-expm1(-value), -expm1(assisted.high), -expm1(assisted.low), assisted.n)
    return AgainstBids(
        saving,
        tipping=expm1(value) if value > 0 else None,
        too_high=_too_high(by_hand),
        items=sum(item.arm == Arm.ASSISTED for item in bid),
        without_bid=sum(item.arm == Arm.ASSISTED for item in done) - assisted.n,
    )


def _over_bids(items: Sequence[Measured], of: Of) -> Interval | None:
    """Mean logarithm of what was spent over what was bid, studios alike; `n` counts items."""
    studios: dict[str, list[float]] = {}
    for item in items:
        studios.setdefault(item.studio, []).append(_over_bid(item, of))
    means = [float(np.mean(own)) for own in studios.values()]
    if not means:
        return None
    found = mean_interval(means) or Interval(means[0], -np.inf, np.inf, 1)
    return Interval(found.value, found.low, found.high, len(items))


def _over_bid(item: Measured, of: Of) -> float:
    assert item.bid_hours
    spent = price(item) / (item.rate or 1.0) if of == Of.COST else item.hours
    return float(np.log(spent / item.bid_hours))


def _too_high(by_hand: Interval | None) -> Interval | None:
    if by_hand is None or not isfinite(by_hand.high):
        return None
    bounds = (expm1(-by_hand.value), expm1(-by_hand.high), expm1(-by_hand.low))
    return Interval(*bounds, by_hand.n)
