"""Items and bids: typed or imported by a producer, then locked; the arm is settled after that."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from feedback.models import Bid, WorkItem
from feedback.work.settling import settle
from portal.errors import PortalError
from portal.models import AuditEvent
from projects.models import Project


@transaction.atomic
def plan(*, actor: Any, project: Project, fields: dict[str, Any]) -> WorkItem:
    """A new item: code, title, stage, stratum, shot, person. Raises `work:code` for a second."""
    if WorkItem.objects.filter(project=project, code=fields["code"]).exists():
        raise PortalError("work:code", item=fields["code"])
    return WorkItem.objects.create(project=project, **fields)


@transaction.atomic
def enter_bid(
    *, actor: Any, item: WorkItem, hours: Decimal, rate: Decimal, currency: str, source: str = ""
) -> Bid:
    """Said anew it replaces what was said, until it is locked. Raises `work:locked` after that."""
    bid = Bid.objects.select_for_update().filter(item=item).first()
    bid = bid or Bid(item=item, project=item.project)
    if bid.locked_at:
        raise PortalError("work:locked", item=item.code)
    bid.hours, bid.rate, bid.currency, bid.source = hours, rate, currency, source[:160]
    bid.person, bid.person_name = actor, str(actor)
    bid.save()
    return bid


@transaction.atomic
def lock(*, actor: Any, project: Project, items: Iterable[WorkItem] | None = None) -> int:
    """Lock the bids of these items (of all planned ones) and settle how they are done.

    Returns how many. What has no bid yet, or is settled already, is left as it is.
    """
    rows = WorkItem.objects.select_for_update(of=("self",)).filter(
        project=project, state=WorkItem.State.PLANNED, bid__isnull=False
    )
    if items is not None:
        rows = rows.filter(pk__in=[item.pk for item in items])
    found = list(rows.select_related("bid", "project__studio").order_by("code", "pk"))
    if not found:
        raise PortalError("work:nothing_to_lock")
    Bid.objects.filter(item__in=found).update(locked_at=timezone.now())
    settle(project=project, items=found)
    facts = {"project": project.name, "count": len(found)}
    AuditEvent.record(actor, "work:locked", project.studio, **facts)
    return len(found)


def without_bid(project: Project) -> Any:
    """What cannot be locked yet."""
    return WorkItem.objects.filter(Q(bid=None), project=project, state=WorkItem.State.PLANNED)
