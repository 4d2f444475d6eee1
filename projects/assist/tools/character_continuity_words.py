"""What a person writes of shots and marks, read."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from projects.assist.contract import ToolRefused
from projects.media.faces.casting import Mark
from projects.media.faces.gathering import Span

MOST_FRAMES = 10**8
MOST_MARKS = 12  # in one shot: more are a crowd


class Written(BaseModel):
    """One mark as it is written: within 0..1 parts of the picture, above that pixels."""

    model_config = ConfigDict(extra="forbid")
    frame: int | None = Field(None, ge=0)
    shot: int | None = Field(None, ge=0)
    x: float = Field(ge=0, allow_inf_nan=False)
    y: float = Field(ge=0, allow_inf_nan=False)
    width: float = Field(gt=0, allow_inf_nan=False)
    height: float = Field(gt=0, allow_inf_nan=False)
    # The database holds no NUL, and a name with line breaks is no name.
    character: str = Field("", max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")


def spans_of(words: str) -> list[Span]:
    """Shots in order, without overlap; none when nothing is written.

    Either `0-120,120-260` or JSON: a list of `[start, end]` or `{"start": …, "end": …}`.
    """
    words = words.strip()
    if not words:
        return []
    pairs = _listed(words) if words.startswith("[") else [_dashed(w) for w in words.split(",")]
    spans = [_span(pair) for pair in pairs]
    for before, after in zip(spans, spans[1:], strict=False):  # noqa: RUF007
        if after[0] < before[1]:
            raise _bad_shots(f"{after[0]}-{after[1]}")
    return spans


def marks_of(words: str, spans: Sequence[Span], size: tuple[int, int]) -> list[list[Mark]]:
    """The marks of each shot. `size` is that of the picture as shown, in pixels."""
    rows = by_shot(written_marks(words), spans)
    return [
        [_mark(row, span, size) for row in of_shot]
        for of_shot, span in zip(rows, spans, strict=True)
    ]


def by_shot(rows: Sequence[Written], spans: Sequence[Span]) -> list[list[Written]]:
    """The marks of each shot, as they are written; nobody is marked twice in one."""
    found: list[list[Written]] = [[] for _span in spans]
    for row in rows:
        shot = _shot_of(row, spans)
        if len(found[shot]) == MOST_MARKS:
            raise _bad_marks(f"more than {MOST_MARKS} in shot {shot}")
        name = row.character.strip()
        if name and name in [other.character.strip() for other in found[shot]]:
            raise _bad_marks(f"{name} is marked twice in shot {shot}")
        found[shot].append(row)
    return found


def _bad_shots(detail: str) -> ToolRefused:
    return ToolRefused("faces:bad_shots", detail, "shots")


def _bad_marks(detail: str) -> ToolRefused:
    return ToolRefused("faces:bad_marks", detail, "marks")


def _listed(words: str) -> list[Any]:
    try:
        return [
            (row["start"], row["end"]) if isinstance(row, dict) else row
            for row in json.loads(words)
        ]
    except (ValueError, KeyError, RecursionError) as error:
        raise _bad_shots(words[:40]) from error


def _dashed(words: str) -> tuple[str, str]:
    first, _dash, end = words.strip().partition("-")
    return first, end


def _span(pair: Any) -> Span:
    try:
        first, end = (int(str(number)) for number in pair)
    except (TypeError, ValueError) as error:
        raise _bad_shots(str(pair)[:40]) from error
    if not 0 <= first < end < MOST_FRAMES:
        raise _bad_shots(f"{first}-{end}")
    return first, end


def written_marks(words: str) -> list[Written]:
    """Every mark as it is written, whatever the shots are."""
    if not words.strip():
        return []
    try:
        rows = json.loads(words)
    except (ValueError, RecursionError) as error:
        raise _bad_marks(words[:40]) from error
    if not isinstance(rows, list):
        raise _bad_marks(words[:40])
    found = []
    for number, row in enumerate(rows):
        try:
            found.append(Written.model_validate(row))
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"])
            said = f"number {number + 1}, {where}: {error.errors()[0]['msg']}"
            raise _bad_marks(said) from error
    return found


def _shot_of(written: Written, spans: Sequence[Span]) -> int:
    if written.shot is not None and written.shot < len(spans):
        return written.shot
    if written.shot is None and written.frame is not None:
        for number, (start, end) in enumerate(spans):
            if start <= written.frame < end:
                return number
    where = f"shot {written.shot}" if written.shot is not None else f"frame {written.frame}"
    raise _bad_marks(f"{where} is in no shot")


def _mark(written: Written, span: Span, size: tuple[int, int]) -> Mark:
    """Without a frame it is on the middle one of its shot."""
    frame = written.frame if written.frame is not None else (span[0] + span[1]) // 2
    if not span[0] <= frame < span[1]:
        raise _bad_marks(f"frame {frame} is not in shot {span[0]}-{span[1]}")
    left, top, width, height = written.x, written.y, written.width, written.height
    if max(left, top, width, height) > 1:
        left, width, top, height = left / size[0], width / size[0], top / size[1], height / size[1]
    if left >= 1 or top >= 1 or width > 1 or height > 1:
        raise _bad_marks(f"frame {frame}: it lies outside the picture")
    if width * size[0] < 1 or height * size[1] < 1:
        raise _bad_marks(f"frame {frame}: it is smaller than a pixel")
    return Mark(frame, left, top, width, height, written.character.strip())
