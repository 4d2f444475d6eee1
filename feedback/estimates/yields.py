"""What it took: days, iterations, candidates, and money for what was approved.

Medians and ratios with BCa intervals over items (Efron 1987); shares with Wilson's. They describe
what was done. They do not say what caused it: arms are shown side by side, not subtracted.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from feedback.estimates.counting import Of, counted, price
from feedback.measured import Arm, Measured
from feedback.statistics import Interval, bca, wilson


@dataclass(frozen=True)
class Yields:
    """Of one arm. None where too little is there to say it (under five items, or none approved).
    `days`: median calendar days from begin to done, waiting included. `iterations`: median runs
    until approval. `candidates`: candidates made for each approved item. `approval`: approved share
    of finished items. `picked`: approved items over candidates made. `second`: cost of an approved
    second of film, in `currency`.
    """

    items: int
    days: Interval | None
    iterations: Interval | None
    candidates: Interval | None
    approval: Interval | None
    picked: Interval | None
    second: Interval | None
    currency: str


@dataclass(frozen=True)
class Episode:
    """What an episode's counted items cost in `currency`, and the share of them assisted."""

    episode: str
    currency: str
    cost: float
    items: int
    assisted: float


def yields(items: Iterable[Measured]) -> dict[Arm, Yields]:
    """Arm as done → its figures. Money in the currency of most of its items."""
    rows = [item for item in items if not item.left_out and item.done is not None]
    arms = {arm: [item for item in rows if item.arm == arm] for arm in (Arm.ASSISTED, Arm.BY_HAND)}
    return {arm: _yields(some) for arm, some in arms.items() if some}


def episodes(items: Iterable[Measured]) -> list[Episode]:
    """Cost of each episode, a row for each currency; items of no episode are left out."""
    found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for item in counted(items, Of.COST).items:
        if item.episode:
            found[item.episode, item.currency].append(item)
    return [
        Episode(name, money, sum(map(price, some)), len(some), _assisted(some))
        for (name, money), some in sorted(found.items())
    ]


def _assisted(items: Sequence[Measured]) -> float:
    return sum(item.arm == Arm.ASSISTED for item in items) / len(items)


def _yields(items: Sequence[Measured]) -> Yields:
    approved = [item for item in items if item.approved]
    made = sum(item.candidates for item in items)
    paid, currency = _paid(items)
    tried = [item for item in items if item.candidates]
    return Yields(
        items=len(items),
        days=bca([(i.done - i.begun).days + 1.0 for i in items if i.begun and i.done]),
        iterations=bca([float(item.iterations) for item in approved]),
        candidates=ratio(tried, lambda i: float(i.candidates), lambda i: float(i.approved)),
        approval=wilson(len(approved), len(items)),
        picked=wilson(sum(item.approved for item in tried), made),
        second=ratio(paid, price, lambda i: i.approved_seconds if i.approved else 0.0),
        currency=currency,
    )


def _paid(items: Sequence[Measured]) -> tuple[list[Measured], str]:
    money: dict[str, list[Measured]] = defaultdict(list)
    for item in counted(items, Of.COST).items:
        money[item.currency].append(item)
    currency = max(money, key=lambda name: len(money[name]), default="")
    return money.get(currency, []), currency


def ratio(
    items: Sequence[Measured],
    above: Callable[[Measured], float],
    below: Callable[[Measured], float],
) -> Interval | None:
    """A sum over a sum, items drawn anew together with both. What was spent on items that came to
    nothing is in the sum above: it was paid for the others. None where fewer than five count below.
    """
    top, bottom = np.array([above(i) for i in items]), np.array([below(i) for i in items])
    if np.count_nonzero(bottom) < 5:
        return None

    def drawn(at: np.ndarray, axis: int = -1) -> np.ndarray:
        chosen = at.astype(int)
        # A draw may hold nothing approved; then its ratio is as high as one approved would make it.
        return np.asarray(top[chosen].sum(axis) / np.maximum(bottom[chosen].sum(axis), least))

    least = float(bottom[bottom > 0].min())
    return bca([float(at) for at in range(len(items))], drawn)
