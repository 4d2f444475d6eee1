"""Exports and closeouts to try things on."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.tenancy import closed
from projects.models import Closeout, Export, State
from projects.models.exports import ask_for_export
from projects.tasks import closeout as closeout_task
from projects.tasks import export as export_task


def packed(world: Any, **how: Any) -> Export:
    """An export of ours, made by the worker, which sees what a worker may see."""
    export = ask_for_export(
        actor=world.visitor("producer"), studio=world.ours.studio, with_renditions=False, **how
    )
    with closed():
        export_task(*export.message)
    export.refresh_from_db()
    return export


def confirmed(world: Any, **fields: Any) -> Closeout:
    """Ours, confirmed by the administrator, not yet begun."""
    closeout = world.ours.closeout
    Closeout.objects.filter(pk=closeout.pk).update(**fields)
    closeout.refresh_from_db()
    closeout.confirm(actor=world.admin)
    return closeout


def attempt(closeout: Closeout) -> Closeout:
    """One visit of the worker, the pause before it being over."""
    past = timezone.now() - timedelta(seconds=1)
    rows = Closeout.objects.filter(pk=closeout.pk)
    rows.filter(state=State.QUEUED).update(retry_at=past)
    rows.filter(state=State.RUNNING).update(lease_expires_at=past)
    with closed():
        closeout_task(*closeout.message)
    closeout.refresh_from_db()
    return closeout


def stored_files(*, besides: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Everything in the media folder, by key."""
    root = Path(settings.MEDIA_ROOT)
    paths = [path for path in root.rglob("*") if path.is_file()]
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
    return {key: body for key, body in found.items() if not key.startswith(besides)}
