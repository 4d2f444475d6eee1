"""What a page of the help is made of. Words are translatable; nothing asks the database."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Group:
    """Pages that stand together on the first page of the help."""

    order: int
    title: Any


@dataclass(frozen=True)
class Part:
    """A heading with paragraphs, a list, a table, and links (label, url name) below it.

    `rows` have as many cells as `head`; `keys` says that the first cell spells keys.
    """

    title: Any
    words: tuple[Any, ...] = ()
    points: tuple[Any, ...] = ()
    head: tuple[Any, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    links: tuple[tuple[Any, str], ...] = ()
    keys: bool = False

    def said(self) -> Iterator[Any]:
        yield from (self.title, *self.words, *self.points)
        for row in self.rows:
            yield from row


@dataclass(frozen=True)
class Topic:
    """A page. `is_open` ones are read without an account: guests, performers, their lawyers."""

    slug: str
    group: Group
    title: Any
    lead: Any
    parts: Sequence[Part] | Callable[[], Sequence[Part]]
    is_open: bool = False

    @property
    def sections(self) -> Sequence[Part]:
        """Asked for anew: some read what another app has registered since."""
        return self.parts() if callable(self.parts) else self.parts

    @property
    def words(self) -> str:
        """All that it says, for who looks for a word."""
        said = (str(one) for part in self.sections for one in part.said())
        return " ".join([str(self.title), str(self.lead), *said])
