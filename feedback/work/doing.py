"""Beginning, finishing, approving and dropping an item, and going on in another way."""

from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.measured import Arm
from feedback.models import Assignment, Departure, Felt, WorkItem
from feedback.models.work import DONE_BY
from feedback.work.settling import assigned_arm, tell_seed
from feedback.work.timers import end_timers
from portal.errors import PortalError, is_taken
from portal.models import AuditEvent

State = WorkItem.State


@transaction.atomic
def begin(*, actor: Any, item: WorkItem, choice: str = "") -> WorkItem:
    """Take the item and be told how it is done; where it is free, `choice` says how.

    Raises `work:not_ready` before the bid is locked, `work:begun`, `work:others`, `work:choose`.
    """
    item = _held(item)
    _may_begin(item, actor)
    assignment = Assignment.objects.select_related("block").get(item=item)
    assigned = assigned_arm(assignment, timezone.localdate())
    if assigned == Arm.FREE and choice not in DONE_BY:
        raise PortalError("work:choose")
    item.assigned, item.arm = assigned, choice if assigned == Arm.FREE else assigned
    item.person, item.begun_at, item.state = actor, timezone.now(), State.BEGUN
    item.save()
    if assignment.block:
        tell_seed(assignment.block)
    return item


def _may_begin(item: WorkItem, actor: Any) -> None:
    if item.state == State.PLANNED:
        raise PortalError("work:not_ready", item=item.code)
    if item.state != State.READY:
        raise PortalError("work:begun", item=item.code)
    if item.person_id not in (None, actor.pk):
        raise PortalError("work:others", name=str(item.person))


@transaction.atomic
def depart(*, actor: Any, item: WorkItem, reason: str) -> Departure:
    """Go on in the other way; what was assigned stays as it was."""
    item = _held(item)
    if item.state != State.BEGUN or item.person_id != actor.pk:
        raise PortalError("work:not_yours_now")
    after = Arm.BY_HAND if item.arm == Arm.ASSISTED else Arm.ASSISTED
    said = {"before": item.arm, "after": after, "reason": reason}
    made = Departure.objects.create(
        project=item.project, item=item, person=actor, person_name=str(actor), **said
    )
    item.arm = after
    item.save(update_fields=["arm"])
    facts = {"item": str(item), "project": item.project.name, "reason": reason}
    AuditEvent.record(actor, "work:departed", item.project.studio, **facts)
    return made


@transaction.atomic
def finish(*, actor: Any, item: WorkItem) -> WorkItem:
    """The person says that it is done; a timer that runs on it ends."""
    item = _held(item)
    if item.state != State.BEGUN or item.person_id != actor.pk:
        raise PortalError("work:not_yours_now")
    end_timers(item)
    item.state, item.done_at = State.DONE, timezone.now()
    item.save(update_fields=["state", "done_at"])
    return item


@transaction.atomic
def approve(*, actor: Any, item: WorkItem) -> WorkItem:
    """A decider's word on what is done. Work on it from now on is rework."""
    item = _held(item)
    if item.state != State.DONE:
        raise PortalError("work:not_done", item=item.code)
    item.state, item.approved_at = State.APPROVED, timezone.now()
    item.approved_by_name = str(actor)
    item.save(update_fields=["state", "approved_at", "approved_by_name"])
    facts = {"item": str(item), "project": item.project.name}
    AuditEvent.record(actor, "work:approved", item.project.studio, **facts)
    return item


@transaction.atomic
def drop(*, actor: Any, item: WorkItem, why: str) -> WorkItem:
    """It is not done after all; it stays among what is counted, with the reason."""
    item = _held(item)
    if item.state in (State.DROPPED, State.APPROVED):
        raise PortalError("work:over", item=item.code)
    end_timers(item)
    item.state, item.dropped_at, item.dropped_why = State.DROPPED, timezone.now(), why
    item.save(update_fields=["state", "dropped_at", "dropped_why"])
    drawn = Assignment.objects.select_related("block").filter(item=item, block__isnull=False)
    if (assignment := drawn.first()) and assignment.block:
        tell_seed(assignment.block)
    facts = {"item": str(item), "project": item.project.name, "reason": why}
    AuditEvent.record(actor, "work:dropped", item.project.studio, **facts)
    return item


def say_felt(*, actor: Any, item: WorkItem, saving: Decimal | None) -> Felt:
    """Once, of one's own item that is done, before anything measured is shown."""
    if not awaits_felt(item, actor):
        raise PortalError("work:not_asked")
    said = {"project": item.project, "item": item, "person": actor, "saving": saving}
    try:
        with transaction.atomic():
            return Felt.objects.create(**said)
    except IntegrityError as error:
        if is_taken(error):
            raise PortalError("work:felt_once") from error
        raise


def awaits_felt(item: WorkItem, person: Any) -> bool:
    """Asked of whoever worked with assistance; by hand there was nothing to feel."""
    return item.state in WorkItem.OVER and item.person_id == person.pk and item.arm == Arm.ASSISTED


def _held(item: WorkItem) -> WorkItem:
    rows = WorkItem.objects.select_for_update(of=("self",))
    return rows.select_related("project__studio", "person").get(pk=item.pk)
