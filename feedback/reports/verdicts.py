"""What people decided, as facts of how they choose: verdicts on the same thing, choices between
providers. What a fact is, and its week, depends on nothing that came later.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from feedback.models import Look, shared_studios
from feedback.periods import week_of
from feedback.reports.scope import Fact
from feedback.suppression import Said
from projects.assist.preference import Comparison
from projects.models import Candidate, Decision

_RUN = "candidate__run"
_PLACE = ("studio__cohort__name", "studio__name", f"{_RUN}__request__tool", "studio_id")


def judged_twice(until: datetime) -> list[Fact]:
    """Each person's first word on a result that somebody else judged as well: `verdict` on `thing`.

    The first two count from the week of the second: before it, nothing could be compared.
    """
    rows = _first_words(until)
    things: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        things[row[0]].append(row)
    known = _known()
    return [
        Fact(_said(row, max(row[2], words[1][2]), known), {"thing": thing, "verdict": row[3]})
        for thing, words in things.items()
        if len(words) > 1
        for row in words
    ]


def looks(until: datetime) -> list[Fact]:
    """Approvals that were somebody's first word on a result, where it was told how long the result
    was in sight before: `looked`, in seconds.
    """
    rows = _first_words(until)
    told = dict(
        Look.objects.filter(decision__at__lt=until).values_list("decision_id", "seconds").iterator()
    )
    known = _known()
    return [
        Fact(_said(row, row[2], known), {"looked": told[row[8]]})
        for row in rows
        if row[3] == Decision.Verdict.APPROVED and row[8] in told
    ]


def _first_words(until: datetime) -> list[Any]:
    """(candidate, person, at, verdict, cohort, studio, tool, studio's id, id), earliest first."""
    rows = Decision.objects.filter(at__lt=until, person__isnull=False)
    rows = rows.exclude(verdict=Decision.Verdict.REOPENED)
    rows = rows.order_by("candidate_id", "person_id", "at", "pk")
    first = rows.distinct("candidate_id", "person_id")
    found = first.values_list("candidate_id", "person_id", "at", "verdict", *_PLACE, "pk")
    return sorted(found, key=lambda row: (str(row[0]), row[2], str(row[1])))


def choices(until: datetime) -> list[Fact]:
    """Requests that several providers worked on: whose results were approved in the week of the
    first approval, and whose stood beside them then, as a `choice` of who approved first. Providers
    are (name, model).
    """
    approvals, known = _approvals(until), _known()
    offers = _offers(approvals)
    found = []
    for request, rows in approvals.items():
        week = week_of(rows[0][2])
        chosen = frozenset(row[8:10] for row in rows if week_of(row[2]) == week)
        beside = frozenset(who for who, at in offers[request] if week_of(at) <= week)
        choice = Comparison(chosen, beside - chosen)
        if choice.says_something:
            found.append(Fact(_said(rows[0], rows[0][2], known), {"choice": choice}))
    return found


def _approvals(until: datetime) -> dict[Any, list[Any]]:
    """Request → its approvals, the earliest first, as in `_first_words` with provider and model."""
    rows = Decision.objects.filter(at__lt=until, person__isnull=False)
    rows = rows.filter(verdict=Decision.Verdict.APPROVED).order_by("at", "pk")
    names = (f"{_RUN}__request_id", "person_id", "at", "verdict", *_PLACE)
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows.values_list(*names, f"{_RUN}__provider", f"{_RUN}__model"):
        found[row[0]].append(row)
    return found


def _offers(requests: Iterable[Any]) -> dict[Any, list[tuple[tuple[str, str], datetime]]]:
    """Request → who made a result for it, and when."""
    rows = Candidate.objects.filter(run__request__in=[*requests]).order_by("pk")
    names = ("run__request_id", "run__provider", "run__model", "created_at")
    found: dict[Any, list[Any]] = defaultdict(list)
    for request, provider, model, at in rows.values_list(*names):
        found[request].append(((provider, model), at))
    return found


def _known() -> set[Any]:
    return set(shared_studios("raw").values_list("pk", flat=True))


def _said(row: Sequence[Any], at: datetime, known: set[Any]) -> Said:
    cohort, studio, tool, ident = row[4:8]
    return Said(str(row[1]), week_of(at), (cohort or "", studio, tool), ident in known)
