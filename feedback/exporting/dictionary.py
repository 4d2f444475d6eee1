"""The data dictionary as a file, made from the columns themselves: it cannot say something else."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from feedback.exporting.columns import Column
from feedback.exporting.plain import MARK
from projects.interchange.cells import harmless

NAMES = ("table", "column", "kind", "unit", "words", "means")


@dataclass(frozen=True)
class File:
    media_type: str
    write: Callable[[Mapping[str, Sequence[Column]]], bytes]


def entries(tables: Mapping[str, Sequence[Column]]) -> list[dict[str, str | bool]]:
    """One a column: `words` is whether it holds what people typed, and leaves only where shared."""
    return [
        {
            **{"table": table, "column": one.name, "kind": str(one.kind), "unit": str(one.unit)},
            **{"words": one.words, "means": str(one.means)},
        }
        for table, columns in tables.items()
        for one in columns
    ]


def as_csv(tables: Mapping[str, Sequence[Column]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, NAMES, lineterminator="\n")
    writer.writeheader()
    for one in entries(tables):
        told = {**one, "words": str(one["words"]).lower()}
        writer.writerow({name: harmless(value) for name, value in told.items()})
    return MARK + out.getvalue().encode()


def as_json(tables: Mapping[str, Sequence[Column]]) -> bytes:
    told = {"format": 1, "columns": entries(tables)}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


FILES = {
    "csv": File("text/csv; charset=utf-8", as_csv),
    "json": File("application/json", as_json),
}
