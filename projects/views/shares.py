"""Links by which guests look at a playlist: made, told once, withdrawn; by its producers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.views.sure import ask, is_sure
from projects.models import Playlist, ShareLink
from projects.models.shares import link_of, share
from projects.playlist_forms import ShareForm
from projects.views.playlists import crumbs


@gate(Capability.SHARE)
def listed(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Who may look, and a form for another guest. The new link is shown in this answer alone."""
    rows = Playlist.objects.select_related("project__studio")
    playlist = find(rows, request, pk=pk)
    form, made = ShareForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made = _made(request, playlist, form)
    links = ShareLink.objects.visible_to(request.user).filter(playlist=playlist)
    context = {
        "playlist": playlist,
        "crumbs": crumbs(playlist, {"label": _("Guests")}),
        "form": ShareForm() if made else form,
        "made": made,
        "links": links.select_related("studio"),
    }
    response = render(request, "projects/shares.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _made(request: PersonRequest, playlist: Playlist, form: ShareForm) -> dict[str, Any] | None:
    try:
        link, secret, phrase = share(actor=request.user, playlist=playlist, **form.cleaned_data)
    except PortalError as error:  # what was typed stays in the form
        for name, said in error.fields.items():
            form.add_error(name, said)
        if not error.fields:
            form.add_error(None, error.sentence)
        return None
    return {"link": link, "address": link_of(secret), "passphrase": phrase}


@gate(Capability.SHARE)
@require_POST
def revoke(request: PersonRequest, pk: UUID) -> HttpResponse:
    link = find(ShareLink.objects.select_related("playlist__project__studio"), request, pk=pk)
    guest = {"guest": link.guest_name}
    if not is_sure(request):
        told = _("They see nothing from now on; what they wrote stays.")
        question = _("Withdraw the link of %(guest)s?") % guest
        back = _page_of(link)
        return ask(request, question=question, told=told, act=_("Withdraw it"), back=back)
    link.revoke(actor=request.user)
    messages.success(request, _("The link of %(guest)s is withdrawn.") % guest)
    return redirect(_page_of(link))


def _page_of(link: ShareLink) -> str:
    return f"{link.playlist.get_absolute_url()}guests/"
