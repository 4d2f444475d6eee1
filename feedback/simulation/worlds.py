"""A made-up world: what is planted in it, drawn from its number. No world is thrown away.

The noise, stated: an item's cost is log-normal. Its logarithm is the sum of studio (standard
deviation 0.3), person (0.25), stratum (−0.5, 0, 0.6; each studio 0.1 around them), what the bid saw
of it (0.35), what only the person saw (0.2), chance (0.35; a sixth more where assisted), the
common drift of the weeks and each studio's own shocks of a week (0.08, half of it carried over).
The saving differs between studios (up to 0.1) and people (0.08). Bids are 0 to 40 % too high, by
studio, and off by 0.2 an item.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from feedback.measured import Design

WEEKS = 10
DESIGNS = tuple(Design)


class Feeling(StrEnum):
    """How what people feel relates to what happens: without error on average; off by some points,
    mostly upwards; or as in METR's trial of 2025: people felt 20 % faster and took 19 % longer.
    """

    TRUE = "true"
    MIXED = "mixed"
    METR = "metr"


@dataclass(frozen=True)
class World:
    """`planted` is the saving (0.3: thirty percent less cost). `felt` is how far people's feeling
    lies above the hours truly saved. `choosing` is how strongly free choice follows a shot's
    perceived difficulty (log odds a standard deviation); `hidden`: only that part of it which no
    bid saw, which is what the measures suppose not to happen. `spend` is the providers' share.
    """

    number: int
    design: Design
    feeling: Feeling
    planted: float
    felt: float
    studios: int
    between: float  # standard deviation of the saving's logarithm between studios
    choosing: float
    drift: float  # logarithm of cost, a week
    spend: float
    hidden: bool
    chance: np.random.Generator


def world(seed: int, number: int, *, hidden: bool = False) -> World:
    """World `number` of this seed: designs take turns, one world in ten is like METR's."""
    chance = np.random.default_rng([seed, number])
    feeling = {0: Feeling.METR, 1: Feeling.TRUE}.get(number // len(DESIGNS) % 10, Feeling.MIXED)
    metr = feeling == Feeling.METR
    planted = -0.19 if metr else chance.uniform(-0.2, 0.5)
    off = {Feeling.METR: 0.39, Feeling.TRUE: 0.0}.get(feeling, chance.uniform(-0.1, 0.3))
    return World(
        number=number,
        design=DESIGNS[number % len(DESIGNS)],
        feeling=feeling,
        planted=float(planted),
        felt=float(off),
        studios=int(chance.integers(4, 9)),
        between=float(chance.uniform(0, 0.1)),
        choosing=float(chance.normal(-0.2, 0.4)),
        drift=float(chance.normal(-0.01, 0.01)),
        spend=0.005 if metr else float(chance.uniform(0.02, 0.15)),
        hidden=hidden,
        chance=chance,
    )
