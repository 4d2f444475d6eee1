"""What a socket may listen to. Apps register a kind of topic with its door and snapshot."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from portal.tenancy import acting_as


@dataclass(frozen=True)
class Topic:
    """`open(user, id)` gives (groups, snapshot frames), or None when it may not be seen.

    `groups(user, ids)` gives the groups of those that may be seen, in one question for all.
    """

    open: Callable[[Any, str], tuple[list[str], list[dict[str, Any]]] | None]
    groups: Callable[[Any, list[str]], dict[str, list[str]]]


TOPICS: dict[str, Topic] = {}
#: About the person who asks, so there is nothing to name: `mine:` and no other spelling.
WITHOUT_IDENT = frozenset({"mine"})


def register(kind: str, topic: Topic) -> None:
    TOPICS[kind] = topic


def open_topic(user: Any, name: str) -> tuple[list[str], Callable[[], list[dict[str, Any]]]] | None:
    """(groups to join, snapshot to read after joining); None outside what the person sees."""
    kind, _, ident = name.partition(":")
    topic = TOPICS.get(kind)
    if topic is None or (kind in WITHOUT_IDENT and ident):
        return None
    opened = topic.open(user, ident)
    if opened is None:
        return None

    def snapshot() -> list[dict[str, Any]]:
        with acting_as(user):
            again = topic.open(user, ident)
        return again[1] if again else []

    return opened[0], snapshot


def still_open(user: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """Of topics that were joined, those the person may hear now, each with its groups."""
    idents: dict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        kind, _, ident = name.partition(":")
        idents[kind][name] = ident
    found: dict[str, list[str]] = {}
    for kind, named in idents.items():
        groups = TOPICS[kind].groups(user, [*named.values()])
        found |= {name: groups[ident] for name, ident in named.items() if ident in groups}
    return found
