"""A guest: whoever showed a share link's secret and its passphrase, for this session only.

A guest is an actor of the table of access like any other, with a role in one studio and no
account. The browser's session remembers the hash of the secret and until when; the link itself
is asked again at each request, so that withdrawing it ends everything at once.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import Capability, Role, allows
from portal.errors import PortalError
from portal.tenancy import enter_studio
from projects.models import ShareLink

KEY = "guest"
LIFE = timedelta(hours=12)


class Guest:
    """Acts as a person does where rows are asked for: `visible_to`, verbs, the audit."""

    is_authenticated = is_active = is_guest = True
    programme_role = ""

    def __init__(self, link: ShareLink) -> None:
        self.link = link
        self.pk = link.pk
        self.roles: dict[UUID, str] = {link.studio_id: Role.GUEST.value}

    def __str__(self) -> str:
        return _("%(name)s (guest)") % {"name": self.link.guest_name}

    @property
    def email(self) -> str:
        return self.link.email

    @property
    def mark(self) -> str:
        """Over everything a guest sees, whatever the project says; the page adds the time."""
        return f"{self} · {self.link.studio.name}"

    def can(self, capability: Capability, studio_id: UUID | None = None) -> bool:
        held = self.roles.get(studio_id or self.link.studio_id, "")
        if capability == Capability.GUEST_COMMENT and not self.link.may_comment:
            return False
        return allows(held, capability)


class GuestRequest(HttpRequest):
    """What a guest's view gets."""

    guest: Guest
    htmx: Any


def enter(request: HttpRequest, link: ShareLink) -> Guest:
    """Begin the guest's session: a new key, a short life, nothing of what was there before."""
    request.session.flush()
    until = min(timezone.now() + LIFE, link.expires_at)
    request.session[KEY] = {"secret": link.secret_hash, "until": until.isoformat()}
    request.session.set_expiry(until)
    return Guest(link)


def leave(request: HttpRequest) -> None:
    if KEY in request.session and not request.user.is_authenticated:
        request.session.flush()


def guest_of(request: HttpRequest) -> Guest:
    """Whose session this is. Raises `guest:nobody`, `share:revoked`, `share:expired`."""
    held = request.session.get(KEY)
    if not held or request.user.is_authenticated:
        raise PortalError("guest:nobody")
    if datetime.fromisoformat(held["until"]) <= timezone.now():
        raise PortalError("guest:nobody")
    link = ShareLink.by_secret(held["secret"])
    if link is None:  # deleted with its playlist, its project or its studio
        raise PortalError("share:revoked")
    link.must_be_open()
    return Guest(link)


View = Callable[..., Any]


def guest_gate(default: Capability, **by_method: Capability) -> Callable[[View], View]:
    """As `portal.gates.gate`, for whoever came in by a share link; its studio is opened."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                request.guest = guest_of(request)
                enter_studio(request.guest.link.studio_id)
                if not request.guest.can(by_method.get(request.method or "", default)):
                    raise PortalError("guest:may_not_comment")
                return unshared(view(request, *args, **kwargs))
            except PortalError as error:
                return refused(request, error)
            except Http404:
                return refused(request, PortalError("not_found"))

        guarded.gate = {"default": default, **by_method}  # type: ignore[attr-defined]
        return guarded

    return decorate


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that a guest's page sent; nested too deeply it is none. Else `invalid`."""
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise PortalError("invalid", fields={"body": [_("Send a JSON object.")]})
    return data


def refused(request: HttpRequest, error: PortalError) -> HttpResponse:
    """A calm page, or the API's form of it, with nothing of the portal around it."""
    body, status = error.as_dict(), error.status
    if request.path.startswith("/api/"):
        return unshared(JsonResponse({"error": body}, status=status))
    return unshared(render(request, "projects/guest_over.html", {"error": body}, status=status))


def unshared(response: HttpResponse) -> HttpResponse:
    """Kept by no cache, found by no search; the address is told nobody, not even us.

    (`no-referrer` would have browsers send forms with an origin of "null", which are refused.)
    """
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "strict-origin"
    return response
