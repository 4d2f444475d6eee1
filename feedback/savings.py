"""Do the tools save, and how much? One question, and either an answer or "not answerable yet".

The saving is one minus the ratio of what an item costs assisted and by hand: the exponential of a
difference of mean logarithms (a ratio of geometric means), so that one shot that went wrong for
weeks does not decide it. It is the mean over the work measured in these studios.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import expm1, log1p

from feedback.estimates.comparing import compared
from feedback.estimates.counting import LEFT_OUT, Counted, Of, counted
from feedback.estimates.power import More, more, widest
from feedback.estimates.terms import Terms
from feedback.measured import Arm, Design, Measured
from feedback.statistics import Inference
from feedback.suppression import FEWEST

__all__ = ["LEFT_OUT", "Basis", "NotYet", "Of", "Saving", "Terms", "Why", "saving", "savings"]


class Why(StrEnum):
    """Why a question is not answerable yet."""

    NOTHING = "nothing"  # no item counts
    ONE_ARM = "one_arm"  # nothing to compare with
    FEW_ITEMS = "few_items"
    FEW_PEOPLE = "few_people"  # too few said what they felt
    FEW_HANDS = "few_hands"  # fewer than five people did what can be compared
    FEW_STUDIOS = "few_studios"  # too few for studios to be the clusters
    WIDE = "wide"  # the interval says too little
    UNSEEN = "unseen"  # free choice: what nobody recorded could move it too far


@dataclass(frozen=True)
class Basis:
    """What an answer rests on. `items` = `assisted` + `by_hand`; `left_out` counts the others by
    reason (`LEFT_OUT`).
    """

    of: Of
    design: Design
    method: str
    items: int
    assisted: int
    by_hand: int
    studios: int
    people: int
    left_out: Mapping[str, int]


@dataclass(frozen=True)
class Saving:
    """`value` (0.3: thirty percent less) with its 95 % interval `low`..`high`; negative: it costs
    more. `at_least` is the confidence, 0..1, that the saving is the target or more (see
    `feedback.statistics.inference` for what kind of probability that is).
    """

    value: float
    low: float
    high: float
    target: float
    at_least: float
    basis: Basis


@dataclass(frozen=True)
class NotYet:
    """Not answerable yet: why, and how much `more` is needed. It carries no figure to print; what
    was computed stays `sealed`, for checking coverage in made-up programmes.
    """

    why: Why
    more: More
    basis: Basis
    sealed: Saving | None = field(default=None, repr=False, compare=False)


def savings(
    items: Iterable[Measured], *, of: Of = Of.COST, terms: Terms | None = None
) -> dict[Design, Saving | NotYet]:
    """An answer for each design that has items, the most trustworthy first. Designs are never
    pooled: a draw would lend its credit to a choice.
    """
    rows = list(items)
    own = {design: [item for item in rows if item.design == design] for design in Design}
    return {d: saving(some, d, of=of, terms=terms) for d, some in own.items() if some}


def saving(
    items: Iterable[Measured], design: Design, *, of: Of = Of.COST, terms: Terms | None = None
) -> Saving | NotYet:
    """The saving measured by one design."""
    terms = terms or Terms()
    everything = counted((item for item in items if item.design == design), of)
    inference, found = compared(everything, design)
    basis = _basis(found, of, design, inference.method)
    answer = _told(inference, basis, terms)
    why = _why_not(everything, inference, basis, terms)
    if why is None:
        return answer
    return NotYet(why, more(design, inference, basis.items, basis.studios, terms), basis, answer)


def _basis(found: Counted, of: Of, design: Design, method: str) -> Basis:
    assisted = sum(item.arm == Arm.ASSISTED for item in found.items)
    return Basis(
        of=of,
        design=design,
        method=method,
        items=len(found.items),
        assisted=assisted,
        by_hand=len(found.items) - assisted,
        studios=len({item.studio for item in found.items}),
        people=len({(item.studio, item.person) for item in found.items}),
        left_out=found.left,
    )


def _told(inference: Inference, basis: Basis, terms: Terms) -> Saving:
    """Logarithms of ratios turned into savings: what is high in one is low in the other."""
    return Saving(
        value=-expm1(inference.value),
        low=-expm1(inference.high),
        high=-expm1(inference.low),
        target=terms.target,
        at_least=inference.below(log1p(-terms.target)),
        basis=basis,
    )


def _why_not(everything: Counted, inference: Inference, basis: Basis, terms: Terms) -> Why | None:
    if not everything.items:
        return Why.NOTHING
    if inference.method == "none":
        return Why.ONE_ARM
    if basis.people < FEWEST:
        return Why.FEW_HANDS
    if min(basis.assisted, basis.by_hand) < terms.fewest_items:
        return Why.FEW_ITEMS
    if basis.design != Design.RANDOMISED and basis.studios < terms.fewest_studios:
        return Why.FEW_STUDIOS
    if 2 * inference.unseen > widest(terms):
        return Why.UNSEEN
    width = max(inference.width, inference.expected)
    return None if width <= widest(terms) else Why.WIDE
