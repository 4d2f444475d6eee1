"""What one person finds by some words: in the order of how well it fits, by kind.

A person finds what `visible_to` shows them, and is told of nothing else: no count is ever taken
of the index alone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from portal.finding.kinds import KINDS, Card, Found, Kind, look_up
from portal.finding.marking import Part, excerpt, marked, parts_of, shorter, words_of

#: Characters of what is looked for; words of it that count (as in the index).
LONGEST, WORDS = 100, 8
#: Cards that are put in order, of all kinds together; of more, as many of each kind.
MOST, OF_A_KIND = 1000, 200


@dataclass(frozen=True)
class Hit:
    """A row that was found, marked for a page."""

    found: Found
    title: list[Part]
    text: list[Part]


@dataclass(frozen=True)
class Group:
    """`more`: there are others of this kind, of which these fit best."""

    kind: Kind
    hits: list[Hit]
    more: bool


@dataclass(frozen=True)
class Answer:
    """`loosely`: nothing has all of the words; what is here has some, or words much like them."""

    words: str
    groups: list[Group] = field(default_factory=list)
    loosely: bool = False

    @property
    def count(self) -> int:
        return sum(len(group.hits) for group in self.groups)


def seek(
    person: Any, said: str, *, kind: Kind | None = None, project: UUID | None = None, most: int = 8
) -> Answer:
    """At most `most` rows of each kind, or of the one named; of one project, where it is named."""
    said = " ".join(said.replace("\0", " ").split())[:LONGEST]
    words = words_of(said)[:WORDS]
    if not words:
        return Answer(said)
    for loosely in (False, True):
        cards = _cards(person, words, [kind] if kind else KINDS, project, loosely)
        if groups := _groups(person, cards, words, most):
            return Answer(said, groups, loosely)
    return Answer(said)


def _cards(
    person: Any, words: list[str], kinds: list[Kind], project: UUID | None, loosely: bool
) -> list[Card]:
    def of(letters: str, most: int) -> list[Card]:
        tilde = "~" if loosely else ""
        how: dict[str, Any] = {"letters": letters + tilde, "project": project, "most": most}
        return look_up(person, " ".join(words), **how)

    found = of("".join(kind.letter for kind in kinds), MOST)
    if len(found) < MOST or len(kinds) == 1:
        return found
    return [card for kind in kinds for card in of(kind.letter, OF_A_KIND)]


def _groups(person: Any, cards: list[Card], words: list[str], most: int) -> list[Group]:
    by_letter: dict[str, list[Card]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: (_rank(card, words), -card.at.timestamp())):
        by_letter[card.letter].append(card)
    groups = [_group(person, kind, by_letter[kind.letter], words, most) for kind in KINDS]
    return [group for group in groups if group.hits]


def _group(person: Any, kind: Kind, cards: list[Card], words: list[str], most: int) -> Group:
    """Some of what the index names may be hidden by now: a few more are asked for."""
    ids = [card.row for card in cards[: most * 2 + 1]]
    shown = kind.show(person, ids) if ids else {}
    rows = [shown[pk] for pk in ids if pk in shown]
    hits = [
        Hit(row, marked(row.title, words), excerpt(row.text, words) if row.text else [])
        for row in rows[:most]
    ]
    return Group(kind, hits, more=len(rows) > most)


def _rank(card: Card, words: list[str]) -> tuple[int, int]:
    """The name itself, a name that begins so, a name that has these parts (sh0040: sh40 and 40),
    a name that has some of it, prose."""
    said = " ".join(words)
    if card.title == said:
        return 0, 0
    if card.title.startswith(said):
        return 1, len(card.title)
    if said in card.title:
        return 2, 0
    parts = parts_of(card.title)
    return 3, -sum(2 * (shorter(word) in parts) + (word in card.title) for word in words)
