"""Which measured items a figure for beta leads may be made of.

A saving of one small studio, or of one week in it, is a fact about a few people. So items fall into
the leaves of `feedback.suppression`, five people or more each, and every figure, the one at the top
too, is made of whole leaves. Designs are never pooled, so each has leaves of its own. The arm is no
part of a leaf's place: what is left waiting owes nothing to how it was done. Figures of one arm or
tool, and what people felt, have leaves of their own. Items that count for nothing hide nobody.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from feedback.estimates.slices import By
from feedback.measured import Arm, Design, Measured
from feedback.periods import start_of, week_of
from feedback.suppression import Said, leaves

#: Parts of a leaf's place below its design, from coarse to fine.
PATH = (By.COHORT, By.STUDIO, By.STAGE)
#: Between the tools of one item.
SEVERAL = ","

Place = tuple[str, ...]


@dataclass(frozen=True)
class Together:
    """A leaf with its items, five people or more, told together since the week `period`."""

    place: Place
    period: int
    items: Sequence[Measured]

    @property
    def week(self) -> str:
        """The Monday of the week at whose end it could first be told."""
        return f"{start_of(self.period):%Y-%m-%d}"

    @property
    def people(self) -> int:
        return len({(item.studio, item.person) for item in self.items})


Parts = dict[Hashable, list[Together]]


@dataclass(frozen=True)
class Told:
    """`leaves` hold the items that count in figures; `rest` can count in none, but is counted among
    what is left out. `waiting` items wait for others of five people. `parts` are the slices that
    can be told; `arms`, `felt` the leaves of figures of one arm, and of what people felt.
    """

    leaves: Sequence[Together]
    rest: Sequence[Measured]
    waiting: int
    parts: dict[By, Parts]
    arms: Sequence[Together]
    felt: Sequence[Together]

    @property
    def items(self) -> list[Measured]:
        return [*items_of(self.leaves), *self.rest]


def items_of(some: Sequence[Together]) -> list[Measured]:
    return [item for leaf in some for item in leaf.items]


def told(items: Sequence[Measured], *, until: int) -> Told:
    """What can be told of the items done before the week `until` (of `feedback.periods`)."""
    make = _Leaves(until)
    done = [item for item in items if _counts(item) and item.done and _week(item.done) < until]
    rest = [item for item in items if not _counts(item)]
    felt = make.of([item for item in done if item.felt is not None], _place)
    done = _felt_only(done, {item.id for item in items_of(felt)})
    made = make.of(done, _place)
    arms = _by_arm(make, done)
    parts = {by: _by_place(made, at + 1) for at, by in enumerate(PATH)}
    parts |= {By.TOOL: _by_tool(arms), By.PERIOD: _by_week(made)}
    waiting = len(done) - len(items_of(made))
    return Told(made, rest, waiting, parts, arms, felt)


def _counts(item: Measured) -> bool:
    """Whether it may be in a figure at all."""
    return item.done is not None and not item.left_out and item.hours > 0


def _week(day: date) -> int:
    return week_of(datetime.combine(day, time(), UTC))


def _felt_only(done: Sequence[Measured], kept: set[str]) -> list[Measured]:
    """What was felt stays only where five people who felt something are told together."""
    return [item if item.id in kept else replace(item, felt=None) for item in done]


@dataclass(frozen=True)
class _Leaves:
    """Makes leaves of the items of each design apart."""

    until: int

    def of(self, items: Sequence[Measured], place: Callable[[Measured], Place]) -> list[Together]:
        return [leaf for design in Design for leaf in self._of(items, design, place)]

    def _of(
        self, items: Sequence[Measured], design: Design, place: Callable[[Measured], Place]
    ) -> list[Together]:
        own = [item for item in items if item.design == design and item.done]
        said = [
            Said(
                f"{item.studio} {item.person}",
                _week(item.done or date.min),
                place(item),
                item.known,
            )
            for item in own
        ]
        made = leaves(said, until=self.until)
        return [
            Together((design, *leaf.place), leaf.period, [own[row] for row in leaf.rows])
            for leaf in made
        ]


def _place(item: Measured) -> Place:
    return (item.cohort, item.studio, item.stage)


def _by_arm(make: _Leaves, done: Sequence[Measured]) -> list[Together]:
    """Assisted work by its tools, the rest by its stage: place (design, arm, which)."""
    found = []
    for arm in (Arm.ASSISTED, Arm.BY_HAND):
        own = [item for item in done if item.arm == arm]
        for leaf in make.of(own, _with if arm == Arm.ASSISTED else _without):
            design, *which = leaf.place
            found.append(replace(leaf, place=(design, arm, *which)))
    return found


def _with(item: Measured) -> Place:
    return (SEVERAL.join(item.tools),)


def _without(item: Measured) -> Place:
    """By hand in name only is nothing to compare a tool with."""
    return (item.stage if not item.tools else "",)


def _by_place(made: Sequence[Together], at: int) -> Parts:
    """By the part of the place at depth `at`; leaves taken together above it are in none."""
    found: Parts = {}
    for leaf in made:
        if len(leaf.place) > at:
            found.setdefault(leaf.place[at], []).append(leaf)
    return dict(sorted(found.items(), key=lambda part: str(part[0])))


def _by_tool(arms: Sequence[Together]) -> Parts:
    """Work that used the tool, and what was done by hand in the same stages of the same design."""
    apart = [leaf for leaf in arms if len(leaf.place) == 3]
    with_tools = [
        (leaf, leaf.place[2].split(SEVERAL)) for leaf in apart if _arm(leaf) == "assisted"
    ]
    found: Parts = {}
    for tool in sorted({tool for _leaf, tools in with_tools for tool in tools if tool}):
        used = [leaf for leaf, tools in with_tools if tool in tools]
        stages = {(leaf.place[0], item.stage) for leaf in used for item in leaf.items}
        beside = [leaf for leaf in apart if _arm(leaf) == "by_hand"]
        found[tool] = used + [one for one in beside if (one.place[0], one.place[2]) in stages]
    return found


def _arm(leaf: Together) -> str:
    return leaf.place[1]


def _by_week(made: Sequence[Together]) -> Parts:
    """By the week in which they could first be told."""
    found: Parts = {}
    for leaf in sorted(made, key=lambda leaf: leaf.period):
        found.setdefault(leaf.week, []).append(leaf)
    return found
