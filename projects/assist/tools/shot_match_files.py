"""The files beside a match: decisions for other programs, a table, a picture to look at."""

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from projects.assist.contract import OutputFile
from projects.interchange.cells import harmless
from projects.interchange.grades import Event, write_ccc, write_cdl, write_cube, write_grade_edl
from projects.interchange.logs import Entry
from projects.interchange.refusal import ExportRefused
from projects.media.match.grade import Cdl
from projects.media.match.measures import UNITS
from projects.media.match.sampling import Picture, Sample
from projects.media.match.showing import SIZE, corrected, save_look, side_by_side, table

HERO = 0  # index of the hero's picture among those to look at


def write_files(
    folder: Path, row: dict[str, Any], hero: Sample, taken: Sample, cdl: Cdl
) -> list[OutputFile]:
    """The pictures of one shot and, where there is an answer, its table; named by its number.

    `row["looks"]` gets the indices of the pictures to look at, before and after.
    """
    stem = f"shot_{row['index']:03}"
    picture, cube = folder / f"{stem}.png", folder / f"{stem}.cube"
    shot, first = middle(taken), 2 * row["index"] + 1
    side_by_side(picture, middle(hero), shot, cdl)
    files = [OutputFile(picture, "compare", "image/png", row["index"])]
    if row["answered"]:
        cube.write_text(write_cube(row["name"], SIZE, table(cdl).tolist()))
        files.append(OutputFile(cube, "cube", "text/plain", row["index"]))
    row["files"] = [file.path.name for file in files]
    row["looks"] = {"before": first, "after": first + 1}
    looks = zip((first, first + 1), (shot, corrected(shot, cdl)), strict=True)
    return [*files, *(write_look(folder, index, look) for index, look in looks)]


def middle(taken: Sample) -> Picture:
    """The frame in the middle of those that were looked at."""
    return taken.pictures[len(taken.pictures) // 2]


def write_look(folder: Path, index: int, picture: Picture) -> OutputFile:
    """A picture to be looked at."""
    path = folder / f"look_{index:03}.jpg"
    save_look(path, picture)
    return OutputFile(path, "large", "image/jpeg", index)


def counts_with(clock: Fraction | None, taken: Sample) -> bool:
    """Whether the frames of a shot can stand in an EDL of that rate; a picture has one frame."""
    return taken.still or taken.rate == clock


def write_lists(
    folder: Path, rows: Sequence[dict[str, Any]], title: str, rate: Fraction
) -> list[OutputFile]:
    """The table as `match.csv`, all corrections as `match.cdl` and `match.ccc`; as `match.edl`
    those of one `rate`, where clocks count at it: an EDL has one rate for all its events."""
    table_ = folder / "match.csv"
    table_.write_text(write_table(rows), encoding="utf-8", newline="")
    listed = [OutputFile(table_, "csv", "text/csv")]
    told = [row for row in rows if row["answered"]]
    grades = [_grade(row) for row in told]
    if not grades:
        return listed
    texts = {"cdl": write_cdl(grades), "ccc": write_ccc(grades)}
    pairs = [pair for pair in zip(grades, told, strict=True) if pair[1]["in_edl"]]
    events = [Event(grade, row["start"], row["end"]) for grade, row in pairs]
    with suppress(ExportRefused):
        texts |= {"edl": write_grade_edl(title, rate, events)} if events else {}
    for ending, text in texts.items():
        path = folder / f"match.{ending}"
        path.write_text(text, newline="")
        listed.append(OutputFile(path, ending, "text/plain"))
    return listed


def write_table(rows: Sequence[dict[str, Any]]) -> str:
    """A row a shot: verdict, drift before and after, and the ten numbers; CSV for spreadsheets."""
    text = io.StringIO(newline="")
    text.write("\ufeff")  # spreadsheets take it for UTF-8 only with the mark
    writer = csv.writer(text)
    units = list(UNITS)
    numbers = [f"{name}_{c}" for name in ("slope", "offset", "power") for c in "rgb"]
    measured = [f"{when}_{unit}" for when in ("drift", "left") for unit in units]
    writer.writerow(["shot", "name", "start", "end", "verdict", *numbers, "saturation", *measured])
    for row in rows:
        given = [n for name in ("slope", "offset", "power") for n in row[name]]
        told = [row.get(when, {}).get(unit, "") for when in ("drift", "left") for unit in units]
        place = [row["index"], harmless(row["name"]), row["start"], row["end"], row["verdict"]]
        ten = [*given, row["saturation"]] if row["answered"] else [""] * 10
        writer.writerow([*place, *ten, *told])
    return text.getvalue()


def _grade(row: dict[str, Any]) -> Entry:
    slope, offset, power = (tuple(row[name]) for name in ("slope", "offset", "power"))
    return Entry(
        line=1,
        name=f"shot_{row['index']:03}",
        file=row["name"],
        comment="" if row["sure"] else "less sure: look before using it",
        slope=slope,
        offset=offset,
        power=power,
        saturation=row["saturation"],
    )
