"""Pictures and viewing copies: each request asks again who may see."""

import json
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from portal.storage import files
from projects.media.refusal import Refused
from projects.media.still import still
from projects.models import Rendition, Version
from projects.responses import ASK_AGAIN, stored
from projects.viewing import viewed

#: Renditions that show the media itself; the others are small pictures of a contact sheet.
FULL = ("proxy", "large")
#: The whole picture of a candidate leaves as approved work does, or not at all.
WHOLE = "picture"
SMALL_FRAME, LARGE_FRAME = 320, 1280  # pixels wide


@gate(Capability.SEE)
def rendition(request: PersonRequest, pk: UUID) -> HttpResponse:
    rows = Rendition.objects.select_related(
        "version__project__studio", "candidate__version__project__studio"
    )
    row = find(rows.exclude(role=WHOLE), request, pk=pk)
    if row.role in FULL:
        viewed(actor=request.user, version=row.version or row.candidate.version)
    return stored(row.storage_key, row.media_type, seconds=900)


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
    width = LARGE_FRAME if request.GET.get("large") == "1" else SMALL_FRAME
    etag = quote_etag(f"{proxy.pk}-{number}-{width}")
    response = get_conditional_response(request, etag) or _jpeg(version, proxy, number, width)
    viewed(actor=request.user, version=version)
    response["Cache-Control"] = ASK_AGAIN
    response["ETag"] = etag
    return response


def _jpeg(version: Version, proxy: Rendition, number: int, width: int) -> HttpResponse:
    with files.local(proxy.storage_key) as path:
        try:
            picture = still(path, number, at=_shown_at(version, number), width=width)
        except Refused:
            raise Http404 from None
    return HttpResponse(picture, content_type="image/jpeg")


def _shown_at(version: Version, number: int) -> float | None:
    """Seconds, for films of variable rate only."""
    row = version.rendition("times")
    if row is None:
        return None
    with row.open() as times:
        return json.load(times)["frame_times"][number]
