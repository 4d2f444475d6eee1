"""Reading a VFX breakdown: CSV or XLSX into rows of text, and each row into an item with a bid.

Plain Python. Encodings (UTF-8, UTF-16, Windows-1252), separators and decimal commas survive;
formulas are refused, since what they showed is not in the file for sure.
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import python_calamine
from django.utils.translation import gettext as _
from lxml import etree

from feedback.models.work import MOST_HOURS, MOST_RATE
from feedback.work.stages import stage_of, stratum_of

MOST_BYTES, MOST_ROWS, MOST_CELL = 4 * 1024 * 1024, 1000, 400
MOST_UNPACKED = 64 * 1024 * 1024
#: What each column is called in breakdowns of studios.
HEADINGS = {
    "code": ("code", "item", "item code", "task", "task id", "id", "plan", "tâche"),
    "title": ("title", "name", "description", "task description", "titre"),
    "shot": ("shot", "shot code", "vfx id", "plan vfx"),
    "stage": ("stage", "department", "task type", "discipline", "étape"),
    "stratum": ("complexity", "stratum", "difficulty", "complexité"),
    "hours": ("hours", "bid", "bid hours", "bid (h)", "hours bid", "heures"),
    "days": ("days", "bid days", "man days", "mandays", "md", "jours"),
    "rate": ("rate", "hourly rate", "rate per hour", "taux", "taux horaire"),
    "day_rate": ("day rate", "rate per day", "taux journalier"),
    "currency": ("currency", "devise"),
}
NEEDED = ("code", "stage", "stratum")
DAY_HOURS = 8
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Unreadable(Exception):
    """The file as a whole; the message says why."""


@dataclass
class Line:
    """A row of the file: what was read, and what is wrong with it in words."""

    number: int
    code: str = ""
    title: str = ""
    shot: str = ""
    stage: str = ""
    stratum: str = ""
    hours: str = ""
    rate: str = ""
    currency: str = ""
    wrong: list[str] = field(default_factory=list)


def read(name: str, content: bytes, currency: str = "USD") -> list[Line]:
    """Every row that holds something, in the order of the file. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("it is larger than 4 MiB"))
    table = _sheet(content) if content[:2] == b"PK" else _text(content)
    columns: dict[str, int] = {}
    lines: list[Line] = []
    for number, cells in table:
        if not any(cells):
            continue
        if not columns:
            columns = _columns(cells)
            continue
        if len(lines) >= MOST_ROWS:
            raise Unreadable(_("it has more than %(n)s rows") % {"n": MOST_ROWS})
        lines.append(_line(number, cells, columns, currency))
    if not lines:
        raise Unreadable(_("it has no rows below its headings"))
    return _told_apart(lines)


def _text(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=first.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in table:
            yield table.line_num, [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        raise Unreadable(_("line %(n)s is no CSV") % {"n": table.line_num}) from error


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:4096]:
        raise Unreadable(_("it is neither CSV nor XLSX"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _sheet(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The first sheet. A cell with a formula is read as "=", which no column takes."""
    try:
        formulas = _formulas(content)
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except Unreadable:
        raise
    except Exception as error:  # the reader is Rust and has errors of many kinds
        raise Unreadable(_("it is no XLSX that can be opened")) from error
    for number, row in enumerate(rows, 1):
        yield (
            number,
            ["=" if (number, n) in formulas else _cell(value) for n, value in enumerate(row, 1)],
        )


def _formulas(content: bytes) -> set[tuple[int, int]]:
    """(row, column) of each cell of the first sheet that is computed, counted from one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise Unreadable(_("it unpacks to more than 64 MiB"))
        sheets = sorted(
            (n for n in archive.namelist() if re.match(r"xl/worksheets/sheet\d+\.xml\Z", n)),
            key=lambda name: int(re.findall(r"\d+", name)[-1]),
        )
        found = set()
        for name in sheets:
            with archive.open(name) as source:
                found |= {_place(cell) for cell in _computed(source)}
        return found


def _computed(source: Any) -> Iterator[str]:
    for _event, cell in etree.iterparse(
        source, tag=f"{_MAIN}c", resolve_entities=False, no_network=True, huge_tree=False
    ):
        if cell.find(f"{_MAIN}f") is not None:
            yield cell.get("r", "A1")
        cell.clear()


def _place(name: str) -> tuple[int, int]:
    """Of "C12": (12, 3)."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return " ".join(str(value).split())


def _columns(cells: list[str]) -> dict[str, int]:
    plain = [cell.casefold() for cell in cells]
    found: dict[str, int] = {}
    for name, words in HEADINGS.items():
        place = next((plain.index(word) for word in words if word in plain), None)
        if place is not None and place not in found.values():
            found[name] = place
    if twice := [plain[place] for place in found.values() if plain.count(plain[place]) > 1]:
        raise Unreadable(_("two columns are called %(name)s") % {"name": twice[0][:40]})
    if missing := [name for name in NEEDED if name not in found]:
        names = ", ".join({"stratum": "complexity"}.get(name, name) for name in missing)
        raise Unreadable(_("these columns are missing: %(names)s") % {"names": names})
    return found


def _line(number: int, cells: list[str], columns: dict[str, int], currency: str) -> Line:
    got = {name: cells[n] if n < len(cells) else "" for name, n in columns.items()}
    line = Line(number)
    for name, value in got.items():
        if len(value) > MOST_CELL:
            line.wrong.append(_("%(column)s is too long") % {"column": name})
            got[name] = ""
        elif _is_formula(value):
            line.wrong.append(_("%(column)s holds a formula") % {"column": name})
            got[name] = ""
    line.code, line.title, line.shot = got["code"], got.get("title", "")[:160], got.get("shot", "")
    line.stage, line.stratum = stage_of(got["stage"]), stratum_of(got["stratum"])
    line.currency = (got.get("currency") or currency).upper()
    _say_what_is_wrong(line, got)
    _take_bid(line, got)
    return line


def _is_formula(value: str) -> bool:
    """Text that a spreadsheet would compute; a dash for "nothing" and negative numbers are none."""
    if not value.startswith(_FORMULA) or value in ("-", "–"):
        return False
    return not (value[0] in "+-" and number_of(value) is not None)


def _say_what_is_wrong(line: Line, got: dict[str, str]) -> None:
    if not _CODE.match(line.code):
        line.wrong.append(_("the code is missing, or has more than letters, digits, - and _"))
    if not line.stage:
        line.wrong.append(_("nobody knows the stage “%(stage)s”") % {"stage": got["stage"]})
    if not line.stratum:
        line.wrong.append(_("the complexity is missing"))
    if not re.fullmatch(r"[A-Z]{3}", line.currency):
        line.wrong.append(_("the currency is three capitals, such as EUR"))


def _take_bid(line: Line, got: dict[str, str]) -> None:
    hours = _amount(line, got, "hours", MOST_HOURS)
    if hours is None and (days := _amount(line, got, "days", MOST_HOURS)) is not None:
        hours = days * DAY_HOURS
    rate = _amount(line, got, "rate", MOST_RATE)
    if rate is None and (day := _amount(line, got, "day_rate", MOST_RATE * DAY_HOURS)) is not None:
        rate = day / DAY_HOURS
    if hours is not None and hours <= 0:
        line.wrong.append(_("a bid has more than 0 hours"))
    if rate is not None and hours is None:
        line.wrong.append(_("a rate without hours is no bid"))
    line.hours = "" if hours is None else f"{hours:.2f}"
    line.rate = "" if rate is None and hours is None else f"{rate or Decimal(0):.2f}"


def _amount(line: Line, got: dict[str, str], name: str, most: int) -> Decimal | None:
    value = got.get(name, "")
    if value in ("", "-", "–"):
        return None
    number = number_of(value)
    if number is None or not 0 <= number <= most:
        said = {"value": value, "column": name, "most": most}
        line.wrong.append(_("“%(value)s” is no number of %(column)s from 0 to %(most)s") % said)
        return None
    return number


def number_of(text: str) -> Decimal | None:
    """1234.5, 1,234.5, 1.234,5, 1 234,5 and 12,5 alike; None where it is no number.

    One separator with exactly three digits after it is that of thousands only where the other
    kind stands beside it, or where it stands more than once.
    """
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    plain = re.sub(r"^[€$£]|[€$£]$|(?i:h|hrs?)$", "", plain)
    if not re.fullmatch(r"[+-]?[\d.,]*\d", plain):
        return None
    last = max(plain.rfind(","), plain.rfind("."))
    mark = plain[last] if last >= 0 else ""
    if mark and plain.count(mark) > 1:
        whole, rest = plain, ""
    else:
        whole, rest = (plain[:last], plain[last + 1 :]) if mark else (plain, "")
    try:
        return Decimal(re.sub(r"[.,]", "", whole or "0") + ("." + rest if rest else ""))
    except InvalidOperation:
        return None


def _told_apart(lines: list[Line]) -> list[Line]:
    seen: dict[str, int] = {}
    for line in lines:
        if line.code and line.code in seen:
            line.wrong.append(_("the code stands on line %(n)s too") % {"n": seen[line.code]})
        seen.setdefault(line.code, line.number)
    return lines
