"""Pictures and viewing copies: each request asks again who may see."""

import json
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.storage import files
from projects.consenting import must_be_free
from projects.copies import drawn_on, must_be_for
from projects.media.marking import marked_jpeg
from projects.media.refusal import Refused
from projects.media.still import still
from projects.models import Rendition, Version
from projects.models.renditions import FOR_LOOKING
from projects.responses import ASK_AGAIN, stored
from projects.viewing import viewed

#: Renditions that show the media itself; the others are small pictures of a contact sheet.
FULL = ("proxy", "copy", "large")
SMALL_FRAME, LARGE_FRAME = 320, 1280  # pixels wide


@gate(Capability.SEE)
def rendition(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is there to be looked at: a candidate's work leaves by a decision, or not at all."""
    of_version = ("version__project__studio", "version__asset", "copy")
    rows = Rendition.objects.select_related(
        "project__studio", "candidate__version__project__studio", *of_version
    )
    row = find(rows.filter(Q(candidate=None) | Q(role__in=FOR_LOOKING)), request, pk=pk)
    must_be_for(row, request.user)
    must_be_free(row.version, row.candidate)
    if row.role in FULL:
        viewed(actor=request.user, version=row.version or row.candidate.version)
    if drawn_on(row):
        return signed(row, request.user)
    return stored(row.storage_key, row.media_type, seconds=900)


def signed(row: Rendition, person: Any) -> HttpResponse:
    """The picture with the viewer's name in it."""
    try:
        with row.open() as file:
            plain = file.read()
    except FileNotFoundError as error:
        raise PortalError("storage:failed") from error
    picture = marked_jpeg(plain, row.project.mark_now(person))
    response = HttpResponse(picture, content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    return response


@gate(Capability.SEE)
def times(request: PersonRequest, pk: UUID) -> HttpResponse:
    """When each frame of a film with variable rate is shown."""
    row = find(Version, request, pk=pk).rendition("times")
    if row is None:
        raise Http404
    return stored(row.storage_key, row.media_type)


@gate(Capability.SEE)
def frame(request: PersonRequest, pk: UUID, number: int) -> HttpResponse:
    """One frame as a JPEG, cut from the viewing copy: small, or with `?large=1` to be looked at."""
    rows = Version.objects.select_related("project__studio")
    version = find(rows, request, pk=pk)
    proxy = version.rendition("proxy")
    if proxy is None or not version.frames or number >= version.frames:
        raise Http404
    must_be_free(version)
    width = LARGE_FRAME if request.GET.get("large") == "1" else SMALL_FRAME
    mark = version.project.mark_now(request.user) if version.project.burns else ""
    etag = quote_etag(f"{proxy.pk}-{number}-{width}-{mark and request.user.pk}")
    known = get_conditional_response(request, etag)
    response = known or _jpeg(_still(version, proxy, number, width), mark)
    viewed(actor=request.user, version=version)
    response["Cache-Control"] = ASK_AGAIN
    response["ETag"] = etag
    return response


def _jpeg(picture: bytes, mark: str) -> HttpResponse:
    signed = marked_jpeg(picture, mark) if mark else picture
    return HttpResponse(signed, content_type="image/jpeg")


def _still(version: Version, proxy: Rendition, number: int, width: int) -> bytes:
    with files.local(proxy.storage_key) as path:
        try:
            return still(path, number, at=_shown_at(version, number), width=width)
        except Refused:
            raise Http404 from None


def _shown_at(version: Version, number: int) -> float | None:
    """Seconds, for films of variable rate only."""
    row = version.rendition("times")
    if row is None:
        return None
    with row.open() as times:
        return json.load(times)["frame_times"][number]
