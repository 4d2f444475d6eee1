"""Which item a request was made for: by the timer that runs, else by the shot; correctable."""

from typing import Any

from django.db import transaction

from feedback.models import TimeEntry, WorkItem, WorkLink
from portal.errors import PortalError
from projects.models import AssistRequest, Run

How = WorkLink.How


def link_by_itself(sender: Any, instance: Run, created: bool, **_kwargs: Any) -> None:
    """As a run is made, when its request's inputs stand. What a person said is left alone."""
    request = instance.request
    if not created or request.person_id is None:
        return
    if WorkLink.objects.filter(request=request).exists():
        return
    item, how = _found(request)
    if item:
        made = {"project": request.project, "item": item, "how": how}
        WorkLink.objects.get_or_create(request=request, defaults=made)


@transaction.atomic
def link(*, actor: Any, request: AssistRequest, item: WorkItem | None) -> WorkLink:
    """A person's word: this request was made for the item, or (None) for none."""
    if item and item.project_id != request.project_id:
        raise PortalError("not_found")
    said = {"project": request.project, "item": item, "how": How.CHOSEN}
    row, _made = WorkLink.objects.update_or_create(request=request, defaults=said)
    return row


def _found(request: AssistRequest) -> tuple[WorkItem | None, str]:
    """The item on the person's running timer; else their only begun item on one of the shots."""
    running = TimeEntry.objects.filter(person=request.person_id, ended_at=None)
    timed = running.filter(item__project=request.project).select_related("item").first()
    if timed:
        return timed.item, How.TIMER
    mine = WorkItem.objects.filter(person=request.person_id, state=WorkItem.State.BEGUN)
    inputs = request.versions.filter(asset__shot__isnull=False).values("asset__shot")
    on_shot = list(mine.filter(project=request.project, shot__in=inputs)[:2])
    return (on_shot[0], How.SHOT) if len(on_shot) == 1 else (None, "")
