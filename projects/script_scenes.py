"""Scenes of a script beside those of the project: what is new, what is there, what differs.

`Scene.script` holds what a person took over: `heading`, `int_ext`, `location`, `time`, `eighths`
(of a page), `characters` (names), `elements` (`kind`, `name`), and under `left_out` the characters
and elements that the person found wrong. Pages are not kept: they move with every draft.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.names import made_plain
from projects.models import Candidate, Scene

NEW, THERE, DIFFERS, OMITTED = "new", "there", "differs", "omitted"
_HEADING = ("heading", "int_ext", "location", "time", "eighths")
_LONGEST_CODE, _LONGEST_NAME = 32, 120


@dataclass(frozen=True)
class LeftOut:
    """Of one scene: names of characters, and places of elements in its list, from 0."""

    characters: frozenset[str] = frozenset()
    elements: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Choice:
    """What a person ticked: scenes by their `index`; `people` are left out everywhere."""

    scenes: frozenset[int]
    people: frozenset[str] = frozenset()
    without: Mapping[int, LeftOut] = field(default_factory=dict)


@dataclass(frozen=True)
class Meant:
    """A scene of the script as the project would hold it."""

    index: int
    code: str
    name: str
    script: dict[str, Any]


def cast(row: Mapping[str, Any]) -> list[str]:
    """Who speaks, is named or is introduced in the scene, each once."""
    silent = [person["name"] for person in row["silent"]]
    return list(dict.fromkeys([*row["present"], *silent]))


def codes(rows: Sequence[Mapping[str, Any]]) -> dict[int, str]:
    """Scene `index` → its number as a code. A number that comes again gets -2, -3 …"""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for row in rows:
        code = next(code for code in _spelled(row) if code not in taken)
        taken.add(code)
        found[row["index"]] = code
    return found


def _spelled(row: Mapping[str, Any]) -> Iterator[str]:
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", row["number"]).strip("-") or f"S{row['index']}"
    yield plain[:_LONGEST_CODE]
    for count in range(2, 10_000):
        yield f"{plain[: _LONGEST_CODE - 5]}-{count}"


def meant(row: Mapping[str, Any], code: str, people: frozenset[str], out: LeftOut) -> Meant:
    """What the project would hold of `row`, without what is left out."""
    names, things = cast(row), [_thing(item) for item in row["elements"]]
    gone = people | out.characters
    script = {name: row[name] for name in _HEADING}
    script["characters"] = [name for name in names if name not in gone]
    script["elements"] = [one for at, one in enumerate(things) if at not in out.elements]
    script["left_out"] = {
        "characters": [name for name in names if name in gone],
        "elements": [one for at, one in enumerate(things) if at in out.elements],
    }
    name = made_plain(row["heading"], most=_LONGEST_NAME)
    return Meant(row["index"], code, name, script)


def _thing(item: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": item["kind"], "name": item["name"]}


def was_left_out(row: Mapping[str, Any], scene: Scene | None) -> LeftOut:
    """What a person left out of the project's scene before, as far as the script still has it."""
    before = (scene.script if scene else {}).get("left_out", {})
    things = before.get("elements", [])
    return LeftOut(
        frozenset(before.get("characters", ())) & frozenset(cast(row)),
        frozenset(at for at, item in enumerate(row["elements"]) if _thing(item) in things),
    )


def scenes_of(candidate: Candidate, episode: Any = None) -> dict[str, Scene]:
    """The project's scenes in `episode`, or in none, by code."""
    return {scene.code: scene for scene in candidate.project.scenes.filter(episode=episode)}


def state_of(row: Mapping[str, Any], told: Meant, scene: Scene | None) -> str:
    """What taking it over would meet."""
    if row["omitted"]:
        return OMITTED
    if scene is None:
        return NEW
    same = scene.name == told.name and _whole(scene.script) == _whole(told.script)
    return THERE if same else DIFFERS


def _whole(script: Mapping[str, Any]) -> Any:
    """With what a person left out, so that leaving it out makes no difference."""
    out = script.get("left_out", {})
    people = {*script.get("characters", ()), *out.get("characters", ())}
    things = [*script.get("elements", ()), *out.get("elements", ())]
    heading = [script.get(name) for name in _HEADING]
    return heading, people, {(thing["kind"], thing["name"]) for thing in things}
