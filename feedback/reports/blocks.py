"""What a report is written of: plain data that pages, files and paper show alike."""

from collections.abc import Sequence
from typing import Any

from feedback.reports.scope import Slice
from feedback.statistics.intervals import Interval

Block = dict[str, Any]


def text(words: Any) -> Block:
    return {"kind": "text", "text": str(words)}


def column(name: str, label: Any, unit: Any = "", *, digits: int | None = None) -> dict[str, Any]:
    """`digits` after the point; None for what is no number."""
    return {"name": name, "label": str(label), "unit": str(unit), "digits": digits}


def table(name: str, title: Any, columns: Sequence[dict], rows: Sequence[Sequence[Any]]) -> Block:
    """Rows of values in the order of the columns; None where there is none."""
    told = {"kind": "table", "name": name, "title": str(title)}
    return {**told, "columns": list(columns), "rows": [list(row) for row in rows]}


def estimates(
    name: str,
    title: Any,
    what: dict[str, Any],
    found: Sequence[tuple[Slice, Interval]],
    *,
    label: Any,
    count: Any,
    people: Any,
) -> Block:
    """One row a slice: its number with the interval. Shown as a chart with its table behind."""
    columns = [
        column("slice", label),
        what,
        column("low", _LOW, what["unit"], digits=what["digits"]),
        column("high", _HIGH, what["unit"], digits=what["digits"]),
        column("n", count, digits=0),
        column("people", people, digits=0),
    ]
    rows = [
        [part.label, _kept(one.value), _kept(one.low), _kept(one.high), one.n, part.people]
        for part, one in found
    ]
    return {**table(name, title, columns, rows), "kind": "estimates"}


def _kept(value: float | None) -> float | None:
    """Ten significant digits: the last bits of a computation differ between machines."""
    return None if value is None else float(f"{value:.10g}")


_LOW, _HIGH = "95 % from", "95 % to"
