"""Every use that was made under a consent, from rows: for its page and for the performer."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from portal.models import AuditEvent
from projects.gate_words import provider_title
from projects.models import Candidate, Consent, Decision, Receipt, Reliance, Run, Version
from projects.models.lineage import Node

#: So many are told, the newest first; the rest is counted.
TOLD = 300
#: What the audit calls it when work leaves.
LEFT = ("picture:exported", "file:exported", "cut:exported")


@dataclass(frozen=True)
class UseMade:
    """One run under a consent: what was done, by whom, what came of it, and what left."""

    what: str
    at: datetime
    provider: str
    state: str
    url: str
    sent: tuple[tuple[datetime, str], ...] = ()  # when, to whom
    results: int = 0
    approved: int = 0
    left: tuple[datetime, ...] = ()

    @property
    def who(self) -> str:
        return provider_title(self.provider)


def runs_under(consent: Consent) -> Any:
    """Runs that were sent under it, or whose results stand on it; the newest first."""
    made = Reliance.objects.filter(consent=consent, kind=Node.CANDIDATE).values("node")
    runs = Candidate.objects.filter(pk__in=made).order_by().values("run")
    sent = Receipt.objects.filter(
        project=consent.project_id, consents__contains=[str(consent.pk)]
    ).values("run")
    rows = Run.objects.filter(Q(pk__in=runs) | Q(pk__in=sent), project=consent.project_id)
    return rows.select_related("request").order_by("-queued_at", "pk")


def uses_made(consent: Consent) -> tuple[list[UseMade], int]:
    """(the newest uses, how many there are in all)."""
    rows = runs_under(consent)
    runs = list(rows[:TOLD])
    return list(_told(runs)), rows.count() if len(runs) == TOLD else len(runs)


def _told(runs: list[Run]) -> Iterator[UseMade]:
    ids = [run.pk for run in runs]
    made = dict(Candidate.objects.filter(run__in=ids).order_by().values_list("pk", "run"))
    results = Counter(made.values())
    newest = Decision.objects.filter(candidate__run__in=ids)
    newest = newest.order_by("candidate_id", "-at", "-pk").distinct("candidate_id")
    verdicts = newest.values_list("candidate", "verdict")
    approved = Counter(made[pk] for pk, verdict in verdicts if verdict == "approved")
    sent: dict[Any, list[tuple[datetime, str]]] = {}
    for receipt in Receipt.objects.filter(run__in=ids).order_by("at"):
        to = f"{provider_title(receipt.provider)} ({_place(receipt)})"
        sent.setdefault(receipt.run_id, []).append((receipt.at, to))
    left: dict[Any, list[datetime]] = {}
    own = {run.studio_id for run in runs}
    exported = AuditEvent.objects.filter(studio__in=own, verb__in=LEFT)
    exported = exported.filter(facts__id__in=[*map(str, made)])
    of = {str(pk): run for pk, run in made.items()}
    for event in exported.order_by("at"):
        left.setdefault(of[event.facts["id"]], []).append(event.at)
    for run in runs:
        yield UseMade(
            what=str(run.request),
            at=run.queued_at,
            provider=run.provider,
            state=str(run.get_state_display()),
            url=run.get_absolute_url(),
            sent=tuple(sent.get(run.pk, ())),
            results=results[run.pk],
            approved=approved[run.pk],
            left=tuple(left.get(run.pk, ())),
        )


def brought_in(consent: Consent) -> Any:
    """Versions that stand on it: pictures and films that were made elsewhere, or of results."""
    nodes = Reliance.objects.filter(consent=consent, kind=Node.VERSION).values("node")
    rows = Version.objects.filter(project=consent.project_id, pk__in=nodes)
    return rows.select_related("asset").order_by("-created_at")


def _place(receipt: Receipt) -> str:
    """Which model, in which region, at which address: it may be one on a provider's behalf."""
    at = receipt.host if receipt.host != receipt.provider else ""
    return ", ".join(filter(None, (receipt.model, receipt.region, at)))
