"""Which answers a report counts, and how they are put into slices: always whole leaves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from feedback.periods import start_of
from feedback.suppression import PATIENCE, Leaf, Said, leaves

#: Dimension → its place in `Said.place`.
PLACES = {"cohort": 0, "studio": 1, "tool": 2}
#: How a slice may be cut.
CUTS = (*PLACES, "period")


@dataclass(frozen=True)
class Fact:
    """One answer with what was said, such as `{"ease": 6}`; None where nothing was said."""

    said: Said
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Slice:
    """Facts that are told together. `people` is five or more."""

    label: str
    facts: Sequence[Fact]

    @property
    def people(self) -> int:
        return len({fact.said.person for fact in self.facts})

    def values(self, name: str) -> list[Any]:
        return [fact.values[name] for fact in self.facts]


@dataclass(frozen=True)
class Scope:
    """Weeks from `since` up to but without `until`, and where. None stands for all."""

    until: int
    since: int | None = None
    where: Mapping[str, str] = field(default_factory=dict)  # of PLACES

    def slices(self, facts: Sequence[Fact], value: str, by: str = "") -> list[Slice]:
        """Those who said this value, in one slice or cut by a dimension or period.

        Leaves are made of everything that was said before they are filtered: a filter chooses
        among them and never makes another.
        """
        given = [fact for fact in facts if fact.values.get(value) is not None]
        made = leaves([fact.said for fact in given], until=self.until)
        grouped: dict[str, list[Fact]] = defaultdict(list)
        for leaf in filter(self._counts, made):
            if (label := _label(leaf, by)) is not None:
                grouped[label] += [given[number] for number in leaf.rows]
        return [Slice(label, grouped[label]) for label in sorted(grouped)]

    def dates(self, field: str) -> dict[str, datetime]:
        """The same weeks as filters of a field, for what is counted without leaves."""
        told = {f"{field}__lt": start_of(self.until)}
        if self.since is not None:  # what begins after the end is nothing, and may have no date
            told[f"{field}__gte"] = start_of(min(self.since, self.until))
        return told

    def studios(self, path: str = "studio") -> dict[str, str]:
        """The same studios as filters; `path` leads to them."""
        fields = {"cohort": f"{path}__cohort__name", "studio": f"{path}__name"}
        return {fields[name]: self.where[name] for name in fields if self.where.get(name)}

    def _counts(self, leaf: Leaf) -> bool:
        if self.since is not None and leaf.period < self.since:
            return False
        return leaf.within(*(self.where.get(name) for name in PLACES))

    def uncounted(self, facts: Sequence[Fact], value: str) -> bool:
        """Whether anybody's answer waits for others, here or elsewhere. How many is not told."""
        given = [fact.said for fact in facts if fact.values.get(value) is not None]
        made = leaves(given, until=self.until)
        return sum(len(leaf.rows) for leaf in made) < len(given)


def _label(leaf: Leaf, by: str) -> str | None:
    """What the leaf is part of; None where it spans several of them."""
    if not by:
        return ""
    if by == "period":
        first = leaf.period // PATIENCE * PATIENCE
        return f"{start_of(first):%Y-%m-%d}"
    place = PLACES[by]
    return leaf.place[place] if place < len(leaf.place) else None


def cut(scope: Scope, facts: Sequence[Fact], value: str) -> Iterator[tuple[str, list[Slice]]]:
    """Everything together, then by each dimension that the scope leaves open."""
    yield "", scope.slices(facts, value)
    for by in CUTS:
        if by not in scope.where:
            yield by, scope.slices(facts, value, by)
