"""What is done to a playlist: added, moved, said, closed, deleted, taken away."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.views.sure import ask, is_sure
from projects.interchange.cells import harmless
from projects.models import Playlist, PlaylistItem, Project, Version
from projects.models.playlists import make_playlist
from projects.playlist_forms import CloseForm, PlaylistForm, ResultForm, said_of
from projects.responses import attachment
from projects.views.playlists import found, items_of


@gate(Capability.PLAYLIST)
@require_POST
def add(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The versions that were chosen, at the end of the list."""
    playlist = found(request, pk)
    wanted = request.POST.getlist("version")
    rows = {str(row.pk): row for row in _versions(request, playlist.project, wanted)}
    count = playlist.add([rows[pk] for pk in wanted if pk in rows], actor=request.user)
    if not count:
        messages.warning(request, _("Nothing is added: choose versions that are not in it yet."))
        return redirect(playlist)
    said = ngettext("%(n)s version is added.", "%(n)s versions are added.", count)
    messages.success(request, said % {"n": count})
    return redirect(playlist)


def _versions(request: PersonRequest, project: Project, wanted: list[str]) -> Any:
    ids = [pk for pk in wanted if _is_id(pk)]
    return Version.objects.visible_to(request.user).filter(project=project, pk__in=ids)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@gate(Capability.PLAYLIST)
@require_POST
def add_version(request: PersonRequest, pk: UUID) -> HttpResponse:
    """From the page of its asset: into an open playlist, or a new one of the given name."""
    version = find(Version.objects.select_related("project__studio", "asset"), request, pk=pk)
    name, chosen = request.POST.get("name", "").strip(), request.POST.get("playlist", "")
    if name:
        form = PlaylistForm({"name": name})
        if not form.is_valid():
            raise PortalError("invalid", fields={"name": [said_of(form)]})
        into = make_playlist(actor=request.user, project=version.project, **form.cleaned_data)
    else:
        rows = Playlist.objects.filter(project=version.project).select_related("project__studio")
        into = find(rows, request, pk=chosen)
    into.add([version], actor=request.user)
    said = {"name": version.asset.name, "playlist": into.name}
    messages.success(request, _("%(name)s is in %(playlist)s.") % said)
    return redirect(f"{reverse('asset', args=[version.asset_id])}?version={version.number}")


@gate(Capability.PLAYLIST)
@require_POST
def item(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Up, down, or out of the list."""
    row = _item(request, pk)
    move = request.POST.get("move", "")
    if move in ("up", "down"):
        row.move(-1 if move == "up" else 1, actor=request.user)
        return redirect(f"{row.playlist.get_absolute_url()}?item={row.pk}")
    if move == "out":
        row.remove(actor=request.user)
    return redirect(row.playlist)


def _item(request: PersonRequest, pk: UUID) -> PlaylistItem:
    rows = PlaylistItem.objects.select_related("playlist__project__studio", "version")
    return find(rows, request, pk=pk)


@gate(Capability.DECIDE)
@require_POST
def result(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What the session says of this version. No decision: nothing is approved by it."""
    row, form = _item(request, pk), ResultForm(request.POST)
    if not form.is_valid():
        raise PortalError("invalid", fields={"result": [said_of(form)]})
    row.say(actor=request.user, **form.cleaned_data)
    return redirect(f"{row.playlist.get_absolute_url()}?item={row.pk}")


@gate(Capability.DECIDE)
@require_POST
def close(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The session ends with a sentence, or goes on (`reopen`)."""
    playlist, form = found(request, pk), CloseForm(request.POST)
    if "reopen" in request.POST:
        playlist.reopen(actor=request.user)
        return redirect(playlist)
    if not form.is_valid():
        raise PortalError("invalid", fields={"summary": [said_of(form)]})
    playlist.close(actor=request.user, summary=form.cleaned_data["summary"])
    messages.success(request, _("The session is closed."))
    return redirect(playlist)


@gate(Capability.PLAYLIST)
@require_POST
def delete(request: PersonRequest, pk: UUID) -> HttpResponse:
    playlist = found(request, pk)
    if not is_sure(request):
        told = _("Its order, results and share links go. The versions and their notes stay.")
        question = _("Delete the playlist %(name)s?") % {"name": playlist.name}
        back = playlist.get_absolute_url()
        return ask(request, question=question, told=told, act=_("Delete it"), back=back)
    project = playlist.project_id
    playlist.delete_by(request.user)
    messages.success(request, _("The playlist is deleted."))
    return redirect("playlists", pk=project)


@gate(Capability.SEE)
def taken_away(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The result of the session as CSV: a row a version, in order."""
    playlist = found(request, pk)
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(["place", "asset", "version", "file", "result", "remark", "said by", "said at (UTC)"])
    for place, row in enumerate(items_of(playlist, request.user), 1):
        at = f"{row.said_at:%Y-%m-%d %H:%M}" if row.said_at else ""
        version, told = row.version, row.get_result_display() if row.result else ""
        cells = [version.asset.name, version.number, version.file_name, told, row.remark]
        write([place, *[harmless(cell) for cell in [*cells, row.said_by_name, at]]])
    playlist.record(request.user, "playlist:exported")
    return attachment(out.getvalue(), f"{playlist.name}.csv", "text/csv; charset=utf-8")
