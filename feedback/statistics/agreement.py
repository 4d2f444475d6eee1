"""Do reviewers say the same of the same thing? Krippendorff's alpha, with an interval for few.

Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011: any number of reviewers, missing
verdicts allowed. 1 is agreement, 0 is what chance gives. The interval draws reviewed things anew
(they, not verdicts, are the sample); with few of them it is wide, as it should be.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

DRAWS, SEED = 1999, 1970
#: Under so many things judged twice no interval is worth its ink.
ENOUGH = 10


@dataclass(frozen=True)
class Agreement:
    """`alpha` with a 95 % interval; `things` were judged at least twice, `verdicts` on them."""

    alpha: float
    low: float
    high: float
    things: int
    verdicts: int

    @property
    def told(self) -> bool:
        return self.things >= ENOUGH


def alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Nominal alpha of verdicts grouped by what they are about. None where nothing was judged
    twice, or everybody always said the same: then agreement cannot be told from habit.
    """
    table = _counts(units)
    return _alpha(table.sum(axis=0), _disagreed(table).sum()) if len(table) else None


def alpha_interval(verdicts: Mapping[Hashable, Sequence[Hashable]]) -> Agreement | None:
    """`verdicts`: thing → what each reviewer said of it."""
    table = _counts(list(verdicts.values()))
    value = _alpha(table.sum(axis=0), _disagreed(table).sum()) if len(table) else None
    if value is None:
        return None
    chance = np.random.default_rng(SEED)
    picks = chance.multinomial(len(table), np.full(len(table), 1 / len(table)), DRAWS)
    rows = zip(picks @ table, picks @ _disagreed(table), strict=True)
    drawn = [1.0 if (a := _alpha(totals, apart)) is None else a for totals, apart in rows]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Agreement(value, float(low), float(high), len(table), int(table.sum()))


def _counts(units: Sequence[Sequence[Hashable]]) -> np.ndarray:
    """Things judged at least twice × values: how many said so."""
    judged = [Counter(unit) for unit in units if len(unit) > 1]
    values = sorted({value for unit in judged for value in unit}, key=str)
    return np.array([[unit[value] for value in values] for unit in judged], dtype=float)


def _disagreed(table: np.ndarray) -> np.ndarray:
    """Of each thing, its pairs of unlike verdicts, each divided by verdicts less one."""
    many = table.sum(axis=1)
    return np.asarray((many**2 - (table**2).sum(axis=1)) / (many - 1))


def _alpha(totals: np.ndarray, apart: float) -> float | None:
    n = totals.sum()
    expected = (n**2 - (totals**2).sum()) / (n - 1)
    return None if expected <= 0 else float(1 - apart / expected)
