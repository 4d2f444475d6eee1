"""The running timer of a person: start, pause, go on, stop, and the question after silence."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.models import TimeEntry, WorkItem
from feedback.models.timing import LONGEST, UNANSWERED
from portal.errors import PortalError, is_taken

Kind = TimeEntry.Kind


def timer_of(person: Any) -> TimeEntry | None:
    """The person's running entry, or the paused one."""
    rows = TimeEntry.objects.filter(person=person).select_related("item__project")
    return rows.filter(ended_at=None).first() or rows.filter(paused=True).first()


@transaction.atomic
def start(*, actor: Any, item: WorkItem, kind: str = Kind.WORKING) -> TimeEntry:
    """Begin a timer; one that runs elsewhere ends. Working on what was approved is rework."""
    item = WorkItem.objects.select_for_update().get(pk=item.pk)
    if item.state not in WorkItem.WORKED_ON:
        raise PortalError("time:not_begun", item=item.code)
    stop(actor=actor, missing_ok=True)
    kind = _as_it_stands(item, kind)
    now = timezone.now()
    signs = {"started_at": now, "seen_at": now, "active_at": now}
    try:
        with transaction.atomic():
            return TimeEntry.objects.create(
                project=item.project, item=item, person=actor, kind=kind, **signs
            )
    except IntegrityError as error:  # a second tab was quicker
        if is_taken(error):
            raise PortalError("time:running") from error
        raise


def _as_it_stands(item: WorkItem, kind: str) -> str:
    """Working after an approval is rework; working after "done" takes the "done" back."""
    if kind != Kind.WORKING:
        return kind
    if item.was_approved():
        return Kind.REWORK
    if item.state == WorkItem.State.DONE:
        item.state, item.done_at = WorkItem.State.BEGUN, None
        item.save(update_fields=["state", "done_at"])
    return kind


@transaction.atomic
def pause(*, actor: Any) -> TimeEntry:
    """End the stretch; the item stays at hand for going on."""
    entry = _running(actor)
    TimeEntry.objects.filter(person=actor, paused=True).update(paused=False)
    return _end(entry, entry.last_sign(timezone.now()), paused=True)


@transaction.atomic
def go_on(*, actor: Any) -> TimeEntry:
    """Begin a further stretch of what was paused."""
    entry = TimeEntry.objects.filter(person=actor, paused=True).select_related("item").first()
    if entry is None:
        raise PortalError("time:not_paused")
    return start(actor=actor, item=entry.item, kind=entry.kind)


@transaction.atomic
def stop(*, actor: Any, missing_ok: bool = False) -> TimeEntry | None:
    """End it for good, where the person was last seen; a paused one is put away."""
    put_away = TimeEntry.objects.filter(person=actor, paused=True).update(paused=False)
    entry = _running(actor, missing_ok=missing_ok or bool(put_away))
    return _end(entry, entry.last_sign(timezone.now())) if entry else None


@transaction.atomic
def sign(*, actor: Any, quiet: float) -> TimeEntry | None:
    """A page tells that it is open, and how many seconds ago something was pressed or moved.

    What was silent for too long stays so until the person answers: see `answer`.
    """
    entry = _running(actor, missing_ok=True)
    now = timezone.now()
    if entry is None or entry.asks_since(now):
        return entry
    last = now - timedelta(seconds=min(max(quiet, 0.0), 86_400.0))
    entry.seen_at, entry.active_at = now, max(last, entry.active_at or entry.started_at)
    entry.save(update_fields=["seen_at", "active_at"])
    return entry


@transaction.atomic
def answer(*, actor: Any, still_working: bool) -> TimeEntry:
    """To "were you still working?": the silent time counts, on the person's word, or is cut.

    Cut, the entry ends where the person was last seen, and waits to be gone on with.
    """
    entry, now = _running(actor), timezone.now()
    since = entry.asks_since(now)
    if since is None:
        return entry
    if not still_working:
        TimeEntry.objects.filter(person=actor, paused=True).update(paused=False)
        return _end(entry, since, paused=True)
    entry.vouched += round((now - since).total_seconds())
    entry.seen_at = entry.active_at = now
    entry.save(update_fields=["vouched", "seen_at", "active_at"])
    return entry


def end_silent(now: datetime | None = None) -> int:
    """End what nobody answered for: where the person was last seen, however late it is noticed."""
    now = now or timezone.now()
    rows = TimeEntry.objects.filter(ended_at=None, active_at__lt=now - UNANSWERED)
    ended = 0
    for entry in rows:
        since = entry.asks_since(now)
        if since and now - since > UNANSWERED:
            ended += _end_once(entry, since)
    long = TimeEntry.objects.filter(ended_at=None, started_at__lt=now - LONGEST)
    return ended + sum(_end_once(entry, entry.last_sign(now)) for entry in long)


def end_timers(item: WorkItem) -> None:
    """Whoever has a timer on it: the work is over."""
    now = timezone.now()
    item.times.filter(paused=True).update(paused=False)
    for entry in item.times.filter(ended_at=None):
        _end_once(entry, entry.last_sign(now))


def _running(actor: Any, missing_ok: bool = False) -> Any:
    rows = TimeEntry.objects.select_for_update(of=("self",)).select_related("item__project")
    entry = rows.filter(person=actor, ended_at=None).first()
    if entry is None and not missing_ok:
        raise PortalError("time:none_running")
    return entry


def _end(entry: TimeEntry, at: datetime, paused: bool = False) -> TimeEntry:
    entry.ended_at, entry.paused = _within(entry, at), paused
    entry.save(update_fields=["ended_at", "paused"])
    return entry


def _end_once(entry: TimeEntry, at: datetime) -> int:
    """By compare and set: a page may end it at the same moment."""
    rows = TimeEntry.objects.filter(pk=entry.pk, ended_at=None)
    return rows.update(ended_at=_within(entry, at))


def _within(entry: TimeEntry, at: datetime) -> datetime:
    return min(max(at, entry.started_at), entry.started_at + LONGEST)
