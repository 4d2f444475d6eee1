"""A breakdown as plain JSON: what `result.json` of the tool holds."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from projects.assist.scripts.breakdown import Breakdown, Character
from projects.assist.scripts.revisions import Change
from projects.interchange.scripts import model
from projects.interchange.scripts.model import Script
from projects.interchange.scripts.paging import spelled
from projects.interchange.scripts.scenes import Scene


def told(found: Breakdown) -> dict[str, Any]:
    """Scenes, characters, locations, strips and hints."""
    return {
        "scenes": [_scene(found, at) for at in range(len(found.scenes))],
        "characters": [
            _character(c) for c in sorted(found.characters.values(), key=lambda c: c.board)
        ],
        "locations": locations(found),
        "stripboard": {
            "script_order": [dict(vars(strip)) for strip in found.strips],
            "shooting_order": [dict(vars(strip)) for strip in found.shooting],
        },
        "story": [asdict(fact) for fact in found.story.facts],
        "continuity": [asdict(hint) for hint in found.story.hints],
    }


def scored(scenes: Sequence[Scene]) -> dict[str, Any]:
    """What another reading of the script is compared with: headings and who speaks where."""
    rows = [
        {
            "heading": scene.heading.text,
            "int_ext": scene.heading.int_ext,
            "location": scene.heading.location,
            "time": scene.heading.time,
            "characters": list(scene.parts),
        }
        for scene in scenes
        if not scene.omitted
    ]
    return {
        "scenes": rows,
        "characters": list(dict.fromkeys(n for scene in scenes for n in scene.parts)),
    }


def _scene(found: Breakdown, at: int) -> dict[str, Any]:
    scene = found.scenes[at]
    strip = next((strip for strip in found.strips if strip.scene == scene.index), None)
    heading = scene.heading
    return {
        "index": scene.index,
        "number": scene.number,
        "heading": heading.text,
        "int_ext": heading.int_ext,
        "location": heading.location,
        "time": heading.time,
        "asides": list(heading.asides),
        "light": strip.light if strip else "",
        "strip": strip.colour if strip else "",
        "page": scene.page,
        "eighths": scene.length,
        "length": spelled(scene.length),
        "line": scene.line,
        "omitted": scene.omitted,
        "synopsis": " ".join(e.text for e in scene.elements if e.kind == model.SYNOPSIS),
        "revised": _revised(found.script, scene),
        "characters": list(scene.parts),
        "present": found.present[at],
        "silent": found.silent[at],
        "speaking": [
            {**vars(part), "extensions": dict(part.extensions)} for part in scene.parts.values()
        ],
        "elements": [dict(vars(element)) for element in found.elements[at]],
    }


def _revised(script: Script, scene: Scene) -> list[str]:
    """The revisions whose marks its paragraphs bear, by name where the file tells one."""
    marks = dict.fromkeys(element.revision for element in scene.elements if element.revision)
    return [script.revisions.get(mark, mark) for mark in marks]


def _character(character: Character) -> dict[str, Any]:
    return {**vars(character), "extensions": dict(character.extensions)}


def locations(found: Breakdown) -> list[dict[str, Any]]:
    """Sets by name, with the scenes that play there and their length in eighths."""
    rows: dict[str, dict[str, Any]] = {}
    for strip in found.strips:
        row = rows.setdefault(
            strip.set, {"name": strip.set, "place": strip.place, "scenes": [], "eighths": 0}
        )
        row["scenes"].append(strip.scene)
        row["eighths"] += strip.length
    return sorted(rows.values(), key=lambda row: (-row["eighths"], row["name"]))


def changes(rows: Sequence[Change]) -> dict[str, Any]:
    """Counts by kind, and the scenes that differ."""
    counts = {"unchanged": sum(not row.kinds for row in rows)}
    for row in rows:
        for kind in row.kinds:
            counts[kind] = counts.get(kind, 0) + 1
    listed = [
        asdict(row) | {"kinds": list(row.kinds), "taken": list(row.taken), "put": list(row.put)}
        for row in rows
    ]
    return {"counts": counts, "scenes": listed}
