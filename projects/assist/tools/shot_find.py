"""Shots found again: the first input is a film, each further one a picture or clip to look for."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist.contract import (
    Inputs,
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.interchange.cells import harmless
from projects.media.carrying.looking import Looked, look_at_still, look_closely
from projects.media.cuts.finding import NONE, Finding, Reference, find
from projects.media.frames import NoPicture, Unreadable
from projects.media.match.sampling import sample
from projects.media.pictures import is_picture
from projects.media.shots.thumbnails import choose

NAME, VERSION = "shot_find", "1.0"
OTHERS = 3  # what else a shot may show
Row = dict[str, Any]
Tell = Callable[[float], None]


class ShotFindParameters(Parameters):
    """What the person may choose."""

    picture_width: int = Field(
        320,
        ge=64,
        le=1280,
        title="Picture width",
        description="Width of the picture made of each shot of the film (pixels).",
    )


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Look in the first input for the others.

    `result.json`: `input` (name, frames, rate), `references` (name, still, `shots` of the film
    that show it), `shots` (see `_row`), `warnings`. Frames count from 0, `end` is exclusive.
    """
    assert isinstance(parameters, ShotFindParameters)
    film, others = inputs[0], inputs[1:]
    if not others:
        raise ToolRefused("find:references", film.name)
    wanted = []
    for number, item in enumerate(others):
        part = _Share(progress, "references", 0.4 * number / len(others), 0.4 / len(others))
        wanted.append(_reference(item, folder / "reference_parts", part))
    looked = _looked(
        film, folder / "film_parts", parameters.picture_width, _Share(progress, "film", 0.4, 0.4)
    )
    found = find(looked.seen, wanted, _Share(progress, "matching", 0.8, 0.15))
    rows = [_row(n, span, found[n], wanted) for n, span in enumerate(looked.seen.shots)]
    files = _pictures(looked, folder, rows, _Share(progress, "writing", 0.95, 0.05))
    result = _result(film, looked, wanted, rows)
    files += _lists(folder, result)
    return [Outcome(result, files, kind="found")]


class _Share:
    """Turns the share of a stage into the share of the whole run."""

    def __init__(self, progress: Progress, stage: str, low: float, wide: float) -> None:
        self.progress, self.stage, self.low, self.wide = progress, stage, low, wide

    def __call__(self, share: float) -> None:
        self.progress(self.stage, min(1.0, self.low + self.wide * share))


def _reference(item: ToolInput, folder: Path, tell: Tell) -> Reference:
    with item.path.open("rb") as file:
        still = is_picture(file.read(64))
    if still:
        try:
            picture = sample(item.path).pictures[0]
        except Unreadable as error:
            raise ToolRefused("tool:unreadable", item.name) from error
        cells = look_at_still(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype("uint8"))
        made = Reference(item.name, cells, [(0, 1)], still=True)
        tell(1.0)
    else:
        looked = _looked(item, folder, 64, tell)
        looked.parts.remove()
        made = Reference(item.name, looked.seen.pictures, looked.seen.shots, still=False)
    if not made.shows:
        raise ToolRefused("find:nothing_shown", item.name)
    return made


def _looked(item: ToolInput, folder: Path, wide: int, tell: Tell) -> Looked:
    try:
        return look_closely(item.path, folder, tell, wide, None)
    except NoPicture as error:
        raise ToolRefused("tool:no_picture", item.name) from error
    except Unreadable as error:
        raise ToolRefused("tool:unreadable", item.name) from error


def _row(number: int, span: tuple[int, int], found: list[Finding], wanted: list[Reference]) -> Row:
    """A shot of the film.

    `verdict` is shown, perhaps (like it, but another take or no frame of it) or none. `reference`
    is the number of the input counted from 0 after the film, `frame` and `reference_frame` one
    moment of both; `from`, `to` what of the shot is in a clip. `others` is what else it may be.
    """
    row: Row = {"index": number, "start": span[0], "end": span[1]}
    if not found:
        return row | {"verdict": NONE, "reference": None, "name": "", "confidence": 0, "others": []}
    told = [_told(one, wanted) for one in found]
    return row | told[0] | {"others": told[1 : 1 + OTHERS]}


def _told(one: Finding, wanted: list[Reference]) -> Row:
    told = {"verdict": one.verdict, "reference": one.reference, "name": wanted[one.reference].name}
    told |= {"confidence": one.confidence, "frame": one.at, "reference_frame": one.there}
    return told | {"from": one.start, "to": one.end}


def _pictures(looked: Looked, folder: Path, rows: list[Row], tell: Tell) -> list[OutputFile]:
    target, made = folder / "shots", []
    target.mkdir(exist_ok=True)
    numbers = looked.parts.candidate_numbers()
    for row in rows:
        tell(row["index"] / len(rows))
        span = row["start"], row["end"]
        path = target / f"shot_{row['index']:05d}.jpg"
        path.write_bytes(looked.parts.candidate(choose(numbers, span, span)))
        row["picture"] = f"shots/{path.name}"
        made.append(OutputFile(path, "large", "image/jpeg", row["index"]))
    looked.parts.remove()
    return made


def _result(film: ToolInput, looked: Looked, wanted: list[Reference], rows: list[Row]) -> Row:
    rate = looked.seen.rate
    about = {"name": film.name, "frames": looked.seen.frames}
    shown = [row for row in rows if row["verdict"] == "shown"]
    return {
        "tool": NAME,
        "version": VERSION,
        "input": about | {"rate": f"{rate.numerator}/{rate.denominator}"},
        "references": [
            {
                "name": one.name,
                "still": one.still,
                "shots": [row["index"] for row in shown if row["reference"] == number],
            }
            for number, one in enumerate(wanted)
        ],
        "shots": rows,
        "warnings": [{**one, "detail": one["detail"]} for one in looked.warnings],
    }


def _lists(folder: Path, result: Row) -> list[OutputFile]:
    table, numbers = folder / "found.csv", folder / "result.json"
    text = io.StringIO(newline="")
    text.write("\ufeff")  # spreadsheets take it for UTF-8 only with the mark
    columns = ["index", "start", "end", "verdict", "name", "confidence", "frame", "reference_frame"]
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    for row in result["shots"]:
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
    title=_("Find shots"),
    purpose=_("Tells which of your pictures and clips each shot of a film shows."),
    method=_(
        "Shots and references become tiny pictures without brightness, contrast and bars. A still "
        "is sought among all frames of a shot; a clip by its pictures and by what moves in them, "
        "so that another take is told from the same one. What only looks alike is told as perhaps. "
        "Do not trust it where the picture was reframed or mirrored, with very dark pictures, or "
        "with stills from outside the part that was used."
    ),
    serves="editing",
    accepts=frozenset({"film", "image"}),
    parameters=ShotFindParameters,
    stages={
        "references": _("Looking at the references"),
        "film": _("Looking at the film"),
        "matching": _("Finding the shots"),
        "writing": _("Writing the list"),
    },
    run=run,
    most_inputs=200,
    inputs=Inputs(
        title=_("Film and what to look for"),
        hint=_("Choose the pictures and clips that are looked for in the shots of this film."),
        few=_("Choose at least one picture or clip to look for."),
        first=_("Film"),
        other=_("Look for"),
        begins=True,
        first_is=frozenset({"film"}),
    ),
)
