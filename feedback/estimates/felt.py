"""What people felt against what was measured.

In a randomised trial experts felt 20 % faster and were 19 % slower (METR, "Measuring the Impact of
Early-2025 AI on Experienced Open-Source Developer Productivity", 2025). So both stand side by side,
and their difference has an interval: people are the clusters of feeling, the two are joined by
MOVER. Felt and measured are compared in hours; what was paid to providers is not felt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import expm1

import numpy as np

from feedback.estimates.counting import Of, counted
from feedback.estimates.power import More
from feedback.measured import Arm, Design, Measured
from feedback.savings import NotYet, Saving, Terms, Why, saving
from feedback.statistics import Interval, difference, t_at
from feedback.suppression import FEWEST


@dataclass(frozen=True)
class Gap:
    """`felt` less `measured` in shares of hours; `gap` above zero: people feel faster than they
    are. `asked` assisted items, of which `felt.n` were answered, by `people`.
    """

    felt: Interval
    measured: Interval
    gap: Interval
    asked: int
    people: int

    @property
    def overfelt(self) -> bool:
        """People feel faster than they are, beyond chance."""
        return self.gap.low > 0


def gap(items: Iterable[Measured], design: Design, *, terms: Terms | None = None) -> Gap | NotYet:
    """Of one design's finished items. Not answerable where the hours are not, or too few spoke."""
    rows = list(items)
    measured = saving(rows, design, of=Of.HOURS, terms=terms)
    if isinstance(measured, NotYet):
        return measured
    found = joined(rows, measured)
    people = found.people if found else 0
    if found is None or people < FEWEST:
        return NotYet(Why.FEW_PEOPLE, More(people=FEWEST - people), measured.basis)
    return found


def joined(items: Iterable[Measured], measured: Saving) -> Gap | None:
    """Whatever the terms say: the gap against a measured saving of hours. None under two people."""
    basis = measured.basis
    own = (item for item in items if item.design == basis.design)
    asked = [item for item in counted(own, Of.HOURS).items if item.arm == Arm.ASSISTED]
    said = [item for item in asked if item.felt is not None]
    felt = felt_interval(said)
    if felt is None:
        return None
    true = Interval(measured.value, measured.low, measured.high, basis.items)
    people = len({(item.studio, item.person) for item in said})
    return Gap(felt, true, difference(felt, true), len(asked), people)


def felt_interval(said: Sequence[Measured]) -> Interval | None:
    """Mean felt saving; its error is that of a mean over clusters of people (Liang and Zeger,
    Biometrika 73, 1986, with the correction for few). None under two people.
    """
    felt = np.array([item.felt for item in said], dtype=float)
    people = [(item.studio, item.person) for item in said]
    many = len(set(people))
    if many < 2:
        return None
    sums = dict.fromkeys(people, 0.0)
    for who, off in zip(people, felt - felt.mean(), strict=True):
        sums[who] += off
    error = np.sqrt(many / (many - 1) * sum(off**2 for off in sums.values())) / len(felt)
    reach, mean = t_at(many - 1) * float(error), float(felt.mean())
    return Interval(mean, mean - reach, mean + reach, len(felt))


@dataclass(frozen=True)
class Own:
    """One person's felt and measured saving of hours, for that person alone: plain means, no
    interval. Measured against their own work by hand, each beside its bid.
    """

    felt: float
    measured: float
    assisted: int
    by_hand: int


#: With fewer of their own items on either side a person is told nothing.
FEWEST_OWN = 3


def own(items: Iterable[Measured], studio: str, person: str) -> Own | None:
    """None where too little of it is there: felt of three assisted items, three done by hand."""
    mine = [item for item in items if (item.studio, item.person) == (studio, person)]
    done = [item for item in counted(mine, Of.HOURS).items if item.bid_hours]
    by_hand = [_over_bid(item) for item in done if item.arm == Arm.BY_HAND]
    assisted = [item for item in done if item.arm == Arm.ASSISTED]
    said = [item.felt for item in assisted if item.felt is not None]
    if min(len(said), len(by_hand)) < FEWEST_OWN:
        return None
    effect = np.mean([_over_bid(item) for item in assisted]) - np.mean(by_hand)
    return Own(float(np.mean(said)), -expm1(float(effect)), len(assisted), len(by_hand))


def _over_bid(item: Measured) -> float:
    assert item.bid_hours
    return float(np.log(item.hours / item.bid_hours))
