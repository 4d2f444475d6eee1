"""Playlists of a project: made, put in order, looked at in a session, and closed with a result."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from projects.consenting import withdrawn_of
from projects.models import Playlist, PlaylistItem, Project, Rendition, Version
from projects.models.playlists import make_playlist
from projects.noting import mentionable
from projects.playlist_forms import CloseForm, PlaylistForm
from projects.viewing import viewed
from projects.views.assets import player
from projects.views.projects import crumbs_of, newest_versions, tabs

#: So many of the project's newest assets are offered; older ones are added on their own page.
OFFERED = 200


@gate(Capability.SEE, POST=Capability.PLAYLIST)
def listed(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The playlists of a project, and a form for another one."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    form = PlaylistForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = make_playlist(actor=request.user, project=project, **form.cleaned_data)
        return redirect(made)
    shown = Q(items__version__asset__deleted_at=None)
    rows = Playlist.objects.visible_to(request.user).filter(project=project)
    context = {
        "project": project,
        "tabs": tabs(project, "playlists"),
        "playlists": rows.annotate(versions=Count("items", filter=shown)),
        "form": form,
        "may": may(request, project),
    }
    return render(request, "projects/playlists.html", context)


def may(request: PersonRequest, project: Project) -> dict[str, bool]:
    names = ("PLAYLIST", "DECIDE", "SHARE", "COMMENT")
    user, studio = request.user, project.studio_id
    return {name.lower(): user.can(Capability[name], studio) for name in names}


@gate(Capability.SEE)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The session: the version whose turn it is, its notes, and the list it stands in."""
    playlist = found(request, pk)
    project, allowed = playlist.project, may(request, playlist.project)
    items = items_of(playlist, request.user)
    turn = Turn(items, request.GET.get("item", ""))
    mark = project.mark_over(request.user)
    found_withdrawn = withdrawn_of(item.version_id for item in items)
    withdrawn = found_withdrawn.get(turn.version.pk) if turn.version else None
    plays = turn.version if not withdrawn else None
    shown = player(plays, mark, request.user) if plays else None
    if plays and shown is None and plays.poster_url:
        viewed(actor=request.user, version=plays)
    context = {
        "playlist": playlist,
        "crumbs": crumbs(playlist),
        "items": items,
        "turn": turn,
        "player": shown,
        "withdrawn": withdrawn,
        "mark": mark,
        "missing": playlist.missing,
        "results": PlaylistItem.Result.choices[1:],
        "counts": said_counts(playlist),
        "offered": _offered(request, playlist) if allowed["playlist"] else [],
        "people": _people(request, project) if allowed["comment"] else [],
        "close_form": CloseForm(),
        "may": allowed,
    }
    return render(request, "projects/playlist.html", context)


class Turn:
    """Which item of the list is looked at, and what comes before and after it."""

    def __init__(self, items: list[PlaylistItem], wanted: str) -> None:
        """The first one unless another is named. Raises Http404 for one that is not there."""
        found = [at for at, item in enumerate(items) if not wanted or str(item.pk) == wanted]
        if wanted and not found:
            raise Http404
        at = found[0] if found else 0
        self.item = items[at] if found else None
        self.version = self.item.version if self.item else None
        self.number, self.count = at + 1, len(items)
        self.before = items[at - 1] if found and at else None
        self.after = items[at + 1] if found and at + 1 < len(items) else None


def items_of(playlist: Playlist, actor: Any) -> list[PlaylistItem]:
    """In order, with what a player and a row of the list need; without what is in the trash."""
    rows = PlaylistItem.objects.visible_to(actor).filter(playlist=playlist)
    related = ("version__asset", "version__project__studio", "version__ingest")
    pictures = Prefetch("version__renditions", Rendition.objects.filter(index=0))
    return list(rows.select_related(*related).prefetch_related(pictures).order_by("position"))


def said_counts(playlist: Playlist) -> list[dict[str, Any]]:
    words = dict(PlaylistItem.Result.choices)
    return [{"value": n, "label": words[result]} for result, n in playlist.counts.items()]


def crumbs(playlist: Playlist, *more: dict[str, Any]) -> list[dict[str, Any]]:
    project = playlist.project
    place = {"label": _("Playlists"), "url": reverse("playlists", args=[project.pk])}
    own = {"label": playlist.name, "url": playlist.get_absolute_url()}
    return crumbs_of(project, place, own, *more) if more else crumbs_of(project, place, own)


def found(request: PersonRequest, pk: UUID) -> Playlist:
    return find(Playlist.objects.select_related("project__studio"), request, pk=pk)


def _offered(request: PersonRequest, playlist: Playlist) -> list[Version]:
    """The newest version of each asset that is not in the list yet."""
    if playlist.closed_at:
        return []
    assets: Any = playlist.project.assets.visible_to(request.user).order_by("-created_at", "pk")
    known = set(playlist.items.values_list("version_id", flat=True))
    rows = list(assets.prefetch_related(*newest_versions())[:OFFERED])
    for asset in rows:
        for version in asset.newest:
            version.asset = asset
    return [v for asset in rows for v in asset.newest if v.pk not in known]


def _people(request: PersonRequest, project: Project) -> list[dict[str, str]]:
    people = mentionable(project, actor=request.user)
    return [{"id": str(one.pk), "name": str(one)} for one in people if one != request.user]
