"""What a studio may use: runs at once, and money for assistance in a calendar month (UTC)."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from portal.errors import PortalError
from portal.models import Studio
from projects.models import Run, State


def spent_this_month(studio: Studio) -> Decimal:
    """What the studio's runs have cost since the first of the month, in its currency."""
    first = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    runs = Run.objects.filter(studio=studio, queued_at__gte=first, currency=studio.currency)
    return runs.aggregate(sum=Sum("cost"))["sum"] or Decimal(0)


def must_afford(studio: Studio, price: Decimal) -> None:
    """Raises `request:budget` when `price` does not fit into what is left of the month."""
    if not price or studio.monthly_budget is None:
        return
    left = studio.monthly_budget - spent_this_month(studio)
    if price > left:
        raise PortalError(
            "request:budget", left=max(left, Decimal(0)), price=price, currency=studio.currency
        )


def has_room(run: Any) -> bool:
    """Whether one more run of the studio may start; locks the studio until the commit."""
    studio = Studio.objects.select_for_update().get(pk=run.studio_id)
    busy = Run.objects.filter(
        studio=studio, state=State.RUNNING, lease_expires_at__gt=timezone.now()
    ).exclude(pk=run.pk)
    return busy.count() < studio.concurrent_runs


def wake_next(studio_id: Any) -> None:
    """A place has become free: the run that waits longest is sent (the sweep would, later)."""
    waiting = Run.objects.filter(studio=studio_id, state=State.QUEUED).order_by("queued_at", "pk")
    if run := waiting.first():
        run.send()
