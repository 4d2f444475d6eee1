"""Who settles how an item is done: a draw where the studio agreed, a start date, or the person."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone

from feedback.measured import Arm, Design
from feedback.models import Assignment, Block, OptIn, Step, WorkItem
from feedback.work.drawing import ALGORITHM, commitment, draw, new_seed, size_of
from portal.errors import PortalError
from portal.models import AuditEvent, Studio
from projects.models import Project


@transaction.atomic
def agree(*, actor: Any, studio: Studio) -> OptIn:
    """A producer lets the draw settle the items that are locked from now on."""
    Studio.objects.select_for_update().get(pk=studio.pk)
    if standing := _standing(studio):
        return standing
    row = OptIn.objects.create(studio=studio, person=actor, person_name=str(actor))
    AuditEvent.record(actor, "work:draw_agreed", studio)
    return row


@transaction.atomic
def withdraw(*, actor: Any, studio: Studio) -> None:
    """For items that are locked later: what is drawn stays drawn. Open blocks take no more."""
    now, by = timezone.now(), {"withdrawn_by_name": str(actor)}
    if not OptIn.objects.filter(studio=studio, withdrawn_at=None).update(withdrawn_at=now, **by):
        raise PortalError("work:not_agreed")
    open_blocks = Block.objects.filter(studio=studio, closed_at=None, seed="")
    open_blocks.update(closed_at=now)
    for block in Block.objects.filter(studio=studio, closed_at=now):
        tell_seed(block)
    AuditEvent.record(actor, "work:draw_withdrawn", studio)


def agreed(studio: Studio) -> OptIn | None:
    """The agreement in force."""
    return OptIn.objects.filter(studio=studio, withdrawn_at=None).first()


@transaction.atomic
def start_assistance(*, actor: Any, project: Project, on: date) -> Step:
    """Set the day in advance. Once an item was settled by it, it stays. Raises `work:step_…`."""
    today = timezone.localdate()
    if on <= today:
        raise PortalError("work:step_past", day=on.isoformat())
    settled = Assignment.objects.filter(project=project, design=Design.STEPPED)
    if settled.exists():
        raise PortalError("work:step_used", day=str(settled.earliest("at").starts_on))
    said = {"starts_on": on, "set_on": today, "person_name": str(actor)}
    row, _made = Step.objects.update_or_create(project=project, defaults=said)
    facts = {"project": project.name, "day": on.isoformat()}
    AuditEvent.record(actor, "work:step_set", project.studio, **facts)
    return row


def settle(*, project: Project, items: Iterable[WorkItem]) -> None:
    """Give each item with a locked bid its assignment, in the order of their codes."""
    standing = _standing(project.studio)
    step = Step.objects.filter(project=project).first()
    for item in items:
        settled: dict[str, Any] = {"project": project, "item": item, "bid": item.bid}
        if standing:
            block, place = _next_place(project.studio, item.stratum)
            settled |= {"design": Design.RANDOMISED, "block": block, "place": place}
        elif step:
            settled |= {"design": Design.STEPPED, "starts_on": step.starts_on}
        else:
            settled |= {"design": Design.FREE}
        Assignment.objects.create(**settled)
        item.state = WorkItem.State.READY
        item.save(update_fields=["state"])


def assigned_arm(assignment: Assignment, today: date) -> Arm:
    """What the assignment says of work that begins today."""
    if assignment.design == Design.RANDOMISED:
        block = assignment.block
        assert block is not None and assignment.place is not None  # a constraint
        return draw(block.secret, block.algorithm)[assignment.place]
    if assignment.design == Design.STEPPED:
        assert assignment.starts_on is not None
        return Arm.ASSISTED if today >= assignment.starts_on else Arm.BY_HAND
    return Arm.FREE


def tell_seed(block: Block) -> None:
    """Once every place is taken (or the block closed) and nothing of it is still to begin."""
    rows = Assignment.objects.filter(block=block)
    waiting = rows.filter(item__begun_at=None, item__dropped_at=None).exists()
    over = block.closed_at or rows.count() >= block.size
    if over and not waiting:
        now = timezone.now()
        Block.objects.filter(pk=block.pk, seed="").update(seed=F("secret"), told_at=now)


def _standing(studio: Studio) -> OptIn | None:
    """Locked, so that blocks are filled by one hand at a time."""
    rows = OptIn.objects.select_for_update().filter(studio=studio, withdrawn_at=None)
    return rows.first()


def _next_place(studio: Studio, stratum: str) -> tuple[Block, int]:
    """The first free place of the open block; a new block, with its seed, where there is none."""
    blocks = Block.objects.filter(studio=studio, stratum=stratum)
    last = blocks.annotate(taken=Count("assignments")).order_by("-number").first()
    if last and not last.closed_at and last.taken < last.size:
        return last, last.taken
    seed = new_seed()
    made = Block.objects.create(
        studio=studio,
        stratum=stratum,
        number=last.number + 1 if last else 1,
        algorithm=ALGORITHM,
        commitment=commitment(seed),
        secret=seed,
        size=size_of(seed),
    )
    return made, 0
