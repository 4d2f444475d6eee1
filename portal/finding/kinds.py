"""What can be found. A room registers its kinds, and one of them the index of all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True)
class Found:
    """One row as search shows it. `where`: names from the studio down; `text`: its prose."""

    id: UUID
    title: str
    url: str
    where: Sequence[str]
    text: str = ""
    picture: str = ""
    project: tuple[UUID, str] | None = None


@dataclass(frozen=True)
class Kind:
    """`show(person, ids)` gives what of these rows the person may see, through `visible_to`."""

    order: int
    name: str
    letter: str
    label: Any
    icon: str
    show: Callable[[Any, Iterable[UUID]], dict[UUID, Found]]
    pictured: bool = field(default=False)


@dataclass(frozen=True)
class Card:
    """What the index knows of a row: `title` is folded as `marking.fold` does."""

    letter: str
    row: UUID
    title: str
    at: datetime


class Index(Protocol):
    def __call__(
        self, person: Any, words: str, *, letters: str, project: UUID | None, most: int
    ) -> list[Card]:
        """At most so many cards, in no order. "~" in `letters`: some of the words will do."""


KINDS: list[Kind] = []
_INDEX: list[Index] = []


def register(*kinds: Kind, index: Index | None = None) -> None:
    """Called by each app when it starts."""
    KINDS.extend(kind for kind in kinds if kind not in KINDS)
    KINDS.sort(key=lambda kind: kind.order)
    if index and index not in _INDEX:
        _INDEX.append(index)


def look_up(person: Any, words: str, **how: Any) -> list[Card]:
    return [card for index in _INDEX for card in index(person, words, **how)]


def named(name: str) -> Kind | None:
    return next((kind for kind in KINDS if kind.name == name), None)
