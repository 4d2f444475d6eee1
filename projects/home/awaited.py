"""Decisions that are awaited: which, and how many.

A studio may leave thousands of them open. Every page tells their number, so that it is counted up
to a bound: "99+" says as much. Home shows the newest, which are looked for among the newest
requests first: a sort over all of them would ask each for its verdict.
"""

from typing import Any

from django.db.models import Q

from projects import triage
from projects.models import AssistRequest, Candidate
from projects.models.candidates import SIGNED
from projects.models.decisions import standing_verdict
from projects.models.trash import stands_withdrawn

#: The frame counts no further: one more than it shows.
COUNTED = 100
#: Home counts no further.
COUNTED_AT_HOME = 200
RECENT = 200


def awaiting(user: Any) -> Any:
    """Of open requests, without a decision in force or opened again by one, newest first; pictures
    have boards of their own, conversions are not decided, and what is in quarantine cannot be. Of
    a decided request nothing is awaited, whatever else was offered for it.
    """
    return (
        Candidate.objects.shown_to(user)
        .exclude(kind__in=(Candidate.Kind.PICTURE, Candidate.Kind.EDITORIAL))
        .annotate(verdict=standing_verdict())
        .filter(Q(verdict=None) | ~Q(verdict__in=SIGNED))
        .filter(run__request__state=AssistRequest.State.OPEN)
        .exclude(stands_withdrawn("pk") | stands_withdrawn("version"))
        .select_related("run__request", "version__asset", "project")
        .defer("result", "version__facts")
        .order_by("-created_at", "pk")
    )


def needed(user: Any, most: int = COUNTED) -> int:
    """Decisions awaited: cuts, files, and boards of pictures; `most` where there are more."""
    files = counted(awaiting(user), most)
    return files + (counted(triage.boards_awaiting(user), most - files) if files < most else 0)


def counted(rows: Any, most: int) -> int:
    """How many, up to `most`: in no order, so that the database stops there."""
    return int(rows.order_by()[:most].count())


def newest(user: Any, most: int) -> list[Candidate]:
    """Of all that is awaited where the newest requests have too few."""
    requests = AssistRequest.objects.shown_to(user).filter(state=AssistRequest.State.OPEN)
    recent = list(requests.order_by("-created_at", "pk").values_list("pk", flat=True)[:RECENT])
    found = list(awaiting(user).filter(run__request__in=recent)[:most])
    if len(found) == most or len(recent) < RECENT:
        return found
    return list(awaiting(user)[:most])
