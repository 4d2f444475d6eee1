"""Measured work in counts, for people of the programme: no names, no hours or money of anybody."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from feedback.models import WorkItem
from feedback.models.drawn import DESIGNS
from feedback.models.work import ARMS
from feedback.work.stages import STAGES, STRATA

State = WorkItem.State
_BEGUN = Q(begun_at__isnull=False)
COUNTS = {
    "items": Count("pk"),
    "settled": Count("pk", filter=Q(assignment__isnull=False)),
    "begun": Count("pk", filter=_BEGUN),
    "done": Count("pk", filter=Q(state__in=WorkItem.OVER)),
    "dropped": Count("pk", filter=Q(state=State.DROPPED)),
    "departed": Count("pk", filter=Q(departures__isnull=False), distinct=True),
    "felt": Count("pk", filter=Q(felt__isnull=False)),
}
#: How a table is cut: title, field, words for its values.
CUTS: dict[str, tuple[Any, str, dict[Any, Any]]] = {
    "studio": (_("Studio"), "studio__name", {}),
    "stage": (_("Stage"), "stage", STAGES),
    "stratum": (_("Complexity"), "stratum", STRATA),
    "design": (_("Settled"), "assignment__design", {**DESIGNS, None: _("not settled yet")}),
    "arm": (_("Told to do it"), "assigned", {**ARMS, "": _("not begun")}),
}


def counted(rows: Any) -> dict[str, int]:
    """All of these items."""
    return rows.order_by().aggregate(**_distinct())


def tables(rows: Any) -> Iterator[dict[str, Any]]:
    """One table for each cut, biggest first; one query each."""
    for name, (title, field, words) in CUTS.items():
        told = rows.order_by().values(field).annotate(**_distinct()).order_by("-items", field)
        lines = [{"label": words.get(row[field], row[field] or "–"), **row} for row in told]
        yield {"name": name, "title": title, "lines": lines}


def _distinct() -> dict[str, Any]:
    """An item that departed twice is one item."""
    return {name: Count("pk", filter=count.filter, distinct=True) for name, count in COUNTS.items()}
