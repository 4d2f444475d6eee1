"""Figures of a report on a page: numbers with their digits, intervals as a chart of our own."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()

#: Of the chart, in per cent of its width: where the line begins after the names, and how long it is
#: before the number. So words stay as large on a phone as on paper.
LINE, LONG, HEIGHT = 36.0, 50.0, 22


@register.filter
def beside(row: Sequence[Any], columns: Sequence[dict[str, Any]]) -> list[tuple[Any, Any]]:
    """Each value with the digits of its column."""
    return [(value, one["digits"]) for value, one in zip(row, columns, strict=True)]


@register.filter
def figure(value: Any, digits: int | None) -> str:
    """A number with so many digits after the point; a dash where there is none."""
    if value is None:
        return "–"
    return str(value) if digits is None else number_format(value, digits)


@register.inclusion_tag("feedback/_interval_chart.html")
def interval_chart(block: dict[str, Any]) -> dict[str, Any]:
    """Rows of (label, value, low, high, …) on one line each, from the least to the greatest."""
    rows = block["rows"]
    lows = [row[1] if row[2] is None else row[2] for row in rows]
    highs = [row[1] if row[3] is None else row[3] for row in rows]
    least, most = min(lows), max(highs)
    span = (most - least) or 1.0
    unit, digits = block["columns"][1]["unit"], block["columns"][1]["digits"]
    drawn = [
        {
            "label": row[0] or _("All"),
            "y": HEIGHT * number + HEIGHT / 2,
            "at": _at(row[1], least, span),
            "low": _at(low, least, span),
            "high": _at(high, least, span),
            "value": figure(row[1], digits),
        }
        for number, (row, low, high) in enumerate(zip(rows, lows, highs, strict=True))
    ]
    told = _("%(title)s: %(n)s rows, from %(least)s to %(most)s %(unit)s; the table is below.") % {
        **{"title": block["title"], "n": len(rows), "unit": unit},
        **{"least": figure(least, digits), "most": figure(most, digits)},
    }
    size = {"height": HEIGHT * len(rows), "line": f"{LINE}%", "end": f"{LINE + LONG}%"}
    return {**size, "rows": drawn, "told": told, "title": block["title"]}


def _at(value: float, least: float, span: float) -> str:
    return f"{LINE + (value - least) / span * LONG:.1f}%"
