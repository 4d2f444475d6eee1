"""Home's lines of this room: a sentence each, with its one action."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Capability, Role
from portal.languages.days import day
from projects import triage
from projects.home.awaited import COUNTED_AT_HOME, awaiting, counted, newest
from projects.models import Consent, Run, State
from projects.models.consents import LAPSES
from projects.models.jobs import ACTIVE

LINES = 10
#: Trouble is told for so long; then it is past.
LATELY = timedelta(days=3)


def needs_you(user: Any) -> list[dict[str, Any]]:
    decisions = _decisions(user) if user.can(Capability.DECIDE) else []
    return decisions + _failed(user) + _lapsing(user)


def running(user: Any) -> list[dict[str, Any]]:
    lines = [{"job": run, "project": run.project.name} for run in active_runs(user)[:LINES]]
    more = beyond(active_runs(user), LINES, len(lines))
    words = ngettext("and %(n)s further run", "and %(n)s further runs", more)
    return lines + further(more, words, f"{reverse('runs')}?state=active")


def active_runs(user: Any) -> Any:
    return Run.objects.shown_to(user).filter(state__in=ACTIVE).select_related("request", "project")


def beyond(rows: Any, shown: int, lines: int) -> int:
    """How many rows are not among the lines, counted to one more than is told."""
    return counted(rows, COUNTED_AT_HOME + shown + 1) - shown if lines == shown else 0


def further(count: int, words: str, url: str) -> list[dict[str, Any]]:
    """The line that leads to what does not fit on Home; `words` have the place `%(n)s`."""
    if count <= 0:
        return []
    many = count > COUNTED_AT_HOME
    shown = _("more than %(n)s") % {"n": COUNTED_AT_HOME} if many else count
    return [{"text": words % {"n": shown}, "url": url, "action": _("See all"), "more": True}]


def _decisions(user: Any) -> list[dict[str, Any]]:
    found = newest(user, LINES)
    lines = [
        {
            "text": _("%(tool)s of %(name)s awaits a decision")
            % {"tool": candidate.run, "name": candidate.version.asset.name},
            "project": candidate.project.name,
            "at": candidate.created_at,
            "url": candidate.get_absolute_url(),
            "action": _("Look and decide"),
        }
        for candidate in found
    ]
    more = beyond(awaiting(user), LINES, len(found))
    words = ngettext("and %(n)s further decision", "and %(n)s further decisions", more)
    return lines + further(more, words, reverse("review")) + triage.lines(user, LINES)


def _failed(user: Any) -> list[dict[str, Any]]:
    runs = (
        Run.objects.shown_to(user)
        .filter(state__in=[State.FAILED, State.ERRORED], finished_at__gt=timezone.now() - LATELY)
        .filter(request__person=user, request__state="open")
        .select_related("request", "project")
    )
    most = LINES // 2
    lines = [
        {
            "text": _("%(tool)s did not succeed") % {"tool": run},
            "project": run.project.name,
            "at": run.finished_at,
            "url": run.get_absolute_url(),
            "action": _("See why"),
        }
        for run in runs.order_by("-finished_at", "pk")[:most]
    ]
    more = beyond(runs, most, len(lines))
    words = ngettext("and %(n)s further failed run", "and %(n)s further failed runs", more)
    return lines + further(more, words, f"{reverse('runs')}?state=trouble")


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
