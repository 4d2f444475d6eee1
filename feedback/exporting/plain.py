"""CSV and JSON Lines.

CSV: RFC 4180 with a header of column names, UTF-8 with a mark so that spreadsheets read accents,
times in UTC as `2026-11-29 12:30:00`, a point in decimals, nothing where there is no value. Text
that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
JSON Lines: an object a row, times in ISO 8601, `null` where there is no value.
"""

from collections.abc import Iterator

from feedback.exporting.columns import Column, Kind, Table
from feedback.exporting.copying import RAW, copied

MARK = "\ufeff".encode()
#: Signs that begin a formula, after spaces: = + - @ tab, line ends, and East Asian forms.
_FORMULA = "(61, 43, 45, 64, 9, 10, 13, 65309, 65291, 65293, 65312)"


def csv_of(table: Table) -> Iterator[bytes]:
    """The file in pieces; the first has the header and what rows were there at once."""
    values = ", ".join(_cell(column) for column in table.columns)
    header = ",".join(column.name for column in table.columns)
    rows = copied(table, values, "(format csv)")
    yield MARK + header.encode() + b"\n" + next(rows, b"")
    yield from rows


def _cell(column: Column) -> str:
    name = f'"{column.name}"'
    if column.kind == Kind.TEXT:
        risky = f"ascii(ltrim({name}, ' ')) in {_FORMULA}"
        return f"case when {risky} then '''' || {name} else {name} end"
    if column.kind == Kind.MOMENT:
        # As text it is what `to_char` would write of a year with four digits, at half the cost.
        return f"date_trunc('second', {name} at time zone 'UTC')"
    return f"{name}::text" if column.kind == Kind.YES else name


def lines_of(table: Table) -> Iterator[bytes]:
    """One JSON object a line, keys in the order of the columns."""
    yield from copied(table, "row_to_json(t)::text", RAW)
