"""Which item a request was made for: as a person says, else by the timer that runs, else by the
shot; correctable.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.models import TimeEntry, WorkItem, WorkLink
from portal.access import Capability
from portal.errors import PortalError
from projects.models import AssistRequest, Project, Run, Version
from projects.purposes import NOTHING, Keep

How = WorkLink.How
MOST = 200
NO_ITEM = _("No item")


def link_by_itself(sender: Any, instance: Run, created: bool, **_kwargs: Any) -> None:
    """As a run is made, when its request's inputs stand. What a person said is left alone."""
    request = instance.request
    if not created or request.person_id is None:
        return
    if WorkLink.objects.filter(request=request).exists():
        return
    item, how = _found(request.person_id, request.project, request.versions.all())
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


def choices(person: Any, version: Version) -> tuple[list[tuple[str, str]], str]:
    """Items that a request of this file can be for, and the one that the portal would take."""
    rows = list(_workable(person, version.project)[:MOST])
    if not rows:
        return [], ""
    guess, _how = _found(person.pk, version.project, Version.objects.filter(pk=version.pk))
    offered = [(str(item.pk), str(item)) for item in rows]
    return [(NOTHING, str(NO_ITEM)), *offered], str(guess.pk) if guess else NOTHING


def keeper(person: Any, project: Project, said: str | None) -> Keep:
    """Links a request as the person says; what the portal found by itself too is left so."""
    item = _one(person, project, said) if said else None

    def keep(request: AssistRequest) -> None:
        standing = WorkLink.objects.filter(request=request).first()
        if not standing or standing.item_id != (item.pk if item else None):
            link(actor=person, request=request, item=item)

    return keep


def _one(person: Any, project: Project, said: str) -> WorkItem:
    item = _workable(person, project).filter(pk=said).first() if _is_id(said) else None
    if item is None:
        raise PortalError("not_found")
    return item


def _is_id(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True


def _workable(person: Any, project: Project) -> QuerySet[WorkItem]:
    """What the person works on, or worked on, and what their timer runs on; begun last first."""
    if not person.holds(Capability.GIVE_FEEDBACK, project.studio_id):
        return WorkItem.objects.none()
    timed = TimeEntry.objects.filter(person=person, ended_at=None).values("item")
    rows = WorkItem.objects.visible_to(person).filter(project=project)
    rows = rows.filter(Q(person=person) | Q(pk__in=timed), state__in=WorkItem.WORKED_ON)
    return rows.order_by("-begun_at", "code")


def _found(
    person_id: Any, project: Project, versions: QuerySet[Version]
) -> tuple[WorkItem | None, str]:
    """The item on the person's running timer; else their only begun item on one of the shots."""
    running = TimeEntry.objects.filter(person=person_id, ended_at=None)
    timed = running.filter(item__project=project).select_related("item").first()
    if timed:
        return timed.item, How.TIMER
    mine = WorkItem.objects.filter(person=person_id, state=WorkItem.State.BEGUN)
    inputs = versions.filter(asset__shot__isnull=False).values("asset__shot")
    on_shot = list(mine.filter(project=project, shot__in=inputs)[:2])
    return (on_shot[0], How.SHOT) if len(on_shot) == 1 else (None, "")
