"""Rows of the database as facts of a report."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from feedback.models import Response, shared_studios
from feedback.periods import week_of
from feedback.reports.scope import Fact
from feedback.suppression import Said
from projects.models import Decision, Entry

_TOOL = "run__request__tool"


def answers(until: datetime) -> list[Fact]:
    """The two questions after decisions: `ease` (1–7) and `minutes` by hand."""
    rows = Response.objects.filter(created_at__lt=until).order_by("created_at", "pk")
    path = f"decision__candidate__{_TOOL}"
    return _facts(rows, "created_at", "person_id", path, ease="ease", minutes="minutes_by_hand")


def decisions(until: datetime) -> list[Fact]:
    """The first decision of each person on each result: `approved`, 1 or 0.

    The first, since a figure must not change when somebody thinks again in a later week.
    """
    rows = (
        Decision.objects.filter(at__lt=until, person__isnull=False)
        .order_by("candidate_id", "person_id", "at", "pk")
        .distinct("candidate_id", "person_id")
    )
    found = _facts(rows, "at", "person_id", f"candidate__{_TOOL}", verdict="verdict")
    approved = Decision.Verdict.APPROVED
    return [
        Fact(fact.said, {"approved": int(fact.values["verdict"] == approved)}) for fact in found
    ]


def spend(until: datetime) -> list[Fact]:
    """What runs cost at providers, by who asked for them: `cost` in `currency`."""
    rows = Entry.objects.filter(at__lt=until, kind=Entry.Kind.COST).order_by("at", "pk")
    rows = rows.filter(run__request__person__isnull=False)
    who = "run__request__person_id"
    return _facts(rows, "at", who, _TOOL, cost="amount", currency="currency")


def _facts(rows: Any, at: str, person: str, tool: str, **values: str) -> list[Fact]:
    names = [at, person, "studio__cohort__name", "studio__name", tool, "studio_id"]
    known = set(shared_studios("raw").values_list("pk", flat=True))
    return [
        Fact(
            Said(str(row[1]), week_of(row[0]), (row[2] or "", row[3], row[4]), row[5] in known),
            dict(zip(values, map(_plain, row[6:]), strict=True)),
        )
        for row in _read(rows, [*names, *values.values()])
    ]


def _read(rows: Any, names: list[str]) -> Iterable[tuple[Any, ...]]:
    return rows.values_list(*names).iterator(chunk_size=5000)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
