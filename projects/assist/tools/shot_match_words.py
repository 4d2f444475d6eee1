"""What a person writes of shots and boxes, read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from projects.assist.contract import ToolInput, ToolRefused
from projects.media.match.measures import Box


@dataclass(frozen=True)
class Source:
    """A shot: a file, or frames `span` (end exclusive) of it."""

    path: Path
    name: str
    span: tuple[int, int] | None = None


def sources_of(inputs: Sequence[ToolInput], shots: str, hero: int) -> list[Source]:
    """The shots in order; raises `ToolRefused` where they are fewer than two or no ranges."""
    if shots.strip():
        if len(inputs) > 1:
            raise ToolRefused("match:ranges_of_one", str(len(inputs)))
        spans = [_span(words) for words in shots.split(",")]
        film = inputs[0]
        found = [Source(film.path, f"{film.name} {a}-{b}", (a, b)) for a, b in spans]
    else:
        found = [Source(item.path, item.name) for item in inputs]
    if len(found) < 2:
        raise ToolRefused("match:one_shot")
    if hero >= len(found):
        raise ToolRefused("match:bad_ranges", f"hero {hero} of {len(found)}")
    return found


def _span(words: str) -> tuple[int, int]:
    first, _dash, end = words.strip().partition("-")
    if first.isdecimal() and end.isdecimal() and int(first) < int(end) < 10**8:
        return int(first), int(end)
    raise ToolRefused("match:bad_ranges", words.strip()[:40])


def boxes_of(words: str, count: int) -> dict[int, Box]:
    """Boxes by the shot's number, each left, top, width and height within 0..1."""
    return dict(_box(word, count) for word in words.split())


def _box(word: str, count: int) -> tuple[int, Box]:
    number, _colon, rest = word.partition(":")
    try:
        left, top, width, height = (float(part) for part in rest.split(","))
        shot = int(number)
    except ValueError as error:
        raise ToolRefused("match:bad_boxes", word[:40]) from error
    inside = 0 <= left < 1 and 0 <= top < 1 and 0 < width <= 1 - left and 0 < height <= 1 - top
    if not inside or not 0 <= shot < count:
        raise ToolRefused("match:bad_boxes", word[:40])
    return shot, (left, top, width, height)
