"""The notes of a guest as JSON, as the component beside the player asks for them: own ones only."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import Capability
from portal.errors import PortalError
from portal.throttles import GuestNotes
from projects import noting
from projects.guests import GuestRequest, body_of, guest_gate
from projects.models import Note, Version

LOOK, WRITE = Capability.GUEST_LOOK, Capability.GUEST_COMMENT


@guest_gate(LOOK, POST=WRITE)
def notes(request: GuestRequest) -> HttpResponse:
    """The guest's notes on `?version=`, oldest first; POST writes one."""
    if request.method == "POST":
        GuestNotes.note(request.guest.link)
        data = body_of(request)
        made = noting.write_note(actor=request.guest, version=_version(request, data), **_of(data))
        return JsonResponse(as_json(made), status=201)
    rows = Note.objects.visible_to(request.guest).order_by("created_at", "pk")
    wanted = request.GET.get("version", "")
    shown = [as_json(note) for note in rows if not wanted or str(note.version_id) == wanted]
    return JsonResponse({"next": None, "results": shown})


@guest_gate(LOOK, PATCH=WRITE, DELETE=WRITE)
@require_http_methods(["GET", "PATCH", "DELETE"])
def note(request: GuestRequest, pk: UUID) -> HttpResponse:
    """One of the guest's own: changed (PATCH) or deleted (DELETE)."""
    rows = Note.objects.visible_to(request.guest).select_related("project__studio", "version")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method in ("PATCH", "DELETE"):
        GuestNotes.note(request.guest.link)
    if request.method == "PATCH":
        kept = {k: v for k, v in _of(body_of(request), found).items() if k != "mentioned"}
        noting.edit(actor=request.guest, note=found, manages=False, **kept)
    elif request.method == "DELETE":
        found.delete_by(request.guest, manages=False)
        return HttpResponse(status=204)
    return JsonResponse(as_json(found))


def as_json(note: Note) -> dict[str, Any]:
    """As the API tells a note, without what is the studio's: answers, people, who resolved it."""
    return {
        **{"id": str(note.pk), "version": str(note.version_id), "parent": None},
        **{"start": note.start, "end": note.end, "text": note.text, "drawing": note.drawing},
        **{"mentions": [], "replies": [], "person": None, "person_name": note.person_name},
        **{"said_by": "", "created_at": note.created_at.isoformat(), "resolved_at": None},
        **{"resolved_by_name": "", "edited_by_name": note.edited_by_name},
        "edited_at": note.edited_at and note.edited_at.isoformat(),
        "deleted_at": note.deleted_at and note.deleted_at.isoformat(),
        "may_change": note.deleted_at is None,
    }


def _version(request: GuestRequest, data: dict[str, Any]) -> Version:
    rows = Version.objects.visible_to(request.guest).select_related("project__studio", "asset")
    wanted = str(data.get("version", ""))
    found = next((row for row in rows if str(row.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _of(data: dict[str, Any], note: Note | None = None) -> dict[str, Any]:
    """Frames, words and drawing, each of its kind. Raises PortalError `invalid`."""
    start = data.get("start", note.start if note else None)
    end = data.get("end", note.end if note else None)
    if end is None and isinstance(start, int):
        end = start + 1
    text, drawing = data.get("text", note.text if note else ""), data.get("drawing")
    if not (_is_frame(start) and _is_frame(end)):
        raise PortalError("invalid", fields={"start": [_("Say at which frame it stands.")]})
    if not isinstance(text, str):
        raise PortalError("invalid", fields={"text": [_("This is text.")]})
    kept = note.drawing if note else []
    if drawing is not None and not isinstance(drawing, list):
        raise PortalError("invalid", fields={"drawing": [_("A drawing is a list of shapes.")]})
    shapes = kept if drawing is None else drawing
    return {"start": start, "end": end, "text": _storable(text), "drawing": shapes}


def _storable(text: str) -> str:
    """Without what the database has no place for: zeros, and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _is_frame(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**62
