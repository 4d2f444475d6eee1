"""How much more is needed until a question can be answered, from the spread seen so far.

The interval must become as narrow as the terms ask, and narrow enough that a saving at the target
would be told from none in four of five programmes (Cohen 1988: power 0.8 at 5 %).
"""

from dataclasses import dataclass
from math import ceil, isfinite, log, sqrt
from statistics import NormalDist

from feedback.estimates.terms import Terms
from feedback.measured import Design
from feedback.statistics import Inference, t_at
from feedback.statistics.inference import NORMAL

POWER = 0.8
#: Before anything is known: standard deviation of the logarithm of an item's cost beside its bid.
SPREAD = 0.5
#: More studios than this are not a beta any more.
MOST_STUDIOS = 40


@dataclass(frozen=True)
class More:
    """What is missing beyond what counts now: finished items, studios, people who said what they
    felt; `drawn` are items whose arm is drawn. None: not asked for, or no number would do.
    """

    items: int | None = None
    studios: int | None = None
    people: int | None = None
    drawn: int | None = None


def more(design: Design, found: Inference, items: int, studios: int, terms: Terms) -> More:
    """What this design lacks; where it cannot get there, how many drawn items would."""
    if design == Design.RANDOMISED:
        return More(items=_items(found, items, terms))
    lacking = _studios(found, studios, terms)
    return More(studios=lacking, drawn=None if lacking is not None else _drawn(terms))


def widest(terms: Terms) -> float:
    """The widest interval that is an answer, as a difference of logarithms."""
    telling = 2 * NORMAL * -log(1 - terms.target) / (NORMAL + NormalDist().inv_cdf(POWER))
    return min(log(terms.widest), telling) if terms.target > 0 else log(terms.widest)


def _items(found: Inference, items: int, terms: Terms) -> int:
    if not isfinite(found.width) or items < 2 * terms.fewest_items:
        return max(_drawn(terms) - items, 1)
    return max(ceil(items * (found.width / widest(terms)) ** 2) - items, 1)


def _drawn(terms: Terms) -> int:
    """Items half of which are assisted, at the planning spread."""
    return ceil((2 * NORMAL * 2 * SPREAD / widest(terms)) ** 2)


def _studios(found: Inference, studios: int, terms: Terms) -> int | None:
    if not isfinite(found.error):
        return max(terms.fewest_studios - studios, 1)
    for many in range(max(terms.fewest_studios, studios + 1), MOST_STUDIOS + 1):
        sampling = 2 * t_at(many - 1) * found.error * sqrt(studios / many)
        if sqrt(sampling**2 + (2 * found.unseen) ** 2) <= widest(terms):
            return many - studios
    return None
