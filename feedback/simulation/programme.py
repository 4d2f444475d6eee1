"""The items of one made-up world, studio by studio, as `feedback.work` would hand them over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from scipy.special import expit

from feedback.measured import Arm, Measured
from feedback.simulation.settling import Settled, settle
from feedback.simulation.worlds import WEEKS, World

OPENED = date(2027, 3, 1)
STRATA = ("simple", "medium", "complex")
STRATUM = np.array([-0.5, 0.0, 0.6])
SEEN_BY_BID, SEEN_BY_PERSON = 0.35, 0.2
CHANCE, CHANCE_ASSISTED = 0.35, 0.41
HOURS = np.log(6.0)  # a middling shot-task by hand


@dataclass(frozen=True)
class Programme:
    """What the measures get to see, and the truth they are held against: the mean saving over the
    work of these studios, of cost and of hours, and how far feeling lies above the latter.
    """

    items: list[Measured]
    saving: float
    hours_saving: float
    gap: float


@dataclass(frozen=True)
class Tasks:
    """One studio's shot-tasks as columns. `difficulty` is what the person perceives, standardised;
    `effect` the logarithm of cost assisted over by hand."""

    studio: int
    person: np.ndarray
    stratum: np.ndarray
    week: np.ndarray
    by_hand: np.ndarray  # logarithm of hours
    bid: np.ndarray  # logarithm of hours
    difficulty: np.ndarray
    effect: np.ndarray
    rate: float


def programme(world: World) -> Programme:
    """All studios of a world."""
    starts = world.chance.permutation(np.linspace(2, WEEKS - 2, world.studios).round())
    studios = [_tasks(world, studio) for studio in range(world.studios)]
    items = [
        item
        for tasks, start in zip(studios, starts, strict=True)
        for item in _measured(world, tasks, settle(world, tasks, int(start)))
    ]
    effect = float(np.concatenate([tasks.effect for tasks in studios]).mean())
    hours = effect + np.log1p(-world.spend)
    return Programme(items, 1 - np.exp(effect), float(1 - np.exp(hours)), world.felt)


def _tasks(world: World, studio: int) -> Tasks:
    """20 to 200 tasks of 2 to 10 people."""
    chance = world.chance
    n = int(np.exp(chance.uniform(np.log(20), np.log(200))))
    people = int(chance.integers(2, min(11, n // 6 + 1)))
    person, week = chance.integers(0, people, n), chance.integers(0, WEEKS, n)
    stratum = chance.choice(3, n, p=chance.dirichlet([4, 4, 3]))
    seen, private = chance.normal(0, SEEN_BY_BID, n), chance.normal(0, SEEN_BY_PERSON, n)
    studio_strata = HOURS + chance.normal(0, 0.3) + STRATUM + chance.normal(0, 0.1, 3)
    base = studio_strata[stratum] + seen
    by_hand = base + private + chance.normal(0, 0.25, people)[person]
    by_hand = by_hand + (world.drift * np.arange(WEEKS) + _shocks(chance))[week]
    bid = base + np.log1p(chance.uniform(0, 0.4)) + chance.normal(0, 0.2, n)
    effect = np.log1p(-world.planted) + chance.normal(0, world.between)
    return Tasks(
        studio,
        person,
        stratum,
        week,
        by_hand,
        bid,
        _perceived(world, seen, private),
        effect + chance.normal(0, 0.08, people)[person],
        float(chance.uniform(40, 90)),
    )


def _perceived(world: World, seen: np.ndarray, private: np.ndarray) -> np.ndarray:
    if world.hidden:
        return private / SEEN_BY_PERSON
    return np.asarray((seen + private) / np.hypot(SEEN_BY_BID, SEEN_BY_PERSON))


def _shocks(chance: np.random.Generator) -> np.ndarray:
    """A studio's good and bad weeks; half of each is carried over to the next."""
    own = chance.normal(0, 0.08, WEEKS) * np.sqrt([1, *[0.75] * (WEEKS - 1)])
    for week in range(1, WEEKS):
        own[week] += 0.5 * own[week - 1]
    return np.asarray(own)


def _measured(world: World, tasks: Tasks, settled: Settled) -> list[Measured]:
    chance, n = world.chance, len(tasks.person)
    assisted = settled.done
    noise = chance.normal(0, 1, n)
    cost = tasks.by_hand + noise * np.where(assisted, CHANCE_ASSISTED, CHANCE)
    cost = np.exp(cost + np.where(assisted, tasks.effect, 0.0)) * tasks.rate
    spend = np.where(assisted, world.spend * cost, 0.0)
    parts = chance.dirichlet([14, 3, 3], n) * ((cost - spend) / tasks.rate)[:, None]
    felt = _felt(world, tasks, assisted)
    out = _left_out(world, tasks, noise)
    return [
        Measured(
            id=f"{world.number}-{tasks.studio}-{at}",
            studio=f"studio {tasks.studio}",
            person=f"person {tasks.studio}-{tasks.person[at]}",
            stage="compositing",
            stratum=STRATA[tasks.stratum[at]],
            design=world.design,
            assigned=settled.assigned[at],
            arm=Arm.ASSISTED if assisted[at] else Arm.BY_HAND,
            block=str(settled.block[at]),
            period=int(tasks.week[at]),
            bid_hours=float(np.exp(tasks.bid[at])),
            rate=tasks.rate,
            hours_working=float(parts[at, 0]),
            hours_reviewing=float(parts[at, 1]),
            hours_rework=float(parts[at, 2]),
            spend=float(spend[at]),
            felt=None if np.isnan(felt[at]) else float(felt[at]),
            begun=(begun := OPENED + timedelta(weeks=int(tasks.week[at]))),
            done=begun + timedelta(days=3),
            left_out=out[at],
        )
        for at in range(n)
    ]


def _felt(world: World, tasks: Tasks, assisted: np.ndarray) -> np.ndarray:
    """Said of seven in ten assisted items, a little oftener where it felt better; else NaN."""
    chance, n = world.chance, len(assisted)
    hours = 1 - np.exp(tasks.effect) * (1 - world.spend)
    mood, own = chance.normal(0, 1, n), chance.normal(0, 0.12, tasks.person.max() + 1)
    said = chance.random(n) < expit(0.85 + 0.2 * mood)
    felt = hours + world.felt + own[tasks.person] + 0.25 * mood
    return np.where(assisted & said, np.clip(felt, -1.5, 0.99), np.nan)


def _left_out(world: World, tasks: Tasks, noise: np.ndarray) -> Sequence[str]:
    """One studio in twelve leaves; one item in twenty is never finished, rather the slow ones."""
    chance, n = world.chance, len(noise)
    left = chance.integers(4, WEEKS) if chance.random() < 1 / 12 else WEEKS
    gone, lost = tasks.week >= left, chance.random(n) < expit(-3 + 0.5 * noise)
    return [str(w) for w in np.where(gone, "dropped", np.where(lost, "not_done", ""))]
