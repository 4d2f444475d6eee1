"""The formats that a table leaves in: streamed, or written to a file first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.exporting.columns import Table
from feedback.exporting.parquet import parquet_to
from feedback.exporting.plain import csv_of, lines_of
from feedback.exporting.spreadsheet import xlsx_to

_READ = 1 << 20


@dataclass(frozen=True)
class Format:
    """`write(table, title)` gives the file's bytes in pieces."""

    ending: str
    media_type: str
    label: Any
    write: Callable[[Table, str], Iterator[bytes]]


def _from_file(
    write: Callable[[Path, Table, str], None],
) -> Callable[[Table, str], Iterator[bytes]]:
    """For formats that are only whole at their end: a temporary file, gone when it was read."""

    def pieces(table: Table, title: str) -> Iterator[bytes]:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "table"
            write(path, table, title)
            with path.open("rb") as made:
                while piece := made.read(_READ):
                    yield piece

    return pieces


FORMATS = {
    made.ending: made
    for made in (
        Format("csv", "text/csv; charset=utf-8", _("CSV"), lambda table, _title: csv_of(table)),
        Format(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _("Excel"),
            _from_file(lambda path, table, title: xlsx_to(path, table, title=title)),
        ),
        Format(
            "jsonl",
            "application/jsonl; charset=utf-8",
            _("JSON Lines"),
            lambda table, _title: lines_of(table),
        ),
        Format(
            "parquet",
            "application/vnd.apache.parquet",
            _("Parquet"),
            _from_file(lambda path, table, _title: parquet_to(path, table)),
        ),
    )
}
