"""Avid log exchange: a heading, the names of columns, and a line for each clip."""

import re
from typing import Any

from projects.interchange.logs import LONGEST, MOST_ENTRIES, Entry, refused, three
from projects.interchange.refusal import gettext_noop

MOST_COLUMNS = 1_000
#: Names of columns as programs write them, by what they mean; the first that is filled counts.
_COLUMNS = {
    "name": ("name", "clip name"),
    "file": ("source file", "source file name", "filename", "file name", "unc"),
    "reel": ("tape", "reel", "reel name", "reel #", "tape id", "camroll"),
    "start": ("start",),
    "scene": ("scene",),
    "take": ("take",),
    "comment": ("comments", "comment", "description", "descript"),
    "look": ("lut", "lut used", "look", "look name"),
}
_ENDS = re.compile(r"\r\n|\r|\n")
_SOP = re.compile(r"\(([^()]{1,100})\)\s*\(([^()]{1,100})\)\s*\(([^()]{1,100})\)")


def read_ale(text: str) -> tuple[Entry, ...]:
    """The clips of an Avid log, in order.

    Raises `ExportRefused("logs:unreadable")` with the line: no columns, other separators than
    tabs, more fields than columns, a CDL that is none, too many.
    """
    lines = _ENDS.split(text.removeprefix("\ufeff"))
    columns, begin = _columns(lines)
    found: list[Entry] = []
    for number, line in enumerate(lines[begin:], begin + 1):
        if not line.strip():
            continue
        if len(found) == MOST_ENTRIES:
            raise refused(gettext_noop("more than %(most)s clips"), most=MOST_ENTRIES)
        found.append(_entry(number, line.split("\t"), columns))
    return tuple(found)


def _columns(lines: list[str]) -> tuple[list[str], int]:
    """Names in lower case, and where the lines of clips begin."""
    words = [line.strip() for line in lines]
    for number, word in enumerate(words, 1):
        if word.upper().startswith("FIELD_DELIM") and not word.upper().endswith("TABS"):
            raise refused(
                gettext_noop("line %(line)s: fields apart by other than tabs"), line=number
            )
        if word == "Data":
            raise refused(gettext_noop("line %(line)s: clips before the columns"), line=number)
        if word == "Column":
            return _named(lines, words, number)
    raise refused(gettext_noop("no line that says Column"))


def _named(lines: list[str], words: list[str], at: int) -> tuple[list[str], int]:
    names = next((n for n in range(at, len(words)) if words[n]), None)
    if names is None or words[names] == "Data":
        raise refused(gettext_noop("line %(line)s: no names of columns"), line=at)
    columns = [name.strip().lower() for name in lines[names].split("\t")]
    if len(columns) > MOST_COLUMNS:
        raise refused(gettext_noop("line %(line)s: too many columns"), line=names + 1)
    data = next((n for n in range(names + 1, len(words)) if words[n]), None)
    if data is None or words[data] != "Data":
        raise refused(gettext_noop("line %(line)s: Data is expected"), line=(data or names) + 1)
    return columns, data + 1


def _entry(number: int, cells: list[str], columns: list[str]) -> Entry:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise refused(gettext_noop("line %(line)s: more fields than columns"), line=number)
    told = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    texts: dict[str, Any] = {
        field: next((told[name][:LONGEST] for name in names if told.get(name)), "")
        for field, names in _COLUMNS.items()
    }
    return Entry(line=number, **texts, **_grade(number, told))


def _grade(number: int, told: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if text := told.get("asc_sop", ""):
        match = _SOP.search(text)
        parts = [part.replace(",", " ").split() for part in match.groups()] if match else [[]] * 3
        sop = [three(parts[0], least=0), three(parts[1]), three(parts[2], least=0)]
        if None in sop:
            raise refused(gettext_noop("line %(line)s: ASC_SOP is not nine numbers"), line=number)
        found |= dict(zip(("slope", "offset", "power"), sop, strict=True))
    if text := told.get("asc_sat", ""):
        saturation = three([text] * 3, least=0)
        if saturation is None:
            raise refused(gettext_noop("line %(line)s: ASC_SAT is no number"), line=number)
        found["saturation"] = saturation[0]
    return found
