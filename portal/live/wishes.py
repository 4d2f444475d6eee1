"""What a page says on its socket: `{"join": […], "leave": […], "ask": […]}`, each of topics."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

NAMES_AT_ONCE = 200
_NAME_LENGTH = 100


@dataclass(frozen=True)
class Wish:
    """What a page says: topics to join, to leave, and those it asks to be told of anew."""

    join: list[str]
    leave: list[str]
    ask: list[str]


def wish(text: str | None) -> Wish | None:
    """None when it is nonsense or too much at once."""
    try:
        message = json.loads(text or "")
        found = [message.get(word, []) for word in ("join", "leave", "ask")]
    except (ValueError, AttributeError, RecursionError):
        return None
    if not all(isinstance(names, list) for names in found):
        return None
    if sum(map(len, found)) > NAMES_AT_ONCE:
        return None
    return Wish(*([str(name)[:_NAME_LENGTH] for name in names] for names in found))


def by_kind(names: Iterable[str]) -> list[list[str]]:
    """Each kind is asked about for itself, so that one that breaks breaks no other."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(name.partition(":")[0], []).append(name)
    return [*found.values()]
