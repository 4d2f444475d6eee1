"""What this room adds to the shared pages: places, Home's bands, live topics."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal import first_steps, possessions, usage, wellbeing
from portal.access import Capability, Role
from portal.first_steps import Step
from portal.frame import Place, contribute
from portal.languages.days import day
from portal.models import audit
from portal.models.users import ROLE_SOURCES
from portal.outbox import events, kinds
from projects import lapsing, numbers, telling, triage, watched
from projects.finding import shown
from projects.models import (
    AssistRequest,
    Candidate,
    Consent,
    Decision,
    Run,
    State,
    Version,
)
from projects.models.candidates import SIGNED
from projects.models.consents import LAPSES
from projects.models.decisions import standing_verdict
from projects.models.jobs import ACTIVE
from projects.models.openings import opened_studios
from projects.models.trash import stands_withdrawn
from projects.seals import worries as seal_worries
from projects.sentences import GROUPS, SENTENCES
from projects.usage import MEASURES
from projects.yesterday import since_yesterday

PLACES = [
    Place(10, _("Projects"), "projects", "projects", Capability.SEE, "p"),
    Place(20, _("Runs"), "runs", "runs", Capability.SEE, "r"),
    Place(30, _("Review"), "review", "review", Capability.SEE, "v"),
    Place(70, _("Providers"), "providers", "link", Capability.PROVIDERS),
]


LINES = 10


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


def needed(user: Any) -> int:
    """Decisions awaited: cuts, files, and boards of pictures."""
    return awaiting(user).count() + triage.boards_awaiting(user).count()


def active_runs(user: Any) -> Any:
    return Run.objects.shown_to(user).filter(state__in=ACTIVE).select_related("request", "project")


def _needs_you(user: Any) -> list[dict[str, Any]]:
    lines = []
    if user.can(Capability.DECIDE):
        lines += [
            {
                "text": _("%(tool)s of %(name)s awaits a decision")
                % {"tool": c.run, "name": c.version.asset.name},
                "project": c.project.name,
                "at": c.created_at,
                "url": c.get_absolute_url(),
                "action": _("Look and decide"),
            }
            for c in awaiting(user)[:LINES]
        ]
        lines += _more(awaiting(user).count() - LINES)
        lines += triage.lines(user, LINES)
    return lines + _failed(user) + _lapsing(user)


def _more(count: int) -> list[dict[str, Any]]:
    """What does not fit on Home is counted, and led to."""
    if count <= 0:
        return []
    text = ngettext(
        "%(n)s further decision is awaited", "%(n)s further decisions are awaited", count
    )
    row = {"text": text % {"n": count}, "project": "", "at": timezone.now()}
    return [{**row, "url": reverse("review"), "action": _("See all")}]


def _failed(user: Any) -> list[dict[str, Any]]:
    since = timezone.now() - timedelta(days=3)
    runs = (
        Run.objects.shown_to(user)
        .filter(state__in=[State.FAILED, State.ERRORED], finished_at__gt=since)
        .filter(request__person=user, request__state="open")
        .select_related("request", "project")
    )
    return [
        {
            "text": _("%(tool)s did not succeed") % {"tool": run},
            "project": run.project.name,
            "at": run.finished_at,
            "url": run.get_absolute_url(),
            "action": _("See why"),
        }
        for run in runs[:5]
    ]


def _lapsing(user: Any) -> list[dict[str, Any]]:
    """Consents that end within a month, of studios whose people this person answers for."""
    if not user.can(Capability.MANAGE):
        return []
    today = timezone.now().date()
    producing = [pk for pk, role in user.roles.items() if role == Role.PRODUCER]
    rows = Consent.objects.shown_to(user).filter(studio__in=producing, revoked_at=None)
    rows = rows.filter(ends__gte=today, ends__lte=today + LAPSES)
    return [
        {
            "text": _("%(consent)s lapses on %(day)s")
            % {"consent": consent, "day": day(consent.ends)},
            "project": consent.project.name,
            "at": consent.created_at,
            "url": consent.get_absolute_url(),
            "action": _("Look at it"),
        }
        for consent in rows.select_related("performer", "project").order_by("ends")[:LINES]
    ]


def _running(user: Any) -> list[dict[str, Any]]:
    return [{"job": run, "project": run.project.name} for run in active_runs(user)[:10]]


FIRST_STEPS = [
    Step(
        10,
        _("Upload a film"),
        _("Open a project, or start one, and drop a clip onto its page."),
        "projects",
        Capability.UPLOAD,
        lambda user, studio: Version.objects.visible_to(user).filter(studio=studio).exists(),
    ),
    Step(
        20,
        _("Ask for a shot breakdown"),
        _("On the page of the film. Watch it work; it can be cancelled."),
        "projects",
        Capability.REQUEST,
        lambda user, studio: Run.objects.visible_to(user).filter(studio=studio).exists(),
    ),
    Step(
        30,
        _("Look and decide"),
        _("Correct a cut, then approve or reject. Nothing is decided without you."),
        "review",
        Capability.DECIDE,
        lambda user, studio: Decision.objects.visible_to(user).filter(studio=studio).exists(),
    ),
]

#: What outlives a closeout, and why: see `portal.possessions`.
KEPT = {
    "projects.Closeout": _("this certificate, and who asked for it and confirmed it"),
    "projects.StoredObject": _("what this certificate is written from"),
    "projects.Receipt": _("what was sent to whom, on which terms: names and hashes, no content"),
    "projects.Entry": _("what was spent at providers: amounts, no content"),
    "projects.Export": _("when an export was asked for; its file goes on the day named here"),
}


def register() -> None:
    ROLE_SOURCES.append(opened_studios)
    audit.register(SENTENCES, GROUPS)
    kinds.register(telling.KINDS)
    events.register(telling.EVENTS)
    first_steps.register(*FIRST_STEPS)
    possessions.keep(KEPT)
    usage.register(*MEASURES)
    wellbeing.register(lapsing.worries, seal_worries)
    numbers.register()
    shown.register()
    contribute(
        places=PLACES,
        studio_links=[
            (10, _("Who may look"), "openings"),
            (80, _("Storage and trash"), "storage"),
            (90, _("Export and closeout"), "leaving"),
        ],
        bands=[
            (10, "needs_you", _needs_you),
            (20, "running", _running),
            (30, "since", since_yesterday),
        ],
        counts={
            "running": lambda user: active_runs(user).count(),
            "needs_you": lambda user: needed(user) if user.can(Capability.DECIDE) else 0,
        },
    )
    watched.register()
