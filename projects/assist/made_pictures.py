"""Pictures that a provider made, as candidates: as they came, and what differs from the wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from projects.assist.contract import Outcome, OutputFile, Picture, Tool
from projects.assist.palette import Answer
from projects.assist.received import Came, pictures, plain

#: What is offered → width and height in pixels, whole multiples of 16, about 1.2 megapixels.
ASPECTS = {
    "16:9": (1536, 864),
    "1.85:1": (1536, 832),
    "2.39:1": (1536, 640),
    "4:3": (1280, 960),
    "1:1": (1088, 1088),
    "9:16": (864, 1536),
}
MOST = 4
_OFF = 0.02  # of the shape: less is rounding


@dataclass(frozen=True)
class Plate:
    """What a picture is compared with: frame `frame` of input `number`."""

    number: int
    frame: int


def outcomes(
    tool: Tool,
    answer: Answer,
    folder: Path,
    asked: dict[str, Any],
    plate: Plate | None = None,
) -> Sequence[Outcome]:
    """A candidate for each picture that came. `asked` has `width`, `height` and `count`, and what
    else its page tells. Raises `palette:nothing_usable`."""
    came, left_out = pictures(answer, folder, MOST)
    fewer = [f"{len(came)}/{asked['count']}"] if len(came) < asked["count"] else []
    return [
        _outcome(tool, answer, one, asked | {"left_out": left_out, "fewer": fewer}, plate)
        for one in came
    ]


def _outcome(
    tool: Tool, answer: Answer, came: Came, asked: dict[str, Any], plate: Plate | None
) -> Outcome:
    told, stem = came.told, came.path.with_suffix("")
    result = {
        "tool": tool.name,
        "version": tool.version,
        "makes": tool.makes,
        "model": plain(answer.model, 120),
        "asked": asked,
        "differs": _differs(told, asked),
    }
    files = [
        OutputFile(came.path, "picture", told["media_type"]),
        OutputFile(stem.with_name(f"{stem.name}_large.jpg"), "large", "image/jpeg"),
        OutputFile(stem.with_name(f"{stem.name}_small.jpg"), "small", "image/jpeg"),
    ]
    beside = (plate.number, plate.frame) if plate else (None, None)
    return Outcome(result, files, Picture(told["width"], told["height"], told["hash"], *beside))


def _differs(told: dict[str, Any], asked: dict[str, Any]) -> list[str]:
    """`shape` where width to height is another than was asked."""
    came, wished = told["width"] / told["height"], asked["width"] / asked["height"]
    return ["shape"] if abs(came / wished - 1) > _OFF else []
