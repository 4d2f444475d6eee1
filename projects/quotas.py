"""How many runs of a studio work at once; its money is the business of `projects.budgets`."""

from typing import Any

from django.utils import timezone

from portal.models import Studio
from projects.models import Run, State


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
