"""XLSX (ECMA-376): PostgreSQL writes the XML of each row, Python deflates it.

An order of magnitude above xlsxwriter's constant-memory mode, which stays the way for sheets that
are composed. Text is inline and typed as text, so that nothing is ever computed; dates are serial
numbers with a date format; a file has as many sheets as its rows need.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from feedback.exporting.columns import Column, Kind, Table
from feedback.exporting.copying import RAW, copied
from feedback.exporting.workbook import HEAD, MAIN, parts

#: Rows of a sheet and signs of a cell, at most (Excel specifications and limits).
ROWS, SIGNS = 1_048_576, 32_767
#: Bytes of a sheet, at most: longer parts need ZIP64, which not every reader of XLSX takes.
BYTES = 1_900_000_000
#: Signs that XML 1.0 has no place for.
_CONTROL = "".join(f"\\x{n:02x}" for n in range(1, 32) if n not in (9, 10, 13)) + "\\ufffe\\uffff"
#: Finds text that must be written otherwise; most is not, and looking is cheaper than replacing.
_ODD = r"e'[&<>\\x01-\\x1f\\ufffe\\uffff]|_x'"
#: In this order; `_x` begins an escape of Excel's own, and is written so that it stays text.
_ESCAPES = (
    *(("'&'", "&amp;"), ("'<'", "&lt;"), ("'>'", "&gt;"), ("'_x'", "_x005F_x")),
    *(("e'\\n'", "&#10;"), ("e'\\r'", "&#13;")),
)
_TEXT = '<c t="inlineStr"><is><t xml:space="preserve">'
#: Kind → (how the cell is typed and formatted, its value in SQL).
_VALUES = {
    Kind.ID: (' t="str"', "{}::text"),
    Kind.CODE: (' t="str"', "{}"),
    Kind.INTEGER: ("", "{}::text"),
    Kind.NUMBER: ("", "{}::text"),
    Kind.YES: (' t="b"', "({})::int::text"),
    Kind.DATE: (' s="1"', "({} - date '1899-12-30')::text"),
    Kind.MOMENT: (' s="2"', "(date_part('epoch', {}) / 86400 + 25569)::text"),
}


def xlsx_to(path: Path, table: Table, *, title: str, rows: int = ROWS) -> None:
    """Write the file; `rows` is how many a sheet takes, its header among them."""
    cells = ", ".join(_cell(column) for column in table.columns)
    rows_of = copied(table, f"concat('<row>', {cells}, '</row>')", RAW)
    pieces = ((piece, piece.count(b"\n")) for piece in rows_of)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        count = _sheets(book, table.columns, pieces, rows - 1)
        for name, text in parts(title, count):
            book.writestr(_entry(name), text)


#: Rows as they come, and how many they are; a row has no line end but its last.
Piece = tuple[bytes, int]


def _sheets(
    book: zipfile.ZipFile, columns: Sequence[Column], pieces: Iterator[Piece], most: int
) -> int:
    """Rows, sheet after sheet; gives how many sheets there are."""
    number, rest = 0, next(pieces, None)
    while rest or not number:
        number += 1
        with book.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as sheet:
            sheet.write(_opening(columns).encode())
            rest = _fill(sheet, rest, pieces, most)
            sheet.write(b"</sheetData></worksheet>")
    return number


def _fill(sheet: IO[bytes], rest: Piece | None, pieces: Iterator[Piece], room: int) -> Piece | None:
    """Write at most `room` rows; gives what did not fit."""
    written = 0
    while rest and room and written < BYTES:
        piece, count = rest
        if count > room:
            fits = piece.split(b"\n", room)
            sheet.write(b"\n".join(fits[:room]))
            return fits[room], count - room
        written += sheet.write(piece)
        room, rest = room - count, next(pieces, None)
    return rest


def _opening(columns: Sequence[Column]) -> str:
    names = "".join(
        f'<c s="3" t="inlineStr"><is><t>{escape(column.name)}</t></is></c>' for column in columns
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    return f'{HEAD}<worksheet xmlns="{MAIN}">{view}<sheetData><row>{names}</row>'


def _cell(column: Column) -> str:
    """SQL that writes the cell's XML, an empty cell where there is no value."""
    name = f'"{column.name}"'
    if column.kind == Kind.TEXT:
        odd = f"octet_length({name}) > {SIGNS} or {name} ~ {_ODD}"
        value = f"case when {odd} then {_escaped(name)} else {name} end"
        told = f"'{_TEXT}' || {value} || '</t></is></c>'"
    else:
        how, value = _VALUES[column.kind]
        told = f"'<c{how}><v>' || {value.format(name)} || '</v></c>'"
    return f"coalesce({told}, '<c/>')"


def _escaped(name: str) -> str:
    told = f"translate(left({name}, {SIGNS}), e'{_CONTROL}', '')"
    for sign, written in _ESCAPES:
        told = f"replace({told}, {sign}, '{written}')"
    return told


def _entry(name: str) -> zipfile.ZipInfo:
    """Always of the same day: the same rows give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry
