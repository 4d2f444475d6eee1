"""Scenes of a script as they are sent to a provider: those that are named, and no other."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from projects.assist.contract import ToolInput, ToolRefused
from projects.interchange.scripts import model
from projects.interchange.scripts.reading import read_script
from projects.interchange.scripts.scenes import Scene, scenes_of

_BLANK_BEFORE = frozenset({model.ACTION, model.CUE, model.TRANSITION, model.HEADING})
_HIDDEN = frozenset({model.NOTE, model.SECTION, model.SYNOPSIS, model.PAGE_BREAK})
MOST_PARTS = 400


class Part(NamedTuple):
    """A scene and its text: heading, action and dialogue, without the writer's notes."""

    scene: Scene
    text: str


def parts(item: ToolInput, named: str = "") -> list[Part]:
    """The scenes that `named` names ("4, 7-9", numbers as the script has them), or all that are
    not omitted, in script order.

    Raises what `read_script` refuses, `script:no_scenes` and `palette:no_scene`.
    """
    scenes = scenes_of(read_script(item.path))
    if not scenes:
        raise ToolRefused("script:no_scenes", item.name)
    chosen = _named(scenes, named) if named.strip() else scenes
    return [Part(scene, text_of(scene)) for scene in chosen if not scene.omitted]


def _named(scenes: Sequence[Scene], named: str) -> list[Scene]:
    places = {scene.number.casefold(): at for at, scene in reversed(list(enumerate(scenes)))}
    found: set[int] = set()
    for part in re.split(r"[,;\s]+(?!-)", named.strip())[:MOST_PARTS]:
        if not part:
            continue
        first, dash, last = (part, "", "") if part.casefold() in places else part.partition("-")
        ends = [places.get(one.strip().casefold()) for one in (first, last if dash else first)]
        if ends[0] is None or ends[1] is None or ends[1] < ends[0]:
            raise ToolRefused("palette:no_scene", part[:60])
        found |= set(range(ends[0], ends[1] + 1))
    return [scenes[at] for at in sorted(found)]


def text_of(scene: Scene) -> str:
    """As it is read: heading first, a blank line before each paragraph of its own."""
    lines = [scene.heading.text]
    for element in scene.elements:
        if element.kind in _HIDDEN:
            continue
        if element.kind in _BLANK_BEFORE:
            lines.append("")
        lines.append(element.text)
    return "\n".join(lines).replace("\0", "").encode("utf-8", "replace").decode()
