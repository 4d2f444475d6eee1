"""The files beside a match: decisions for other programs, a table, a picture to look at."""

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from projects.assist.contract import OutputFile
from projects.interchange.grades import Event, write_ccc, write_cdl, write_cube, write_grade_edl
from projects.interchange.logs import Entry
from projects.interchange.refusal import ExportRefused
from projects.media.match.grade import Cdl
from projects.media.match.sampling import Sample
from projects.media.match.showing import SIZE, side_by_side, table


def write_files(
    folder: Path, row: dict[str, Any], hero: Sample, taken: Sample, cdl: Cdl
) -> list[OutputFile]:
    """The picture of one shot and, where there is an answer, its table; named by its number."""
    stem = f"shot_{row['index']:03}"
    picture, cube = folder / f"{stem}.png", folder / f"{stem}.cube"
    middle = taken.pictures[len(taken.pictures) // 2]
    side_by_side(picture, hero.pictures[len(hero.pictures) // 2], middle, cdl)
    files = [OutputFile(picture, "compare", "image/png", row["index"])]
    if row["answered"]:
        cube.write_text(write_cube(row["name"], SIZE, table(cdl).tolist()))
        files.append(OutputFile(cube, "cube", "text/plain", row["index"]))
    row["files"] = [file.path.name for file in files]
    return files


def counts_with(clock: Fraction | None, taken: Sample) -> bool:
    """Whether the frames of a shot can stand in an EDL of that rate; a picture has one frame."""
    return taken.still or taken.rate == clock


def write_lists(
    folder: Path, rows: Sequence[dict[str, Any]], title: str, rate: Fraction
) -> list[OutputFile]:
    """All corrections as `match.cdl` and `match.ccc`; as `match.edl` those of one `rate`,
    where clocks count at it: an EDL has one rate for all its events."""
    told = [row for row in rows if row["answered"]]
    grades = [_grade(row) for row in told]
    if not grades:
        return []
    texts = {"cdl": write_cdl(grades), "ccc": write_ccc(grades)}
    pairs = [pair for pair in zip(grades, told, strict=True) if pair[1]["in_edl"]]
    events = [Event(grade, row["start"], row["end"]) for grade, row in pairs]
    with suppress(ExportRefused):
        texts |= {"edl": write_grade_edl(title, rate, events)} if events else {}
    files = []
    for ending, text in texts.items():
        path = folder / f"match.{ending}"
        path.write_text(text, newline="")
        files.append(OutputFile(path, ending, "text/plain"))
    return files


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
