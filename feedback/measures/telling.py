"""Which measured items a figure for beta leads may be made of.

A saving of one small studio, or of one week in it, is a fact about a few people. So items fall into
the leaves of `feedback.suppression`, five people or more each, and every figure, the one at the top
too, is made of whole leaves. The arm is no part of a leaf's place: what is left waiting owes
nothing to how it was done. Figures of one arm, and what people felt, have leaves of their own.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from feedback.estimates.slices import By
from feedback.measured import Arm, Measured
from feedback.periods import start_of, week_of
from feedback.suppression import Leaf, Said, leaves

#: Parts of a leaf's place, from coarse to fine.
PATH = (By.COHORT, By.STUDIO, By.STAGE)


@dataclass(frozen=True)
class Told:
    """`items` that count in figures, and those not done, which are in none but the count of what is
    left out; `waiting` done ones wait for others of five people; `parts` are the slices that can be
    told.
    """

    items: Sequence[Measured]
    waiting: int
    parts: dict[By, dict[Hashable, list[Measured]]]
    arms: Sequence[Measured]  # those that can be told arm by arm


def told(items: Sequence[Measured], *, until: int) -> Told:
    """What can be told of the items done before the week `until` (of `feedback.periods`)."""
    done = [item for item in items if item.done is not None and _week(item.done) < until]
    undone = [item for item in items if item.done is None]
    done = _felt_together(done, until)
    made = _leaves(done, until)
    kept = [done[row] for leaf in made for row in leaf.rows]
    parts = {by: _parts(done, made, at) for at, by in enumerate(PATH)}
    parts[By.PERIOD] = _by_week(done, made)
    arms = [item for arm in Arm for item in _together([i for i in done if i.arm == arm], until)]
    return Told([*kept, *undone], len(done) - len(kept), parts, arms)


def _leaves(done: Sequence[Measured], until: int) -> list[Leaf]:
    return leaves([_said(item, _week(item.done)) for item in done if item.done], until=until)


def _together(done: Sequence[Measured], until: int) -> list[Measured]:
    return [done[row] for leaf in _leaves(done, until) for row in leaf.rows]


def _felt_together(done: Sequence[Measured], until: int) -> list[Measured]:
    """What was felt stays only where five people who felt something are told together."""
    felt = [item for item in done if item.felt is not None]
    kept = {item.id for item in _together(felt, until)}
    return [item if item.id in kept else replace(item, felt=None) for item in done]


def _week(day: date) -> int:
    return week_of(datetime.combine(day, time(), UTC))


def _said(item: Measured, week: int) -> Said:
    place = (item.cohort, item.studio, item.stage)
    return Said(f"{item.studio} {item.person}", week, place)


def _parts(
    items: Sequence[Measured], made: Sequence[Leaf], at: int
) -> dict[Hashable, list[Measured]]:
    """By the part of the place at depth `at`; leaves taken together above it are in none."""
    found: dict[Hashable, list[Measured]] = {}
    for leaf in made:
        if len(leaf.place) > at:
            found.setdefault(leaf.place[at], []).extend(items[row] for row in leaf.rows)
    return dict(sorted(found.items(), key=lambda part: str(part[0])))


def _by_week(items: Sequence[Measured], made: Sequence[Leaf]) -> dict[Hashable, list[Measured]]:
    """By the week in which they could first be told."""
    found: dict[Hashable, list[Measured]] = {}
    for leaf in sorted(made, key=lambda leaf: leaf.period):
        found.setdefault(f"{start_of(leaf.period):%Y-%m-%d}", []).extend(
            items[row] for row in leaf.rows
        )
    return found
