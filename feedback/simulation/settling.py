"""Who works assisted in a made-up studio: by draw, by calendar, by choice; and who does not follow.

Whoever was settled to be assisted goes back to the hand one time in ten, rather on hard shots; by
hand, one in twenty-five takes the assistant anyway.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from feedback.measured import Arm, Design
from feedback.simulation.worlds import World

if TYPE_CHECKING:
    from feedback.simulation.programme import Tasks

BLOCKS = np.array([4, 6, 8])


@dataclass(frozen=True)
class Settled:
    """What was settled before work, in which block, and whether it was then assisted."""

    assigned: list[Arm]
    block: np.ndarray
    done: np.ndarray


def settle(world: World, tasks: "Tasks", start: int) -> Settled:
    """`start` is the studio's first assisted week, where the calendar settles it."""
    n = len(tasks.person)
    if world.design == Design.FREE:
        return Settled([Arm.FREE] * n, np.zeros(n, int), _chosen(world, tasks))
    if world.design == Design.STEPPED:
        assisted, block = tasks.week >= start, np.zeros(n, int)
    else:
        assisted, block = _drawn(world.chance, tasks.stratum)
    assigned = [Arm.ASSISTED if one else Arm.BY_HAND for one in assisted]
    return Settled(assigned, block, _followed(world.chance, tasks, assisted))


def _drawn(chance: np.random.Generator, stratum: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Blocks of four, six or eight items within a stratum, half of each assisted."""
    assisted, block = np.zeros(len(stratum), bool), np.zeros(len(stratum), int)
    for which in range(3):
        rows = np.flatnonzero(stratum == which)
        cuts = np.cumsum(chance.choice(BLOCKS, len(rows) // 4 + 1))
        for number, part in enumerate(np.split(rows, cuts[cuts < len(rows)])):
            block[part] = number
            half = len(part) // 2 + int(len(part) % 2 and chance.random() < 0.5)
            assisted[chance.permutation(part)[:half]] = True
    return assisted, block


def _followed(chance: np.random.Generator, tasks: "Tasks", assisted: np.ndarray) -> np.ndarray:
    back = chance.random(len(assisted)) < expit(-2.2 + 0.5 * tasks.difficulty)
    anyway = chance.random(len(assisted)) < 0.04
    return np.where(assisted, ~back, anyway)


def _chosen(world: World, tasks: "Tasks") -> np.ndarray:
    """By person, stratum, week (more as they learn) and what the shot looks like to them."""
    chance, people = world.chance, tasks.person.max() + 1
    leaning = chance.normal(0, 1, people)[tasks.person]
    strata = chance.normal(0, 0.5, 3)[tasks.stratum]
    looks = (world.choosing + chance.normal(0, 0.3)) * tasks.difficulty
    odds = leaning + strata + looks + 0.1 * (tasks.week - 5)
    return np.asarray(chance.random(len(odds)) < expit(odds))
