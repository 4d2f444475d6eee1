"""Strips of a stripboard: in script order, and in an order to shoot in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from projects.assist.scripts.story_time import is_dark
from projects.interchange.scripts.scenes import Scene

DAY, NIGHT, TWILIGHT, UNTOLD = "DAY", "NIGHT", "TWILIGHT", ""
_TWILIGHT = re.compile(r"\b(?:DAWN|DUSK|SUNRISE|SUNSET|TWILIGHT|MAGIC HOUR|AUBE|ALBA|DÄMMERUNG)\b")
_DARK = re.compile(r"\b(?:NIGHT|EVENING|MIDNIGHT|ABEND|SOIR|SERA|AVOND|KVÄLL|KVELD)\b")
_DAYLIGHT = re.compile(
    r"\b(?:DAY|MORNING|NOON|MIDDAY|AFTERNOON|TAG|MORGEN|MITTAG|JOUR|MATIN|MIDI|DÍA|DIA|MAÑANA|TARDE"
    r"|GIORNO|MATTINA|DAG|DZIEŃ|ДЕНЬ|УТРО|DAYTIME|MAGIC|GOLDEN)\b"
)
#: Colours as production boards have them, by inside or outside and day or night.
COLOURS = {
    ("INT", DAY): "white",
    ("EXT", DAY): "yellow",
    ("INT", NIGHT): "blue",
    ("EXT", NIGHT): "green",
    ("INT", TWILIGHT): "pink",
    ("EXT", TWILIGHT): "pink",
    ("INT", UNTOLD): "white",
    ("EXT", UNTOLD): "yellow",
}
_ORDER = {DAY: 0, UNTOLD: 1, TWILIGHT: 2, NIGHT: 3}


@dataclass(frozen=True)
class Strip:
    """One scene on the board. `light` is DAY, NIGHT, TWILIGHT or empty; `set` the place in
    capitals, `place` its first part, which several sets share; `day` of the shoot from 1.
    """

    scene: int
    set: str
    place: str
    side: str
    light: str
    colour: str
    length: int
    day: int = 0


def script_order(scenes: Sequence[Scene]) -> list[Strip]:
    """A strip a scene; a scene without a time of its own has that of the one before."""
    strips: list[Strip] = []
    light = UNTOLD
    for scene in scenes:
        light = _light(scene) or (light if scene.heading.time or not strips else UNTOLD)
        if not scene.omitted:
            strips.append(_strip(scene, light))
    return strips


def _light(scene: Scene) -> str:
    time = scene.heading.time
    if _TWILIGHT.search(time):
        return TWILIGHT
    if is_dark(scene) or _DARK.search(time):
        return NIGHT
    return DAY if _DAYLIGHT.search(time) else UNTOLD


def _strip(scene: Scene, light: str) -> Strip:
    heading = scene.heading
    name = " ".join(heading.location.upper().split()) or heading.text.upper()
    place = re.split(r"\s+[-–—]+\s+|\s*[/,]\s+|--", name)[0]
    side = "EXT" if heading.int_ext.startswith("EXT") else "INT"
    colour = COLOURS[side, light] if heading.int_ext else "grey"
    return Strip(scene.index, name, place, heading.int_ext, light, colour, scene.length)


def shooting_order(strips: Sequence[Strip], pages_a_day: float = 0) -> list[Strip]:
    """By place, day before night, set, and script order within; places with most to shoot first.

    With `pages_a_day` above 0 the strips are divided into days of about so many pages: a day
    ends before the strip that would exceed it.
    """
    weight: dict[str, int] = {}
    for strip in strips:
        weight[strip.place] = weight.get(strip.place, 0) + strip.length
    ordered = sorted(
        strips,
        key=lambda s: (-weight[s.place], s.place, _ORDER[s.light], s.set, s.side, s.scene),
    )
    return _divided(ordered, pages_a_day) if pages_a_day > 0 else ordered


def _divided(ordered: Sequence[Strip], pages_a_day: float) -> list[Strip]:
    day, full, found = 1, 0, []
    for strip in ordered:
        if full and full + strip.length > pages_a_day * 8:
            day, full = day + 1, 0
        full += strip.length
        found.append(replace(strip, day=day))
    return found
