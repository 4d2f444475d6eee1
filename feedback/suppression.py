"""Which answers a figure may be made of, so that no set of reports tells what few people said.

Answers fall into *leaves*: groups of five people or more that are never taken apart. Every figure
of every report is made of whole leaves. Whatever is added to or subtracted from whatever else is
then made of whole leaves too, so that differences between reports, slices and weeks tell of five
people at least (complementary suppression by construction, after the microaggregation of
official statistics: Hundepool et al., Statistical Disclosure Control, 2012, chapters 3 and 5).

The programme's path goes from coarse to fine, such as (cohort, studio, tool). At the end of each
period a place with five people or more in waiting becomes a leaf. Every few periods, those who
still wait are taken together with their neighbours one step up, and so on to the whole programme;
who is too few even there waits on, and counts in no figure. What was decided in a period depends
on nothing that came later: a leaf never changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: A figure of fewer people than this is not shown, nor anything it could be computed from.
FEWEST = 5
#: Periods (weeks) that an answer waits for others of its own place.
PATIENCE = 4


@dataclass(frozen=True)
class Said:
    """One answer: whose, in which period (a whole number), at which place, from coarse to fine.

    `known`: its studio lets the beta team read single answers. Whoever holds those could take them
    away from a figure, so that of the others there are none, or five at least.
    """

    person: str
    period: int
    place: tuple[str, ...]
    known: bool = False


@dataclass(frozen=True)
class Leaf:
    """Answers that are only ever counted together. `rows` are positions in what was given."""

    place: tuple[str, ...]
    period: int  # at whose end it was made
    rows: tuple[int, ...]

    def within(self, *place: str | None) -> bool:
        """Whether it lies wholly at this place; None stands for any."""
        wanted = [(n, part) for n, part in enumerate(place) if part is not None]
        return all(n < len(self.place) and self.place[n] == part for n, part in wanted)


def leaves(rows: Sequence[Said], *, until: int) -> list[Leaf]:
    """The leaves of all periods before `until`, in the order in which they were made."""
    made: list[Leaf] = []
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    by_period: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_period[row.period].append(number)
    for period in range(min(by_period, default=until), until):
        for number in by_period[period]:
            waiting[rows[number].place].append(number)
        made += closed(rows, waiting, period)
    return made


def closed(
    rows: Sequence[Said], waiting: dict[tuple[str, ...], list[int]], period: int
) -> list[Leaf]:
    """The leaves made at the end of this period. `waiting`: rows by place; what becomes of a leaf
    is taken out of it.
    """
    made: list[Leaf] = []
    deepest = max(map(len, waiting), default=0)
    coarsest = 0 if (period + 1) % PATIENCE == 0 else deepest
    for depth in range(deepest, coarsest - 1, -1):
        made += _made(rows, waiting, depth, period)
    return made


def _made(
    rows: Sequence[Said], waiting: dict[tuple[str, ...], list[int]], depth: int, period: int
) -> Iterable[Leaf]:
    """Leaves of what waits, taken together by the first `depth` parts of its place."""
    together: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for place in sorted(waiting):
        together[place[:depth]].append(place)
    for place, parts in together.items():
        found = sorted(number for part in parts for number in waiting[part])
        if found and enough(rows[number] for number in found):
            for part in parts:
                del waiting[part]
            yield Leaf(place, period, tuple(found))


def enough(rows: Iterable[Said]) -> bool:
    """Whether these are told together: of five people, and of none or five that nobody knows."""
    people: dict[str, bool] = {}
    for row in rows:
        people[row.person] = people.get(row.person, False) or not row.known
    unknown = sum(people.values())
    return len(people) >= FEWEST and (not unknown or unknown >= FEWEST)


def waiting_count(rows: Sequence[Said], made: Sequence[Leaf]) -> int:
    """How many answers count in no figure yet."""
    return len(rows) - sum(len(leaf.rows) for leaf in made)
