"""Rows out of PostgreSQL by COPY, in pieces, through Django's own connection and fences."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

#: Bytes of the first piece, so that a download begins at once, and of those after it.
FIRST, PIECE = 4_096, 262_144
#: Signs that no rendered value has: with them, COPY's CSV writes one value a line as it is.
RAW = "(format csv, delimiter e'\\x02', quote e'\\x01')"


def copied(select: str, params: tuple[Any, ...], how: str) -> Iterator[bytes]:
    """What `COPY (select) TO STDOUT how` writes; the connection is busy until the end.

    Whoever stops early ends the statement too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1"
        )  # tells the connection which studios are open: see portal.tenancy
        with cursor.copy(f"copy ({select}) to stdout {how}", params) as rows:
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
