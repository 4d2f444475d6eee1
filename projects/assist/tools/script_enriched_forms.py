"""The form of what a model adds to a script, and what of it is believed: words the script says."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel

from projects.assist.received import plain, quoted, share
from projects.assist.script_parts import Part

#: In the order of the page. `mood` and `risk` are what no list of words can tell.
KINDS = (
    *("prop", "wardrobe", "makeup", "vehicle", "animal", "extras", "set", "vfx", "sfx"),
    *("stunt", "sound", "mood", "risk"),
)
Kind = Literal[
    "prop",
    "wardrobe",
    "makeup",
    "vehicle",
    "animal",
    "extras",
    "set",
    "vfx",
    "sfx",
    "stunt",
    "sound",
    "mood",
    "risk",
]
MOST, NAME, NOTE = 60, 120, 300  # elements of a scene; characters
_LOOKED_AT = 10 * MOST  # elements of a scene, however many came
LONGEST = 3600  # seconds of a scene on the screen


class Element(BaseModel):
    """One thing a scene needs or does: `quote` are words of the script, exactly as they stand
    there; `note` says in a sentence what follows from them; `sure` is 0 to 1."""

    kind: Kind
    name: str
    quote: str
    note: str
    sure: float


class OfScene(BaseModel):
    """`scene` is the number that stands before the scene's text; `seconds` how long it plays."""

    scene: int
    seconds: int
    elements: list[Element]


class Enriched(BaseModel):
    scenes: list[OfScene]


#: Why something was left out → how often.
Dropped = dict[str, int]


def believed(
    rows: Sequence[OfScene], parts: Sequence[Part]
) -> tuple[dict[int, dict[str, Any]], Dropped]:
    """Scene index → `seconds` (None where it is no length) and `added`, and what was dropped:
    `unknown_scene`, `not_in_script`, `no_name`, `twice`, `too_many`."""
    texts = {part.scene.index: part.text for part in parts}
    found: dict[int, dict[str, Any]] = {}
    dropped: Dropped = {}
    for row in rows:
        if row.scene not in texts:
            _count(dropped, "unknown_scene", len(row.elements) or 1)
            continue
        seconds = row.seconds if 0 < row.seconds <= LONGEST else None
        scene = found.setdefault(row.scene, {"seconds": seconds, "added": []})
        if len(row.elements) > _LOOKED_AT:
            _count(dropped, "too_many", len(row.elements) - _LOOKED_AT)
        for element in row.elements[:_LOOKED_AT]:
            _take(element, texts[row.scene], scene["added"], dropped)
    for scene in found.values():
        scene["added"].sort(key=lambda one: (KINDS.index(one["kind"]), one["at"]))
    return found, dropped


def _take(element: Element, text: str, added: list[dict[str, Any]], dropped: Dropped) -> None:
    name, quote = plain(element.name, NAME), quoted(element.quote, text)
    if len(added) >= MOST:
        return _count(dropped, "too_many")
    if quote is None:
        return _count(dropped, "not_in_script")
    if not name:
        return _count(dropped, "no_name")
    key = element.kind, name.casefold()
    if any((one["kind"], one["name"].casefold()) == key for one in added):
        return _count(dropped, "twice")
    row = {"kind": element.kind, "name": name, "quote": quote.words, "at": quote.start}
    added.append(row | {"note": plain(element.note, NOTE), "sure": share(element.sure)})
    return None


def _count(dropped: Dropped, why: str, many: int = 1) -> None:
    dropped[why] = dropped.get(why, 0) + many
