"""Frames of one film, or one frame of each of several files, as a person names them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from projects.assist import sent
from projects.assist.contract import ToolInput, ToolRefused
from projects.assist.received import box

LONGEST = 200  # characters of what is written


def numbers(words: str, most: int, parameter: str) -> list[int]:
    """ "120, 480" as numbers. Raises `palette:frames`."""
    found = [part for part in re.split(r"[,;\s]+", words.strip()) if part]
    whole = all(part.isascii() and part.isdigit() and len(part) < 10 for part in found)
    if not whole or len(found) > most:
        raise ToolRefused("palette:frames", words[:60], parameter)
    return [int(part) for part in found]


def must_be(frames: str, at: str, least: int, most: int) -> None:
    """Raises `palette:frames` for what names no frames, or too few or too many of one film."""
    named = numbers(frames, most, "frames")
    if named and (len(named) < least or len(set(named)) < len(named)):
        raise ToolRefused("palette:frames", frames[:60], "frames")
    numbers(at, most, "at")


def shown(
    inputs: Sequence[ToolInput], frames: str, at: str, folder: Path, least: int, most: int
) -> list[tuple[int, sent.Shown]]:
    """(input, frame of it) of what is compared, in the order in which it was named.

    Of one input its `frames`; of several one of each, `at` by their order, 0 where it is not said.
    Raises `palette:frames`, `palette:no_frame`, `tool:…`.
    """
    must_be(frames, at, least, most)
    if len(inputs) == 1:
        places = [(0, number) for number in numbers(frames, most, "frames")]
    else:
        wished = numbers(at, most, "at")
        places = [(n, wished[n] if n < len(wished) else 0) for n in range(len(inputs))]
    if not least <= len(places) <= most:
        raise ToolRefused("palette:frames", frames[:60] or "–", "frames")
    return [
        (item, sent.frame(inputs[item], number, folder, f"picture-{n}"))
        for n, (item, number) in enumerate(places, 1)
    ]


def told(found: Sequence[tuple[int, sent.Shown]]) -> list[dict[str, Any]]:
    """Rows of a result: `input`, `frame`, `width`, `height` in pixels as it was sent."""
    return [
        {"input": item, "frame": one.number, "width": one.size[0], "height": one.size[1]}
        for item, one in found
    ]


def place(values: Sequence[float], dropped: dict[str, int]) -> list[float] | None:
    """A box that lies in the picture; another is counted as `no_place`, none at all is none."""
    found = box(values)
    if values and found is None:
        dropped["no_place"] = dropped.get("no_place", 0) + 1
    return found
