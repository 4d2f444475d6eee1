"""A studio's decisions for people to read: who signed what, when and why."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from projects.archive import line
from projects.interchange.cells import harmless
from projects.models import Decision

COLUMNS = "at project asset version tool candidate revision verdict reason signed_by".split()


def decided(studio: Any) -> Iterator[dict[str, Any]]:
    """One decision after the other, oldest first, in the order of COLUMNS."""
    related = ("project", "revision", "candidate__version__asset", "candidate__run__request")
    rows = Decision.objects.filter(studio=studio).select_related(*related)
    rows = rows.defer("candidate__result", "revision__cut", "candidate__version__facts")
    for row in rows.order_by("at", "pk").iterator(chunk_size=500):
        made = row.candidate
        yield {
            "at": row.at.isoformat(timespec="seconds"),
            "project": row.project.name,
            "asset": made.version.asset.name,
            "version": made.version.number,
            "tool": made.run.request.tool,
            "candidate": made.number,
            "revision": row.revision.number,
            "verdict": row.verdict,
            "reason": row.reason,
            "signed_by": row.person_name,
        }


def as_json(studio: Any) -> Iterator[bytes]:
    """An array with one decision a line."""
    before = b"["
    for row in decided(studio):
        yield before + b"\n" + line(row).rstrip()
        before = b","
    yield b"\n]\n" if before == b"," else b"[]\n"


def as_csv(studio: Any) -> Iterator[bytes]:
    """With a mark, so that spreadsheets read accents; a cell is never a formula."""
    yield "\ufeff".encode() + _row(COLUMNS)
    for row in decided(studio):
        yield _row([harmless(row[name]) for name in COLUMNS])


def _row(cells: list[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()
