"""What a guest sees: the door, the playlist, its pictures and films, and their own notes.

Nothing here is a page of the portal: no rail, no search, no socket, no other address. The mark
with the guest's name lies over everything, whatever the project says.
"""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability
from portal.addresses import address_of
from portal.errors import PortalError
from portal.gates import open_to_all
from portal.models.secrets import digest
from portal.tenancy import in_studio
from portal.throttles import GuestDoors, GuestTries
from projects import guests
from projects.api.copies import CopyAskedSerializer
from projects.copies import drawn_on, must_be_for, wanted
from projects.guests import GuestRequest, body_of, guest_gate, refused, unshared
from projects.models import Playlist, Rendition, ShareLink, Version
from projects.playlist_forms import EnterForm
from projects.relaying import relayed
from projects.viewing import viewed
from projects.views.assets import player
from projects.views.media import signed
from projects.views.playlists import Turn, items_of

LOOK, WRITE = Capability.GUEST_LOOK, Capability.GUEST_COMMENT
#: Renditions that show the media itself, as for people.
FULL = ("proxy", "copy")


@open_to_all("the secret of the link and its passphrase are the gate")
def door(request: Any, token: str) -> HttpResponse:
    """Asks for the passphrase, and tells nothing before. A secret that opens nothing is 404."""
    form = EnterForm(request.POST or None)
    try:
        link = _standing(request, token)
        if request.method == "POST" and _opens(request, link, form):
            return unshared(redirect("guest"))
    except PortalError as error:
        return refused(request, error)
    return unshared(render(request, "projects/guest_door.html", {"form": form}))


def _standing(request: Any, token: str) -> ShareLink:
    """That it is over is told to whoever has the secret: nobody else could have asked."""
    link = ShareLink.by_secret(digest(token))
    if link is None:
        raise PortalError("not_found")
    link.must_be_open()
    if request.user.is_authenticated:
        raise PortalError("share:signed_in", person=request.user)
    return link


def _opens(request: Any, link: ShareLink, form: EnterForm) -> bool:
    """Counted before it is compared: tries at once are all counted."""
    if not form.is_valid():
        return False
    GuestDoors.note(request)
    GuestTries.note(link)
    with in_studio(link.studio_id):
        address = address_of(request)
        if not link.opens_by(form.cleaned_data["passphrase"]):
            link.record(None, "share:refused", address=address)
            form.add_error("passphrase", _("That is not the passphrase of this link."))
            return False
        link.note_opening(guests.enter(request, link), address)
    return True


@guest_gate(LOOK)
def playlist(request: GuestRequest) -> HttpResponse:
    """The version whose turn it is, the list, and the guest's own notes."""
    guest = request.guest
    shared = Playlist.objects.visible_to(guest).select_related("studio").get()
    items = items_of(shared, guest)
    turn = Turn(items, request.GET.get("item", ""))
    shown = _player(turn, guest)
    poster, sound = _at(turn, "poster"), _sound(turn)
    if turn.version and poster and not shown and not sound:
        viewed(actor=guest, version=turn.version)
    context = {
        "playlist": shared,
        "guest": guest,
        "items": [(item, item.version.url_of("poster", "guest_media")) for item in items],
        "turn": turn,
        "player": shown,
        "poster": poster,
        "sound": sound,
        "may_comment": guest.can(WRITE),
        "until": guest.link.expires_at,
    }
    return render(request, "projects/guest.html", context)


def _player(turn: Turn, guest: Any) -> dict[str, Any] | None:
    """Without the strip, which no mark lies over."""
    mark = "" if turn.version and turn.version.project.burns else guest.mark
    shown = player(turn.version, mark, guest, at="guest_media") if turn.version else None
    return shown and {**shown, "strip": ""}


def _at(turn: Turn, role: str) -> str:
    return turn.version.url_of(role, "guest_media") if turn.version else ""


def _sound(turn: Turn) -> str:
    return _at(turn, "proxy") if turn.version and turn.version.sound_url else ""


@guest_gate(LOOK)
def media(request: GuestRequest, pk: UUID) -> HttpResponse:
    """A viewing copy or a picture of the playlist's versions, and no other file."""
    related = ("project__studio", "version__project__studio", "version__asset", "copy")
    row = Rendition.objects.visible_to(request.guest).select_related(*related).filter(pk=pk).first()
    if row is None:
        raise Http404
    must_be_for(row, request.guest)
    if row.version and row.role in FULL:
        viewed(actor=request.guest, version=row.version)
    if drawn_on(row):
        return signed(row, request.guest)
    return relayed(request, row.storage_key, row.media_type)


@guest_gate(LOOK)
@require_POST
def copies(request: GuestRequest, pk: UUID) -> HttpResponse:
    """As the API has it for people: where the copy is, or what makes it."""
    version = Version.objects.visible_to(request.guest).filter(pk=pk).first()
    if version is None:
        raise Http404
    asked = CopyAskedSerializer(data=body_of(request))
    if not asked.is_valid():
        raise PortalError("invalid", fields=asked.errors)
    told = wanted(version, request.guest, **asked.validated_data, at="guest_media")
    return JsonResponse(told)


@guest_gate(LOOK)
def still_open(request: GuestRequest) -> HttpResponse:
    """An open page asks now and then, so that it goes when the link does."""
    return JsonResponse({"until": request.guest.link.expires_at.isoformat()})


@open_to_all("ends the visitor's own guest session and nothing else")
@require_POST
def leave(request: Any) -> HttpResponse:
    guests.leave(request)
    return unshared(render(request, "projects/guest_left.html"))
