"""Times that a person adds by hand, or corrects: the old value and the reason stay."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from feedback.models import Correction, TimeEntry, WorkItem
from portal.errors import PortalError
from portal.languages.days import moment

MOST_BY_HAND = timedelta(hours=16)


@transaction.atomic
def add(
    *, actor: Any, item: WorkItem, kind: str, start: datetime, end: datetime, reason: str
) -> TimeEntry:
    """An entry marked as added by hand. Raises `time:…` for what cannot have been."""
    if item.state not in WorkItem.WORKED_ON:
        raise PortalError("time:not_begun", item=item.code)
    _must_be_possible(item, actor, start, end)
    said = {"kind": kind, "started_at": start, "ended_at": end, "reason": reason}
    return TimeEntry.objects.create(
        project=item.project, item=item, person=actor, by_hand=True, **said
    )


@transaction.atomic
def correct(
    *, actor: Any, entry: TimeEntry, kind: str, start: datetime, end: datetime, reason: str
) -> TimeEntry:
    """Write the entry anew; an end at its start takes it back. What it said before is kept."""
    held = TimeEntry.objects.select_for_update(of=("self",)).select_related("item__project")
    entry = held.get(pk=entry.pk)
    if entry.ended_at is None:
        raise PortalError("time:still_running")
    if start != end:
        _must_be_possible(entry.item, actor, start, end, but=entry)
    Correction.objects.create(
        project=entry.project,
        entry=entry,
        **{"kind": entry.kind, "started_at": entry.started_at, "ended_at": entry.ended_at},
        **{"reason": reason, "person": actor, "person_name": str(actor)},
    )
    entry.kind, entry.started_at, entry.ended_at, entry.paused = kind, start, end, False
    entry.save()
    return entry


def _must_be_possible(
    item: WorkItem, actor: Any, start: datetime, end: datetime, but: TimeEntry | None = None
) -> None:
    """In order, over, not before the item began, and not at two things at once."""
    if end < start or (end == start and but is None):
        raise PortalError("time:order")
    if end - start > MOST_BY_HAND:
        raise PortalError("time:long", hours=MOST_BY_HAND.total_seconds() // 3600)
    if end > timezone.now():
        raise PortalError("time:future")
    if item.begun_at and start < item.begun_at - timedelta(minutes=1):
        raise PortalError("time:before_begin", begun=moment(item.begun_at))
    others = TimeEntry.objects.filter(person=actor, started_at__lt=end)
    others = others.filter(Q(ended_at=None) | Q(ended_at__gt=start))
    if but:
        others = others.exclude(pk=but.pk)
    if taken := others.select_related("item").first():
        raise PortalError("time:overlaps", item=str(taken.item))
