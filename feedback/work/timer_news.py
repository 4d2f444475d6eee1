"""What every page shows of a person's timer; cached, so that most pages pay no query for it."""

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from feedback.models import TimeEntry
from feedback.models.timing import IDLE
from feedback.work.timers import timer_of
from portal.access import Capability

_SECONDS = 60


def shown_timer(person: Any) -> dict[str, Any] | None:
    """The running or paused timer of somebody who may have one, as `told` says it."""
    if not person.can(Capability.GIVE_FEEDBACK):
        return None
    entry_id = cache.get(_key(person.pk))
    if entry_id is None:
        entry = timer_of(person)
        cache.set(_key(person.pk), str(entry.pk) if entry else "", _SECONDS)
        return told(entry)
    return told(timer_of(person)) if entry_id else None


def told(entry: TimeEntry | None) -> dict[str, Any] | None:
    """Plain values: `seconds` up to the last sign; `asks_since` where silence is asked about."""
    if entry is None or (entry.ended_at and not entry.paused):
        return None
    since = entry.asks_since(timezone.now())
    return {
        "id": str(entry.pk),
        "state": "paused" if entry.paused else "running",
        "item": str(entry.item_id),
        "code": entry.item.code,
        "url": entry.item.get_absolute_url(),
        "kind": entry.kind,
        "kind_label": entry.get_kind_display(),
        "seconds": round(entry.seconds),
        "asks_since": since.isoformat() if since else None,
        "idle_seconds": round(IDLE.total_seconds()),
    }


def forget(sender: Any, instance: TimeEntry, **_kwargs: Any) -> None:
    """A timer began, ended or was put away: the next page asks anew."""
    transaction.on_commit(lambda: cache.delete(_key(instance.person_id)))


def _key(person_id: Any) -> str:
    return f"work-timer:{person_id}"
