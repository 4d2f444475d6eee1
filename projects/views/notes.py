"""The notes of a version on one page: to print, to take away, to bring in."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects.factsheet import said
from projects.models import Note, Version
from projects.note_files import (
    FORMATS,
    LOSSES,
    Outcome,
    import_notes,
    threads,
    what_is_lost,
)
from projects.showing import clock
from projects.views.projects import crumbs_of

#: Each picture is cut from the film for this page.
PICTURES_AT_MOST = 200
#: As browsers and old editing systems write text, in the order of trying.
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "latin-1")


@gate(Capability.SEE, POST=Capability.COMMENT)
@require_http_methods(["GET", "POST"])
def version_notes(request: PersonRequest, pk: UUID) -> HttpResponse:
    rows = Version.objects.select_related("asset", "project__studio")
    version = find(rows.prefetch_related("renditions"), request, pk=pk)
    outcome, problem = _brought_in(request, version) if request.method == "POST" else (None, None)
    notes = threads(version)
    context = {
        "version": version,
        "crumbs": crumbs_of(
            version.project,
            {
                "label": version.asset.name,
                "url": reverse("asset", args=[version.asset_id]) + f"?version={version.number}",
            },
            {"label": _("Notes")},
        ),
        "notes": [_shown(version, note, number) for number, note in enumerate(notes, 1)],
        "open_count": sum(note.resolved_at is None for note in notes),
        "formats": _formats(request, version, notes) if version.rate else [],
        "may_write": request.user.can(Capability.COMMENT, version.studio_id),
        "outcome": outcome,
        "problem": problem,
    }
    return render(request, "projects/notes.html", context)


def _brought_in(
    request: PersonRequest, version: Version
) -> tuple[Outcome | None, dict[str, Any] | None]:
    """What came of the file, or why nothing did, told on the page itself."""
    file: Any = request.FILES.get("file")
    try:
        if file is None:
            raise PortalError("notes:no_file")
        content = decoded(file.read())
        made = import_notes(
            actor=request.user, version=version, file_name=file.name, content=content
        )
    except PortalError as error:
        return None, error.as_dict()
    return made, None


def decoded(raw: bytes) -> str:
    """The text of a file; two bytes a character only where its mark says so."""
    for encoding in ENCODINGS:
        if encoding == "utf-16" and raw[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _shown(version: Version, note: Note, number: int) -> dict[str, Any]:
    start, end = note.start or 0, note.end or 1
    pictured = number <= PICTURES_AT_MOST
    return {
        "note": note,
        "number": number,
        "frames": f"{start}" if end - start == 1 else f"{start}–{end - 1}",
        "time": clock(version, start) if version.rate else "",
        "until": clock(version, end - 1) if version.rate and end - start > 1 else "",
        "picture": _picture(version, start) if pictured else "",
        "drawing": json.dumps(note.drawing),
        "answers": [one for one in note.replies.all() if not one.deleted_at],
    }


def _picture(version: Version, frame: int) -> str:
    if version.rendition("proxy") and version.frames:
        return reverse("frame", args=[version.pk, frame])
    return version.poster_url


def _formats(request: PersonRequest, version: Version, notes: list[Note]) -> list[dict[str, Any]]:
    lost = what_is_lost(version, notes)
    return [
        {
            "label": FORMATS[name].label,
            "url": reverse("api:version-note-file", args=[version.pk, name]),
            "lost": said(LOSSES, offer.lost),
            "refused": offer.refused,
        }
        for name, offer in lost.items()
    ]
