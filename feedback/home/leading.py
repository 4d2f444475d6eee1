"""Home of a beta lead: what waits for the team, what is being made, what moved in the figures."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.dashboard.weeks import day_of
from feedback.models import Ask, ClosedWeek, Report, Topic
from feedback.models.topics import Stage
from portal.access import Capability
from portal.models import Studio
from portal.tenancy import current, open_across, resumed
from projects.models.jobs import ACTIVE

LINES = 5
#: A questionnaire that ends within these days can still be asked for.
RUNS_OUT = timedelta(days=3)
#: What moved is told for a week; then the next week is over.
MOVED = timedelta(days=7)
#: Fewer people are never told as a number.
FEWEST = 5


def needs_you(user: Any) -> list[dict[str, Any]]:
    return _untriaged() + _running_out(user) if user.can(Capability.RUN_BETA) else []


def running(user: Any) -> list[dict[str, Any]]:
    """Reports that are being made."""
    if not user.can(Capability.READ_FEEDBACK):
        return []
    rows = Report.objects.visible_to(user).filter(state__in=ACTIVE).select_related("definition")
    return [{"job": report, "project": _("Report")} for report in rows[:LINES]]


def since(user: Any) -> list[dict[str, Any]]:
    """The answer of the week that is over, where it is another than the week before."""
    if not user.can(Capability.READ_FEEDBACK):
        return []
    weeks = list(ClosedWeek.objects.visible_to(user)[:2])
    told = [_first(week) for week in weeks]
    fresh = weeks and weeks[0].closed_at > timezone.now() - MOVED
    if not fresh or not told[0] or told[0] == next(iter(told[1:]), ""):
        return []
    return [
        {
            "text": told[0],
            "project": _("Week until %(day)s") % {"day": day_of(weeks[0].week + 1)},
            "at": weeks[0].closed_at,
            "url": reverse("measures"),
            "action": _("Open the measures"),
        }
    ]


def _untriaged() -> list[dict[str, Any]]:
    new = Topic.objects.filter(stage=Stage.NEW).aggregate(n=Count("pk"), first=Min("created_at"))
    if not new["n"]:
        return []
    words = ngettext("%(n)s ticket waits for triage", "%(n)s tickets wait for triage", new["n"])
    return [
        {
            "text": words % {"n": new["n"]},
            "project": _("the oldest"),
            "at": new["first"],
            "url": reverse("tickets"),
            "action": _("Sort the tickets"),
        }
    ]


def _running_out(user: Any) -> list[dict[str, Any]]:
    """Counted in all studios; the audit tells of it by the hour, for Home is opened often."""
    with resumed(current()):
        reason = "questionnaires that run out, on Home"
        open_across(Studio.objects.all(), reason=reason, actor=user, still=True)
        asks = Ask.objects.unanswered().filter(expires_at__lt=timezone.now() + RUNS_OUT)
        rows = asks.order_by().values("questionnaire", "questionnaire__name")
        found = list(rows.annotate(n=Count("person", distinct=True), ends=Min("expires_at")))
    return [_runs_out(row) for row in sorted(found, key=lambda row: row["ends"])[:LINES]]


def _runs_out(row: dict[str, Any]) -> dict[str, Any]:
    few = row["n"] < FEWEST
    words = _("%(name)s runs out: fewer than %(n)s people have not answered")
    if not few:
        words = _("%(name)s runs out: %(n)s people have not answered")
    count = FEWEST if few else row["n"]
    return {
        "text": words % {"name": row["questionnaire__name"], "n": count},
        "project": _("the first ends"),
        "at": row["ends"],
        "url": reverse("questionnaire", args=[row["questionnaire"]]),
        "action": _("Open the questionnaire"),
    }


def _first(week: ClosedWeek) -> str:
    language = (translation.get_language() or "en")[:2]
    said = week.told.get(language) or week.told.get("en") or {}
    return next(iter(said.get("sentences", [])), "")
