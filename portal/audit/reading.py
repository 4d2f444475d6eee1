"""Finding rows of the audit: whose, of whom, of which kind, when, of which project."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.access import Capability
from portal.models import AuditEvent, Studio
from portal.models.audit import GROUPS
from portal.tenancy import open_across


def open_for(actor: Any, *, reason: str) -> list[Studio]:
    """The studios whose audit the person reads; an administrator's are opened, audited."""
    if actor.can(Capability.ADMINISTER):
        studios = list(Studio.objects.all())
        open_across(studios, reason=reason, actor=actor)
        return studios
    mine = [pk for pk in actor.roles if actor.can(Capability.AUDIT, pk)]
    return list(Studio.objects.filter(pk__in=mine))


def found(
    actor: Any,
    *,
    studio: Studio | None = None,
    who: str = "",
    what: str = "",
    project: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEvent]:
    """Newest first. `what` is a group of verbs or one verb; `until` is the last day included."""
    rows = AuditEvent.objects.visible_to(actor).select_related("seal")
    if studio:
        rows = rows.filter(studio=studio)
    if who:
        rows = rows.filter(actor_name__icontains=who)
    if project:
        rows = rows.filter(facts__project__icontains=project)
    if what:
        rows = rows.filter(_of_kind(what))
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lte=_midnight(until, time.max))
    return rows.order_by("-id")


def _of_kind(what: str) -> Q:
    if what not in GROUPS:
        return Q(verb=what)
    rule = Q()
    for beginning in GROUPS[what][1]:
        rule |= Q(verb__startswith=beginning)
    return rule


def _midnight(day: date, moment: time = time.min) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))
