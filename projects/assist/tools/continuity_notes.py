"""Two frames compared by a provider's model: what differs, where, and how sure it is.

`result.json`: `model`, `frames` (two of `input`, `frame`, `width`, `height`), `differences`:
`kind`, `what`, `first`, `second` (how it is in each), `boxes` (two, [left, top, width, height] as
parts of the picture, or None), `sure`; `dropped`: why → how many.
"""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from projects.assist import sent, several_frames
from projects.assist.contract import (
    Inputs,
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
)
from projects.assist.palette import Answer, Need, Work
from projects.assist.received import checked, plain, share
from projects.interchange.cells import harmless

NAME, VERSION = "continuity_notes", "1.0"
MOST, WORDS = 40, 240  # differences; characters
_COLUMNS = ("kind", "what", "first", "second", "sure")


class ContinuityNotesParameters(Parameters):
    """What the person may choose."""

    frames: str = Field(
        "",
        max_length=several_frames.LONGEST,
        title="Two frames",
        description="Of this one film, such as 120, 480; empty where two files are compared "
        "(frames).",
        json_schema_extra={"up_front": True},
    )
    at: str = Field(
        "",
        max_length=several_frames.LONGEST,
        title="Frame of each",
        description="Of two films, in their order, such as 0, 48; empty: the first of each "
        "(frames).",
    )
    watch: str = Field(
        "",
        max_length=300,
        title="Look at",
        description="What matters most, such as the wound or the candles; it is sent along.",
    )


class Difference(BaseModel):
    """`first` and `second` say how it is in each picture. Boxes are [left, top, width, height] as
    parts of the picture, 0 to 1, counted from its upper left; empty where it is not seen."""

    kind: Literal["wardrobe", "hair", "make-up", "prop", "position", "set", "light", "other"]
    what: str
    first: str
    second: str
    first_box: list[float]
    second_box: list[float]
    sure: float


class Differences(BaseModel):
    differences: list[Difference]


def beforehand(parameters: Any, name: str) -> None:
    """Raises `palette:frames` for what names no two frames."""
    several_frames.must_be(parameters.frames, parameters.at, 2, 2)


def compose(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Work:
    """Two frames, and what to look at. Raises `palette:…`, `tool:…`."""
    progress(sent.COMPOSING, 0.1)
    found = _shown(inputs, parameters, folder)
    assert isinstance(parameters, ContinuityNotesParameters)
    pictures = tuple(one.attached("picture", f"input {item + 1}") for item, one in found)
    watch = parameters.watch.strip()
    text = sent.fenced(watch, "look at") if watch else ""
    progress(sent.COMPOSING, 0.2)
    return Work(Need.VISION, _instructions(bool(watch)), text, pictures, answer=Differences)


def _shown(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> list[tuple[int, sent.Shown]]:
    assert isinstance(parameters, ContinuityNotesParameters)
    return several_frames.shown(inputs, parameters.frames, parameters.at, folder, 2, 2)


def _instructions(watch: bool) -> str:
    said = [
        "The two pictures are frames of a film that are cut together, or should match. You watch "
        "continuity on the set: list what differs between the first and the second and would be "
        "noticed: clothes, hair, make-up, wounds, props, positions, the set, the light. Leave out "
        "what the camera's place, lens and framing explain, and what one picture does not show. "
        "Most telling first, at most 20; none where nothing differs.",
        "Say who by clothes and place, never by name.",
    ]
    if watch:
        said.append("The words between the marks say what to look at first.")
    return " ".join([*said, sent.DATA_ONLY])


def conclude(
    answer: Answer, inputs: Sequence[ToolInput], parameters: Parameters, folder: Path
) -> Sequence[Outcome]:
    """One candidate with both frames. Raises `remote:malformed`."""
    rows, dropped = _believed(checked(Differences, answer).differences)
    found = _shown(inputs, parameters, folder)
    result = {
        "tool": NAME,
        "version": VERSION,
        "model": plain(answer.model, 120),
        "frames": several_frames.told(found),
        "differences": rows,
        "dropped": dropped,
    }
    pictures = [
        OutputFile(one.path, "large", sent.JPEG, at) for at, (_item, one) in enumerate(found)
    ]
    return [Outcome(result, [*_files(result, folder), *pictures], kind="compared")]


def _believed(told: Sequence[Difference]) -> tuple[list[dict[str, Any]], dict[str, int]]:
    rows: list[dict[str, Any]] = []
    dropped: dict[str, int] = {}
    for one in told:
        what = plain(one.what, WORDS)
        why = "too_many" if len(rows) >= MOST else "" if what else "no_words"
        if why:
            dropped[why] = dropped.get(why, 0) + 1
            continue
        boxes = [several_frames.place(box, dropped) for box in (one.first_box, one.second_box)]
        said = {"first": plain(one.first, WORDS), "second": plain(one.second, WORDS)}
        rows.append(
            {"kind": one.kind, "what": what, **said, "boxes": boxes, "sure": share(one.sure)}
        )
    return rows, dropped


def _files(result: dict[str, Any], folder: Path) -> list[OutputFile]:
    table, numbers = folder / "differences.csv", folder / "result.json"
    text = io.StringIO(newline="")
    text.write("\ufeff")  # spreadsheets take it for UTF-8 only with the mark
    writer = csv.DictWriter(text, _COLUMNS, restval="", extrasaction="ignore")
    writer.writeheader()
    for row in result["differences"]:
        writer.writerow({key: harmless(value) for key, value in row.items()})
    table.write_text(text.getvalue(), encoding="utf-8", newline="")
    numbers.write_text(json.dumps(result, indent=1, ensure_ascii=False), encoding="utf-8")
    return [
        OutputFile(table, "csv", "text/csv"),
        OutputFile(numbers, "numbers", "application/json"),
    ]


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Continuity notes"),
    purpose=_("Lists what differs between two frames that should match, and shows where."),
    method=_(
        "Two frames go to a provider's model that looks at pictures; it lists what differs, how it "
        "is in each, and where. Models overlook small things, see differences that the camera's "
        "place explains, and mark places roughly. What it lists is for a person to look at; that "
        "it lists nothing does not mean that the frames match."
    ),
    serves="continuity",
    accepts=frozenset({"film", "sequence", "image"}),
    parameters=ContinuityNotesParameters,
    stages=sent.STAGES,
    most_inputs=2,
    inputs=Inputs(
        title=_("Two frames"),
        hint=_("Choose a second film or picture, or name two frames of this one."),
        few=_("Choose a second film or picture, or name two frames of this one."),
        first=_("First"),
        other=_("Second"),
        begins=True,
        drafts=True,
        instead="frames",
    ),
    beforehand=beforehand,
    needs=Need.VISION,
    compose=compose,
    conclude=conclude,
)
