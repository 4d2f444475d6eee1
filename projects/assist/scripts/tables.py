"""The breakdown as tables: CSV files, and one XLSX with a sheet each. No cell is a formula."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from projects.assist.scripts.breakdown import Breakdown
from projects.assist.scripts.revisions import Change
from projects.interchange.cells import harmless
from projects.interchange.scripts.paging import spelled

_LONGEST = 32_000  # what a cell of a spreadsheet holds
Table = list[list[Any]]
#: What the rules of continuity say, in words.
RULES = {
    "worn_after_off": "taken off, then worn",
    "put_on_twice": "put on twice",
    "held_after_let_go": "let go, then held",
    "hurt_but_able": "hurt, then used",
    "aid_gone": "hurt, then without its aid",
    "dead_speaks": "dead, then speaks",
    "dead_acts": "dead, then acts",
    "broken_then_whole": "broken, then whole",
}


#: What is told of a garment, a prop, a part of the body or a person.
FACTS = {"on": "worn", "off": "taken off", "has": "held", "gone": "let go"}
FACTS |= {"hurt": "hurt", "broken": "broken", "dead": "dead"}


def tables(
    found: Breakdown, revised: Sequence[tuple[str, str, Sequence[Change]]] = ()
) -> dict[str, Table]:
    """By name; the first row of each has the titles. `revised`: (before, after, changes)."""
    made = {
        "scenes": list(_scenes(found)),
        "characters": list(_characters(found)),
        "elements": list(_elements(found)),
        "shooting_order": list(_shooting(found)),
        "story": list(_story(found)),
        "continuity": list(_hints(found)),
    }
    if revised:
        made["revisions"] = list(_revisions(revised))
    return made


def _scenes(found: Breakdown) -> Iterator[list[Any]]:
    yield (
        "scene,int/ext,location,time,page,pages,eighths,omitted,speaking,present,heading".split(",")
    )
    for scene, there in zip(found.scenes, found.present, strict=True):
        heading = scene.heading
        row = [scene.number, heading.int_ext, heading.location, heading.time, scene.page]
        row += [spelled(scene.length), scene.length, "yes" if scene.omitted else ""]
        yield [*row, ", ".join(scene.parts), ", ".join(there), heading.text]


def _characters(found: Breakdown) -> Iterator[list[Any]]:
    yield "board,name,scenes,speeches,lines,words,extensions,perhaps also,first named".split(",")
    for c in sorted(found.characters.values(), key=lambda c: c.board):
        extensions = ", ".join(f"{name} {count}" for name, count in c.extensions.items())
        row = [c.board, c.name, len(c.scenes), c.speeches, c.lines, c.words, extensions]
        yield [*row, ", ".join(c.maybe_same), c.first_words]


def _elements(found: Breakdown) -> Iterator[list[Any]]:
    yield "scene,kind,element,sure,sentence".split(",")
    for scene, elements, silent in zip(found.scenes, found.elements, found.silent, strict=True):
        for person in silent:
            yield [scene.number, "silent", person["name"], person["sure"], person["sentence"]]
        for element in elements:
            yield [scene.number, element.kind, element.name, element.sure, element.sentence]


def _shooting(found: Breakdown) -> Iterator[list[Any]]:
    yield "shooting day,scene,int/ext,set,light,strip,pages,cast".split(",")
    for strip in found.shooting:
        scene = found.scenes[strip.scene - 1]
        cast = ", ".join(found.present[strip.scene - 1])
        row = [strip.day or "", scene.number, strip.side, strip.set, strip.light, strip.colour]
        yield [*row, spelled(strip.length), cast]


def _story(found: Breakdown) -> Iterator[list[Any]]:
    yield "scene,who,what,is,sure,sentence".split(",")
    for fact in found.story.facts:
        number = found.scenes[fact.place.scene - 1].number
        row = [number, fact.character, fact.subject, FACTS[fact.kind]]
        yield [*row, fact.sure, fact.place.sentence]


def _hints(found: Breakdown) -> Iterator[list[Any]]:
    yield "hint,who,what,sure,scene,sentence,then in scene,then".split(",")
    for hint in found.story.hints:
        first, then = (found.scenes[place.scene - 1].number for place in (hint.first, hint.then))
        row = [RULES[hint.rule], hint.character, hint.subject, hint.sure]
        yield [*row, first, hint.first.sentence, then, hint.then.sentence]


def _revisions(revised: Sequence[tuple[str, str, Sequence[Change]]]) -> Iterator[list[Any]]:
    yield "from,to,scene before,scene after,what,alike,taken out,put in".split(",")
    for before, after, changes in revised:
        for c in changes:
            row = [before, after, c.number_before, c.number_after, ", ".join(c.kinds) or "same"]
            yield [*row, c.alike, "\n".join(c.taken), "\n".join(c.put)]


def write_csv(made: dict[str, Table], folder: Path) -> list[Path]:
    """One file a table. UTF-8 with a mark, so that spreadsheets read accents."""
    written = []
    for name, rows in made.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([[harmless(cell) for cell in row] for row in rows])
        written.append(path)
    return written


def write_xlsx(made: dict[str, Table], path: Path) -> None:
    """Strings are written as strings, row by row."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True})
        for name, rows in made.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, rows[0], bold)
            for number, row in enumerate(rows[1:], 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(number, column, cell[:_LONGEST])
                    else:
                        sheet.write_number(number, column, cell)
