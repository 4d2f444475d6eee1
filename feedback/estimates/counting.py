"""Which measured items count for a question, and which do not, each with its reason."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from feedback.measured import Arm, Measured


class Of(StrEnum):
    """What is compared: all that an item cost, or people's hours alone."""

    COST = "cost"
    HOURS = "hours"


#: Why an item does not count. Words: `feedback.sentences.LEFT_OUT`.
LEFT_OUT = frozenset(
    {
        "sample",  # made up for a demo
        "dropped",  # the work, its person or its studio left the programme
        "not_settled",  # nobody settled an arm before work began
        "not_begun",
        "not_done",
        "no_time",  # no hour was recorded
        "currencies",  # paid in several; no rate of exchange is guessed
        "other_currency",  # not the studio's usual one
        "no_rate",  # hours cannot be turned into money
        "one_arm",  # its block, or its studio, holds nothing to compare it with
    }
)


@dataclass(frozen=True)
class Counted:
    """`items` that count, the natural logarithm of what each cost, and how many were `left`, each
    (by its id) for which of the `reasons` that one item alone tells.
    """

    items: Sequence[Measured]
    logs: np.ndarray
    left: Mapping[str, int]
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def done(self) -> np.ndarray:
        """1 where assisted in fact."""
        return np.array([float(item.arm == Arm.ASSISTED) for item in self.items])

    @property
    def settled(self) -> np.ndarray:
        """1 where assistance was drawn or settled beforehand."""
        return np.array([float(item.assigned == Arm.ASSISTED) for item in self.items])

    @property
    def log_bids(self) -> np.ndarray:
        """Logarithm of the bid's hours, less its studio's mean; 0 where there is no bid."""
        bids = np.array([np.log(i.bid_hours or 1) if _bid(i) else np.nan for i in self.items])
        for studio in {item.studio for item in self.items}:
            rows = np.array([item.studio == studio for item in self.items])
            if not np.isnan(bids[rows]).all():
                bids[rows] -= np.nanmean(bids[rows])
        return np.nan_to_num(bids)


def counted(items: Iterable[Measured], of: Of = Of.COST) -> Counted:
    """Items that are done and have what `of` needs; the rest are counted by reason."""
    rows = list(items)
    usual = _currencies(rows)
    why = [item.left_out or _missing(item, of, usual[item.studio]) for item in rows]
    kept = [item for item, reason in zip(rows, why, strict=True) if not reason]
    logs = np.log([price(item) if of == Of.COST else item.hours for item in kept])
    reasons = {item.id: reason for item, reason in zip(rows, why, strict=True) if reason}
    return Counted(kept, logs, dict(Counter(filter(None, why)).most_common()), reasons)


def price(item: Measured) -> float:
    """People's hours at their rate and what providers were paid, in the item's currency."""
    return item.hours * (item.rate or 0.0) + item.spend


def only(found: Counted, keep: Sequence[bool], reason: str) -> Counted:
    """Those to keep; the others are left out for `reason`."""
    at = np.flatnonzero(keep).tolist()
    out = len(found.items) - len(at)
    left = Counter(found.left) + Counter({reason: out})
    return Counted([found.items[i] for i in at], found.logs[at], dict(left.most_common()))


def _missing(item: Measured, of: Of, currency: str) -> str:
    if item.done is None:
        return "not_done"
    if item.hours <= 0:
        return "no_time"
    if of == Of.COST and not item.rate:
        return "no_rate"
    return "other_currency" if of == Of.COST and item.currency != currency else ""


def _currencies(rows: Sequence[Measured]) -> dict[str, str]:
    """Studio → the currency of most of its items."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for item in rows:
        found[item.studio][item.currency] += 1
    return {studio: money.most_common(1)[0][0] for studio, money in found.items()}


def _bid(item: Measured) -> bool:
    return item.bid_hours is not None and item.bid_hours > 0
