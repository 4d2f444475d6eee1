"""A track by frame as two lanes of a drawing: how certain it is, how far its corners may be off."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from projects.assist.tools.scope_extension_words import ASTRAY, UNSURE
from projects.track_words import ranges

WIDE, HIGH = 1000, 60  # units of the drawing
MOST = 500  # columns: of more frames the worst of each column is drawn
LEAST = 1.0  # pixels at the top of the lane, at least


def strips(result: dict[str, Any]) -> dict[str, Any]:
    """Paths and places in units of the drawing, and what the lanes reach."""
    rows = result["frames"]
    first, count = rows[0]["frame"], rows[-1]["frame"] - rows[0]["frame"] + 1
    top = max(LEAST, *(row["strays"] for row in rows))
    return {
        "wide": WIDE,
        "high": HIGH,
        "certainty": _path(rows, lambda row: row["certainty"], min),
        "unsure": _up(UNSURE),
        "strays": _path(rows, lambda row: row["strays"] / top, max),
        "astray": _up(ASTRAY / top),
        "top": f"{top:.1f}",
        "weak": [
            {
                "x": round(WIDE * (a - first) / count, 1),
                "width": round(max(3, WIDE * (b - a + 1) / count), 1),
            }
            for a, b in ranges(rows)
        ],
        "marked": round(WIDE * (result["at"] - first + 0.5) / count, 1),
    }


def _path(rows: list[dict[str, Any]], share: Callable[[Any], float], pick: Any) -> str:
    """A filled step for each column."""
    columns = min(MOST, len(rows))
    edges = [round(n * len(rows) / columns) for n in range(columns + 1)]
    parts = [f"M0 {HIGH}"]
    for left, right in pairwise(edges):
        height = _up(pick(share(row) for row in rows[left:right]))
        a, b = (round(WIDE * edge / len(rows), 1) for edge in (left, right))
        parts.append(f"L{a} {height}L{b} {height}")
    return "".join([*parts, f"L{WIDE} {HIGH}Z"])


def _up(share: float) -> float:
    return round(HIGH * (1 - min(1.0, max(0.0, share))), 1)
