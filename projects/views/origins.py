"""Where a version or a candidate comes from: the credentials of the file that is looked at."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from portal.storage import files
from projects.media.credentials.apart import read_apart
from projects.media.refusal import Refused
from projects.models import Candidate, Rendition, Version
from projects.origin import shows
from projects.origin_words import told
from projects.seals import anchors
from projects.views.projects import crumbs_of

#: Which of its files is asked, the first that is there; the others are signed alike.
_ASKED = ("proxy", "poster", "preview", "plate", "picture", "large", "compare", "thumbnail")


@gate(Capability.SEE)
def of_version(request: PersonRequest, pk: UUID) -> HttpResponse:
    rows = Version.objects.select_related("project__studio", "asset")
    version = find(rows.prefetch_related("renditions"), request, pk=pk)
    asset = {"label": version.asset.name, "url": f"/assets/{version.asset_id}/"}
    return _page(request, version, str(version), asset)


@gate(Capability.SEE)
def of_candidate(request: PersonRequest, pk: UUID) -> HttpResponse:
    rows = Candidate.objects.select_related("project__studio", "run__request", "version__asset")
    candidate = find(rows.prefetch_related("renditions"), request, pk=pk)
    work = {"label": str(candidate.run), "url": candidate.get_absolute_url()}
    return _page(request, candidate, f"{candidate.run} · {candidate.version.asset}", work)


def _page(request: PersonRequest, row: Any, name: str, crumb: dict[str, str]) -> HttpResponse:
    crumbs = crumbs_of(row.project, crumb, {"label": name})
    context = {"name": name, "shown": _shown(_asked(row)), "crumbs": crumbs}
    return render(request, "projects/origin.html", context)


def _asked(row: Any) -> Rendition | None:
    made = [file for file in row.renditions.all() if shows(file.media_type)]
    made.sort(key=lambda file: (_place(file.role), file.index))
    return made[0] if made else None


def _place(role: str) -> int:
    return _ASKED.index(role) if role in _ASKED else len(_ASKED)


def _shown(row: Rendition | None) -> dict[str, Any] | None:
    """None where there is no file; one that cannot be read says so."""
    if row is None or not files.exists(row.storage_key):
        return None
    try:
        with files.local(row.storage_key) as path:
            return told(read_apart(path, anchors()))
    except Refused:
        return told({"state": "unreadable"})
