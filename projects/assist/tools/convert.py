"""Editorial conversion as the shell knows it: parameters, words, result files.

Input: one editorial file, recognised by what it holds: EDL, OTIO, FCPXML, Final Cut Pro 7 XML, AAF,
ALE, or colour decisions (CDL, CCC, CC) or a look-up table (.cube).

`result.json`:
- `name`, `format` (what was read: `edl`, `otio`, `fcpxml`, `fcp7`, `aaf`, `ale`, `cdl`, `cube`),
  `to`, `title`, `rate` ("24000/1001"), `drop_frame`, `start` (first frame, from 00:00:00:00),
  `frames`, `films` (how many the file holds), `tracks` (`kind`, `name`, `events`, `transitions`),
  `grades` (how many colour decisions);
- `events`: every event with `track`, `event`, `name`, `reel`, `media`, timecodes and frames of
  source and record (ends exclusive), `frames`, `speed`, `enabled`, `note`; `events.csv` has them;
- `losses`: what the format cannot carry, found before anything is written (`code`, `count`,
  `detail`);
- `warnings`: what in the file deserves a look (`code`, `count`, `detail`);
- `written`, `files`: names of what was written, all but CSV read back and compared. Where something
  would be lost and that was not accepted, `written` is false and there is the report alone.
"""

import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from projects.assist.contract import (
    Outcome,
    OutputFile,
    Parameters,
    Progress,
    Tool,
    ToolInput,
    ToolRefused,
)
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.apart import convert_apart
from projects.interchange.timelines.converting import Job
from projects.interchange.timelines.writing import MEDIA_TYPES
from projects.media.lut import check_file, is_cube

NAME, VERSION = "convert", "1.0"
#: What editors call the formats.
FORMATS = {
    "edl": gettext_noop("EDL CMX3600"),
    "fcpxml": gettext_noop("Final Cut Pro XML (FCPXML)"),
    "fcp7": gettext_noop("Premiere / Final Cut 7 XML"),
    "aaf": gettext_noop("AAF (Avid Media Composer)"),
    "otio": gettext_noop("OpenTimelineIO (OTIO)"),
    "ale": gettext_noop("Avid log (ALE)"),
    "csv": gettext_noop("Table of events (CSV)"),
    "cdl": gettext_noop("Colour decisions, ASC CDL"),
    "ccc": gettext_noop("Colour decisions, CCC"),
    "cc": gettext_noop("Colour decisions, CC"),
    "cube": gettext_noop("Look-up table (.cube)"),
}
READING, WRITING = "reading", "writing"
CUBE = "cube"
_HEAD = 4096
_LONGEST_STEM = 200  # of the 255 bytes that a name may have
_XML = "application/xml"
_TYPES = MEDIA_TYPES | {"cdl": _XML, "ccc": _XML, "cc": _XML, CUBE: "text/plain"}

Format = Literal["edl", "otio", "fcpxml", "fcp7", "aaf", "ale", "csv", "cdl", "ccc", "cc", "cube"]


class ConvertParameters(Parameters):
    """What the person may choose."""

    to: Literal[
        "edl", "otio", "fcpxml", "fcp7", "aaf", "ale", "csv", "cdl", "ccc", "cc", "cube"
    ] = Field(
        title="Format",
        description="What the other system reads.",
        json_schema_extra={"words": {**FORMATS}, "up_front": True},
    )
    rate: str = Field(
        "",
        max_length=40,
        title="Rate",
        description="Frames a second, such as 25 or 24000/1001, where the file does not say it: an "
        "EDL never does, some logs (ALE) do not. Leave it empty for all others.",
        json_schema_extra={"up_front": True},
    )
    start: str = Field(
        "",
        max_length=20,
        title="Start",
        description="Timecode that the film is to start at, such as 01:00:00:00; empty keeps its "
        "own.",
        json_schema_extra={"up_front": True},
    )
    film: int = Field(
        1, ge=1, le=10_000, title="Film", description="Which one, where the file holds several."
    )
    accept_losses: bool = Field(
        False,
        title="Accept losses",
        description="Write the file though the format cannot carry everything. Otherwise what "
        "would be lost is told first.",
        json_schema_extra={"each_time": True},
    )


def run(
    inputs: Sequence[ToolInput], parameters: Parameters, folder: Path, progress: Progress
) -> Sequence[Outcome]:
    """Convert the file; what was written, `events.csv` and `result.json` are left in `folder`.

    Raises `ToolRefused` with the codes of `errors_of_editorial`, and `Refused` for a bad .cube.
    """
    assert isinstance(parameters, ConvertParameters)
    item = inputs[0]
    progress(READING, 0.0)
    if _is_cube(item.path):
        told = _cube(item, parameters, folder)
    else:
        told = _converted(item, parameters, folder, progress)
    progress(WRITING, 0.9)
    files = _files(told, parameters.to, folder)
    result = {
        "tool": NAME,
        "version": VERSION,
        "name": item.name,
        "to": parameters.to,
        **told,
    }
    path = folder / "result.json"
    path.write_text(json.dumps(result, indent=1, ensure_ascii=True), encoding="utf-8")
    files.append(OutputFile(path, "numbers", "application/json"))
    progress(WRITING, 1.0)
    return [Outcome(result, files, kind="editorial")]


def _converted(
    item: ToolInput, parameters: ConvertParameters, folder: Path, progress: Progress
) -> dict[str, Any]:
    if parameters.to == CUBE:
        raise ToolRefused("timeline:no_cube", item.name)
    stem = _short(PurePath(item.name).stem) or "film"
    chosen = parameters.model_dump()
    job = Job(
        str(item.path.resolve()), folder=str(folder.resolve()), stem=stem, title=stem, **chosen
    )
    try:
        told = convert_apart(job, lambda: progress(READING, 0.1))
    except ExportRefused as refused:
        raise ToolRefused(refused.code, refused.detail) from refused
    return told


def _short(stem: str) -> str:
    """Short enough that every ending that is written fits beside it in a file's name."""
    return stem.encode()[:_LONGEST_STEM].decode(errors="ignore")


def _is_cube(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return path.suffix.lower() == ".cube" or is_cube(head.decode("utf-8", "replace"))


def _cube(item: ToolInput, parameters: ConvertParameters, folder: Path) -> dict[str, Any]:
    """Checked, and copied through: ten numbers cannot say what a table of thousands does."""
    size = check_file(item.path)
    if parameters.to != CUBE:
        said = f"ten numbers cannot stand for a table of {size} rows"
        raise ToolRefused("timeline:cube", said)
    name = f"{_short(PurePath(item.name).stem)}.cube"
    if (folder / name).resolve() != item.path.resolve():
        shutil.copyfile(item.path, folder / name)
    nothing: dict[str, Any] = {"losses": [], "warnings": [], "events": [], "grades": 0}
    return {"format": CUBE, "rows": size, **nothing, "written": True, "files": [name]}


def _files(told: dict[str, Any], to: str, folder: Path) -> list[OutputFile]:
    names = told["files"]
    files = [OutputFile(folder / name, "editorial", _TYPES[to]) for name in names]
    if len(names) > 1:  # taken away together, or one would be forgotten
        files = [OutputFile(_together(folder, names), "editorial", "application/zip")]
    table = told.pop("table", "")
    if table:
        path = folder / "events.csv"
        path.write_text(table, encoding="utf-8", errors="replace", newline="")
        files.append(OutputFile(path, "events", "text/csv; charset=utf-8"))
    return files


def _together(folder: Path, names: Sequence[str]) -> Path:
    path = folder / "files.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.write(folder / name, name)
    return path


TOOL = Tool(
    name=NAME,
    version=VERSION,
    title=_("Editorial conversion"),
    purpose=_("Takes a cut from one editing system's format to another's, by the frame."),
    method=_(
        "The file is read into whole frames of its own rate; what the other format cannot carry is "
        "told before anything is written, and nothing is written until that is accepted. What was "
        "written is read back and compared, and thrown away if one frame differs from what was "
        "promised. An EDL does not say its rate: with a wrong one that no frame contradicts "
        "(24 for 23.976) every frame stays right, but the clock runs at another speed. Nested "
        "compositions, effects and titles survive in OTIO only."
    ),
    serves="editing",
    accepts=frozenset({"editorial"}),
    parameters=ConvertParameters,
    stages={READING: _("Reading the cut"), WRITING: _("Writing it")},
    run=run,
    action=_("Convert"),
    decided=False,
)
