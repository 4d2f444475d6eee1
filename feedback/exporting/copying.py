"""Rows out of PostgreSQL by COPY, in pieces, through Django's own connection and fences."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from feedback.exporting.columns import Part, Table
from portal.tenancy import Fence, current, resumed

#: Bytes of the first piece, so that a download begins at once, and of those after it.
FIRST, PIECE = 4_096, 262_144
#: Signs that no rendered value has: with them, COPY's CSV writes one value a line as it is.
RAW = "(format csv, delimiter e'\\x02', quote e'\\x01')"


def copied(table: Table, values: str, how: str) -> Iterator[bytes]:
    """What `COPY (select values from table) TO STDOUT how` writes, one part after the other.

    What is open at the first piece is open for all of them (a stream outlives its request's
    fence). Whoever stops early ends the statement under way.
    """
    opened, parts = current(), table.parts()
    while part := _following(parts, opened):
        yield from _copied(part, values, how, opened)


def _following(parts: Iterator[Part], opened: Fence) -> Part | None:
    with resumed(opened):
        return next(parts, None)


def _copied(part: Part, values: str, how: str, opened: Fence) -> Iterator[bytes]:
    source, params = part
    with connection.cursor() as cursor:
        with resumed(opened):
            # Tells the connection of the fence, which a bare COPY would not, and how dates look.
            cursor.execute("select set_config('datestyle', 'ISO, YMD', false)")
        statement = f"copy (select {values} from {source}) to stdout {how}"  # noqa: S608 (columns)
        with cursor.copy(statement, params) as rows:
            yield from _pieces(rows)


def _pieces(rows: Iterable[Any]) -> Iterator[bytes]:
    held, size, enough = [], 0, FIRST
    for row in rows:
        held.append(bytes(row))
        size += len(row)
        if size >= enough:
            yield b"".join(held)
            held, size, enough = [], 0, PIECE
    if held:
        yield b"".join(held)
