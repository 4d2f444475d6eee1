"""What a socket may listen to. Apps register a kind of topic with its door and snapshot."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from portal.tenancy import acting_as


@dataclass(frozen=True)
class Topic:
    """`open(user, id)` gives (groups, snapshot frames), or None when it may not be seen.

    `groups(user, ids)` gives the groups of those that may be seen, in one question for all. Two
    people of the same `sight` see the same, and are asked about together. `frames(user, ids)` gives
    the snapshots of many in one question, where there is such a question.
    """

    open: Callable[[Any, str], tuple[list[str], list[dict[str, Any]]] | None]
    groups: Callable[[Any, list[str]], dict[str, list[str]]]
    sight: Callable[[Any], Hashable] = attrgetter("pk")
    frames: Callable[[Any, list[str]], dict[str, list[dict[str, Any]]]] | None = None


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


def by_kind(names: Iterable[str]) -> dict[str, dict[str, str]]:
    """kind → topic name → id; names of nothing are left out."""
    idents: dict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        kind, _, ident = name.partition(":")
        if kind in TOPICS and not (kind in WITHOUT_IDENT and ident):
            idents[kind][name] = ident
    return idents


def still_open(user: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """Of these topics, those the person may hear now, each with its groups."""
    found: dict[str, list[str]] = {}
    for kind, named in by_kind(names).items():
        groups = TOPICS[kind].groups(user, [*named.values()])
        found |= {name: groups[ident] for name, ident in named.items() if ident in groups}
    return found


def frames_of(user: Any, names: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """The snapshots of these topics, as stored now; of those that may be seen."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind, named in by_kind(names).items():
        many = TOPICS[kind].frames
        if many is not None:
            told = many(user, [*named.values()])
            found |= {name: told[ident] for name, ident in named.items() if ident in told}
            continue
        for name, ident in named.items():
            opened = TOPICS[kind].open(user, ident)
            if opened is not None:
                found[name] = opened[1]
    return found


def gathered(frames: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """All of a topic in one: `jobs`, and `more`: how many of a kind are active, where `jobs` has
    not all of them."""
    found: dict[str, Any] = {"jobs": []}
    for frame in frames:
        if frame["type"] == "job":
            found["jobs"].append(frame["job"])
        elif frame["type"] == "more":
            found["more"] = frame["more"]
    return found


def still_open_all(heard: list[tuple[Any, Iterable[str]]]) -> list[dict[str, list[str]]]:
    """The same for many, a (person, names) each, all within the fence that is open now."""
    alike: dict[tuple[str, Hashable], list[tuple[int, str, str]]] = defaultdict(list)
    for place, (user, names) in enumerate(heard):
        for kind, named in by_kind(names).items():
            sight = TOPICS[kind].sight(user)
            alike[kind, sight] += [(place, name, ident) for name, ident in named.items()]
    found: list[dict[str, list[str]]] = [{} for _person in heard]
    for (kind, _sight), asked in alike.items():
        idents = [*{ident for _place, _name, ident in asked}]
        groups = TOPICS[kind].groups(heard[asked[0][0]][0], idents)
        for place, name, ident in asked:
            if ident in groups:
                found[place][name] = groups[ident]
    return found
