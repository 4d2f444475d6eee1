"""What published instruments say of many answers. Plain functions of numbers, no rows.

One answer a person: whoever answered twice counts once (the caller keeps the newest). All
intervals are at 95 %. Sources of the items: `instruments`.

SUS and UMUX-Lite are means on 0–100 with a BCa bootstrap (Efron 1987), since t-intervals leave
the scale at small n. UMUX-Lite is interpolated linearly and not regressed to SUS: see 0040.
NPS has the adjusted Wald interval of Rocks (2016), The American Statistician 70(4): ¾ of a
promoter and ¾ of a detractor are added to n + 3 answers. CSAT has Wilson's interval (1927).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from feedback.statistics.intervals import bca, wilson

Z = 1.959963984540054
#: Below this an NPS moves by whole classes with one answer.
FEWEST_FOR_NPS = 30


@dataclass(frozen=True)
class Score:
    """`value`, and `low` to `high` in the instrument's unit; None where all said the same, or under
    five people said anything.

    `useless` says in a word why the number answers nothing: "few" answers.
    """

    value: float
    low: float | None
    high: float | None
    n: int
    useless: str = ""


def sus(items: Sequence[int]) -> float:
    """Of one person, 0–100: ten answers from 1 to 5, odd items count up, even ones down."""
    _must_be(items, 10, 1, 5)
    up = sum(said - 1 for said in items[0::2])
    down = sum(5 - said for said in items[1::2])
    return (up + down) * 2.5


def umux_lite(items: Sequence[int], points: int = 7) -> float:
    """Of one person, 0–100: two answers from 1 to `points`, interpolated linearly."""
    _must_be(items, 2, 1, points)
    return (sum(items) - 2) * 100 / (2 * (points - 1))


def _must_be(items: Sequence[int], count: int, low: int, high: int) -> None:
    if len(items) != count or not all(low <= said <= high for said in items):
        raise ValueError(f"{count} answers from {low} to {high} are needed, not {list(items)}")


def mean(values: Sequence[float]) -> Score:
    """With a BCa interval (`feedback.statistics.intervals.bca`); the same values, in any order,
    give the same interval. Under five values there is a mean and no interval, as where all said the
    same. Raises ValueError of nothing.
    """
    if not values:
        raise ValueError("there is no answer")
    value = sum(values) / len(values)
    found = bca(sorted(values), np.mean) if len(set(values)) > 1 else None
    low, high = (found.low, found.high) if found else (None, None)
    return Score(value, low, high, len(values))


def nps(answers: Sequence[int]) -> Score:
    """Promoters (9–10) less detractors (0–6), −100 to 100; useless under n = 30."""
    _must_be(answers, len(answers), 0, 10)
    if not answers:
        raise ValueError("there is no answer")
    n = len(answers)
    promoters, detractors = sum(a >= 9 for a in answers), sum(a <= 6 for a in answers)
    up, down = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    half = Z * sqrt((up + down - (up - down) ** 2) / (n + 3))
    low, high = max(-1.0, up - down - half), min(1.0, up - down + half)
    value = (promoters - detractors) / n
    useless = "few" if n < FEWEST_FOR_NPS else ""
    return Score(100 * value, 100 * low, 100 * high, n, useless)


def seq(answers: Sequence[int]) -> Score:
    """The mean of answers from 1 (very difficult) to 7 (very easy)."""
    _must_be(answers, len(answers), 1, 7)
    return mean([float(said) for said in answers])


def csat(answers: Sequence[int]) -> Score:
    """How many percent gave one of the two best of five answers."""
    _must_be(answers, len(answers), 1, 5)
    return share(sum(said >= 4 for said in answers), len(answers))


def share(hits: int, n: int) -> Score:
    """`hits` of `n` in percent, with Wilson's interval."""
    if not 0 <= hits <= n or not n:
        raise ValueError(f"{hits} of {n} is no share")
    found = wilson(hits, n)
    assert found  # of nothing there would be none
    return Score(100 * found.value, 100 * found.low, 100 * found.high, n)


def score(instrument: str, people: Sequence[Sequence[int]]) -> Score:
    """Of the items of each person, in order, by the name of the instrument."""
    if instrument == "sus":
        return mean([sus(items) for items in people])
    if instrument == "umux_lite":
        return mean([umux_lite(items) for items in people])
    of_one = {"nps": nps, "seq": seq, "csat": csat}[instrument]
    return of_one([items[0] for items in people])
