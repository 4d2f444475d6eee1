"""How people come in: invitations, passwords, one-time links. Sign-up is closed."""

import logging
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.core import context
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal import tenancy
from portal.addresses import address_of
from portal.door import has_second_factor
from portal.errors import PortalError, Text, register
from portal.languages.spoken import speaking
from portal.models import Invitation, SignInLink, Studio, User
from portal.models.invitations import invite

log = logging.getLogger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"


class InvitationOnly(DefaultAccountAdapter):
    """allauth's rules for this portal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """By the portal's own address, whatever `Host` the request came with."""
        return absolute(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def get_client_ip(self, request: HttpRequest) -> str:
        if address := address_of(request):
            return address
        raise PermissionDenied("no address to count by")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for the first factor of somebody who came in within the quarter of an hour.

        They may have nothing else to prove themselves with: an invitation's link and a studio's
        own sign-on come without a password. Later they come in anew.
        """
        request = self.request or context.request
        if app != "allauth.mfa" or has_second_factor(request.user):
            return super().is_reauthentication_required(app=app, **kwargs)
        if came_in_just_now(request):
            return False
        if not request.user.has_usable_password():
            raise PortalError("session:stale")
        return True


def came_in_just_now(request: Any) -> bool:
    records = get_authentication_records(request, request.user)
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in records)


def absolute(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path


def invitation_link(secret: str) -> str:
    return absolute(reverse("invitation", args=[secret]))


def sign_in_link(secret: str) -> str:
    return absolute(reverse("sign_in_link", args=[secret]))


def send_invitation(invitation: Invitation, secret: str, *, again: bool = False) -> None:
    """Mail the link. The secret exists only in this mail from now on."""
    context: dict[str, Any] = {
        "invitation": invitation,
        "link": invitation_link(secret),
        "again": again,
    }
    try:
        send_mail(
            _("You are invited to Last Mile"),
            render_to_string("portal/mail/invitation.txt", context),
            None,
            [invitation.email],
        )
    except OSError as error:  # what smtplib raises is one too
        log.exception("an invitation could not be mailed")
        raise PortalError("invitation:mail", email=invitation.email) from error


@transaction.atomic
def invite_by_mail(
    *, actor: User | None, email: str, role: str, studio: Studio | None, name: str = ""
) -> Invitation:
    """The invitation and its mail, both or neither: without the mail nobody has the link."""
    invitation, secret = invite(actor=actor, email=email, role=role, studio=studio, name=name)
    send_invitation(invitation, secret)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, actor: User | None) -> None:
    """A fresh link by mail; the one sent before no longer works."""
    send_invitation(invitation, invitation.renew(actor=actor), again=True)


def remind_invited() -> int:
    """Mails to everybody whose invitation waits; one that fails is tried an hour later."""
    sent = 0
    for studio in Studio.objects.filter(suspended_at=None):
        with tenancy.in_studio(studio):
            sent += sum(
                _remind(row) for row in Invitation.objects.filter(studio=studio).to_remind()
            )
    return sent


def _remind(invitation: Invitation) -> bool:
    try:
        with transaction.atomic(), speaking(invitation.invited_by):
            send_invitation(invitation, invitation.remind(), again=True)
    except PortalError as error:
        log.warning("a reminder was not sent: %s", error.code)
        return False
    return True


def enter_by(request: HttpRequest, link: SignInLink) -> HttpResponse:
    """A strong link is enough. Any other leads on as a password does: to the second factor."""
    if link.strong:
        enter(request, link.user, "link")
        return redirect("home")
    record_authentication(request, link.user, "link")
    return perform_login(request, Login(user=link.user, email=link.user.email))


def enter(request: HttpRequest, user: User, way: str) -> None:
    """Start a session for somebody whose secret has just been redeemed.

    Who has no second factor yet may set one up at once. Who has one is asked for it before
    changing any: a link alone must not replace the factors of an account.
    """
    request.came_in_by = way  # type: ignore[attr-defined]  # portal.audit.signins reads it
    login(request, user, backend=BACKEND)
    record_authentication(request, user, "link")
    UserSession.objects.create_from_request(request)
    if way == "invitation" and not user.language:  # the one in which they have just come in
        user.prefer(get_language() or "")
    tenancy.enter(user)


register(
    {
        "session:stale": Text(
            403,
            gettext_lazy("You came in too long ago to add a second factor now."),
            gettext_lazy("Nothing was changed."),
            gettext_lazy("Sign out, and come in again by your link or your studio's sign-on."),
        ),
    }
)
