"""What the page of a version says of the notes that came along, and asking for them again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects.models import Carrying, Note, Placement, State, Version
from projects.standing import left_behind

REASONS = {
    "gone": _l("its shot is not in this version"),
    "trimmed": _l("its shot is here, but these frames were cut off"),
    "unsure": _l("a shot looks like its own, but not surely enough"),
    "not_before": _l("it had no place on the version before either"),
    "size": _l("the picture has another size"),
    "length": _l("the length is another"),
}


def carried(version: Version, versions: list[Version]) -> dict[str, Any] | None:
    """For the page: the work, how many notes came along, and each that did not.

    None where no earlier version could have notes.
    """
    earlier = [v for v in versions if v.number < version.number and v.ingest.state == State.READY]
    if not earlier or version.ingest.state != State.READY:
        return None
    job = version.carryings.select_related("source", "version__asset").first()
    left = [_row(row) for row in left_behind(version)]
    placed = version.placements.filter(
        state=Placement.State.PLACED, note__resolved_at=None, note__deleted_at=None
    ).count()
    return {
        "job": job,
        "event": job.event() if job else None,
        "running": bool(job and job.state in ("QUEUED", "RUNNING")),
        "left": left,
        "placed": placed,
        "all": placed + len(left),
        "sources": earlier,
        "shown": bool(job or left or placed or _have_notes(earlier)),
    }


def _have_notes(versions: list[Version]) -> bool:
    open_ones = Note.objects.filter(parent=None, resolved_at=None, deleted_at=None)
    return open_ones.filter(version__in=versions).exists()


def _row(row: Placement) -> dict[str, Any]:
    dropped = row.state == Placement.State.DROPPED
    left_out = _("left out by %(name)s") % {"name": row.person_name}
    return {
        "row": row,
        "dropped": dropped,
        "why": left_out if dropped else REASONS.get(row.reason, row.reason),
        "url": f"?version={row.source.number}&note={row.note_id}",
    }


@gate(Capability.COMMENT)
@require_POST
def carry(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Carry the open notes of a chosen earlier version, or of the one before, again."""
    rows = Version.objects.select_related("asset", "ingest", "project__studio")
    version = find(rows, request, pk=pk)
    try:
        source = chosen_source(version, request.POST.get("source", ""))
        Carrying.ask(version, source, person=request.user)
    except PortalError as error:
        messages.error(request, error.as_dict()["message"])
    else:
        messages.success(request, _("The notes are being carried along."))
    return redirect(f"/assets/{version.asset_id}/?version={version.number}")


def chosen_source(version: Version, named: str) -> Version:
    """The earlier version of that number; without one, the newest before. Else `carrying:order`."""
    rows = version.asset.versions.select_related("ingest").filter(number__lt=version.number)
    if named:
        rows = (
            rows.filter(number=int(named)) if named.isdecimal() and len(named) < 9 else rows.none()
        )
    source = rows.order_by("-number").first()
    if source is None:
        raise PortalError("carrying:order")
    return source
