"""One asset: player, versions, facts, and what can be asked for."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects.consenting import SHOWING, withdrawn_of
from projects.copies import heights, source
from projects.factsheet import WARNINGS, facts_of, said
from projects.logs import logged
from projects.models import Asset, Candidate, Decision, State, Version
from projects.models.assets import LOOK_CHOICES, MOVING
from projects.models.decisions import standing_verdict
from projects.models.jobs import ACTIVE
from projects.noting import mentionable
from projects.offering import offered
from projects.showing import start_frame
from projects.viewing import viewed
from projects.views.carrying import carried
from projects.views.originals import may_download
from projects.views.projects import crumbs_of

MAY = {
    **{"comment": Capability.COMMENT, "upload": Capability.UPLOAD},
    **{"playlist": Capability.PLAYLIST, "ask": Capability.REQUEST},
}
#: Open ones that are offered, the newest first; to others one adds on their own page.
PLAYLISTS = 50


@gate(Capability.SEE)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    asset = find(Asset.objects.select_related("project__studio"), request, pk=pk)
    versions = list(
        asset.versions.select_related("ingest", "project", "uploaded_by").prefetch_related(
            "renditions"
        )
    )
    version = _chosen(request, versions)
    version.asset = asset
    mark = asset.project.mark_over(request.user)
    ready = version.ingest.state == State.READY
    busy = version.ingest.state in ACTIVE  # what can be seen of it is just being made again
    withdrawn = withdrawn_of([version.pk]).get(version.pk)
    shown = None if busy or withdrawn else player(version, mark, request.user)
    if (
        ready and not withdrawn and shown is None and version.poster_url
    ):  # the page shows the picture itself, large
        version.project = asset.project
        viewed(actor=request.user, version=version)
    studio = asset.studio_id
    context = {
        "asset": asset,
        "version": version,
        "crumbs": crumbs_of(asset.project, {"label": asset.name}),
        "tabs": _tabs(versions, version),
        "job": version.ingest.event(),
        "ready": ready,
        "withdrawn": withdrawn,
        "seen": version.likenesses.select_related("performer"),
        "player": shown,
        "others": _others(versions, version, request.user),
        "mark": mark,
        "looks": LOOK_CHOICES if asset.kind in MOVING else [],
        "wave_url": version.url_of("waveform"),
        "facts": facts_of(version),
        "warnings": said(WARNINGS, version.facts.get("warnings", [])),
        **offered(asset.kind),
        "shows_people": asset.kind in SHOWING,
        "log": logged(version) if ready and version.facts.get("log") else None,
        "candidates": _results(request, version),
        "boards": version.requests.filter(
            Exists(Candidate.objects.filter(run__request=OuterRef("pk"), kind="picture"))
        ).order_by("-created_at")[:10],
        "carried": carried(version, versions),
        "people": _mentionable(request, asset),
        "playlists": asset.project.playlists.filter(closed_at=None)[:PLAYLISTS],
        "may": {
            **{name: request.user.can(held, studio) for name, held in MAY.items()},
            "download": may_download(request.user, asset.project),
        },
    }
    return render(request, "projects/asset.html", context)


def _results(request: PersonRequest, version: Version) -> list[Candidate]:
    """The newest, each with the `word` in force; pictures stand on their boards."""
    rows = Candidate.objects.visible_to(request.user).filter(run__request__versions=version)
    rows = rows.exclude(kind="picture").select_related("run__request").defer("result")
    found: list[Any] = list(rows.annotate(verdict=standing_verdict()).order_by("-created_at")[:10])
    for row in found:
        row.word = Decision.Verdict(row.verdict).label if row.verdict else ""
    return found


def _mentionable(request: PersonRequest, asset: Asset) -> list[dict[str, str]]:
    """Whom a note may name, for those who may write one."""
    if not request.user.can(Capability.COMMENT, asset.studio_id):
        return []
    people = mentionable(asset.project, actor=request.user)
    return [{"id": str(one.pk), "name": str(one)} for one in people if one != request.user]


def _chosen(request: PersonRequest, versions: list[Version]) -> Version:
    wanted = request.GET.get("version", "")
    for version in versions:
        if not wanted or str(version.number) == wanted:
            return version
    raise Http404


def _tabs(versions: list[Version], current: Version) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Version %(number)s") % {"number": version.number},
            "url": f"?version={version.number}",
            "current": version == current,
        }
        for version in versions
    ]


#: What comparing needs of another version's player.
COMPARED = ("src", "rate", "frames", "times_url")


def _others(versions: list[Version], current: Version, person: Any) -> str:
    """The versions that can be played beside this one, as JSON; empty without any."""
    found = []
    for version in versions:
        if version != current and (other := player(version, "", person)):
            if not other["src"]:  # its copy is made on its own page
                continue
            name = _("Version %(number)s") % {"number": version.number}
            found.append({"name": name, **{key: other[key] for key in COMPARED}})
    return json.dumps(found) if found else ""


#: Where copies are asked for, by where files are.
COPIES = {"rendition": "api:version-copies", "guest_media": "guest_copies"}


def player(
    version: Version, mark: str, person: Any, *, at: str = "rendition", asks: bool = False
) -> dict[str, Any] | None:
    """Variables of the player, or None when there is nothing to play yet. `mark` lies over it.

    `at` is the name of the address where its files are asked for. With `asks`, one that needs a
    copy with a name in it asks for it when it is opened, even if it is there: for many on a page.
    """
    proxy = version.rendition("proxy")
    if proxy is None or not version.rate:
        return None
    times = version.rendition("times")
    return {
        "src": "" if asks and version.project.burns else source(version, person, at=at),
        "copies": reverse(COPIES[at], args=[version.pk]),
        "heights": ",".join(map(str, heights(version))),
        "rate": f"{version.rate_num}/{version.rate_den}",
        "frames": version.frames,
        "start_frame": start_frame(version),
        "first_number": version.facts.get("sequence", {}).get("first", 0),
        "drop_frame": version.drop_frame,
        "strip": _strip(version, at),
        "wave_url": version.url_of("waveform", at),
        "times_url": _times_at(version, at) if times else "",
        "name": version.file_name,
        "mark": mark,
    }


def _times_at(version: Version, at: str) -> str:
    own = reverse("frame_times", args=[version.pk])
    return own if at == "rendition" else version.url_of("times", at)


def _strip(version: Version, at: str) -> str:
    """Where the strip is, and how it is laid out, as JSON; empty without one."""
    row = version.rendition("strip")
    return json.dumps({"url": version.url_of("strip", at), **row.facts}) if row else ""


@gate(Capability.UPLOAD)
@require_POST
def examine(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Examine a version again, after it failed or was stopped."""
    version = find(Version.objects.select_related("ingest", "project"), request, pk=pk)
    version.ingest.again()
    return redirect(f"/assets/{version.asset_id}/?version={version.number}")


@gate(Capability.UPLOAD)
@require_POST
def look(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Say how its camera writes light; viewing copies and pictures are made again."""
    asset = find(Asset.objects.select_related("project__studio"), request, pk=pk)
    chosen = request.POST.get("look", "")
    if chosen not in dict(LOOK_CHOICES):
        raise PortalError("invalid", fields={"look": [_("Choose one of the list.")]})
    asset.look_as(chosen, actor=request.user)
    return redirect("asset", pk=asset.pk)


@gate(Capability.UPLOAD)
def delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Ask, then hide the asset; its files are removed in the background."""
    asset = find(Asset.objects.select_related("project__studio"), request, pk=pk)
    if request.method == "POST":
        asset.delete_by(request.user)
        messages.success(request, _("%(name)s is deleted.") % {"name": asset.name})
        return redirect("project", pk=asset.project_id)
    context = {"asset": asset, "crumbs": crumbs_of(asset.project, {"label": asset.name})}
    return render(request, "projects/asset_delete.html", context)
