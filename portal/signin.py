"""How people come in: invitations, passwords, one-time links. Sign-up is closed."""

import logging
import time
from contextlib import AbstractContextManager, nullcontext
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
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from portal import tenancy
from portal.addresses import address_of
from portal.door import has_second_factor
from portal.errors import PortalError, Text, register
from portal.languages.spoken import speaking
from portal.mailing import entering
from portal.mailing.letters import Letter
from portal.mailing.links import absolute as absolute
from portal.mailing.sending import send
from portal.models import Invitation, SignInLink, Studio, User
from portal.models.invitations import invite

log = logging.getLogger(__name__)

BACKEND = "django.contrib.auth.backends.ModelBackend"
#: What allauth calls the mail with a link for a new password.
NEW_PASSWORD = "account/email/password_reset_key"


class InvitationOnly(DefaultAccountAdapter):
    """allauth's rules for this portal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """By the portal's own address, whatever `Host` the request came with."""
        return absolute(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the person's language, as all mails of the portal. Raises `session:mail`, but not for
        a new password: an address without an account gets no mail, so no page may tell of one.
        """
        with speaking(context["user"]) if context.get("user") else nullcontext():
            letter = self._letter(template_prefix, {**context, "email": email})
        try:
            send(letter, [email])
        except OSError as error:
            log.exception("a mail about an account could not be sent")
            if template_prefix != NEW_PASSWORD:
                raise PortalError("session:mail") from error

    def _letter(self, template_prefix: str, context: dict[str, Any]) -> Letter:
        if template_prefix == NEW_PASSWORD:
            return entering.new_password(link=context["password_reset_url"])
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        text = render_to_string(f"{template_prefix}_message.txt", context)
        return entering.told_by_sign_in(subject=subject, text=text)

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


def invitation_link(secret: str) -> str:
    return absolute(reverse("invitation", args=[secret]))


def sign_in_link(secret: str) -> str:
    return absolute(reverse("sign_in_link", args=[secret]))


def send_invitation(invitation: Invitation, secret: str, *, again: bool = False) -> None:
    """Mail the link. The secret exists only in this mail from now on."""
    try:
        with _their_language(invitation):
            send(_letter(invitation, invitation_link(secret), again), [invitation.email])
    except OSError as error:
        log.exception("an invitation could not be mailed")
        raise PortalError("invitation:mail", email=invitation.email) from error


def _letter(invitation: Invitation, link: str, again: bool) -> Letter:
    cohort = invitation.studio.cohort if invitation.studio else None
    return entering.invitation(
        who=invitation.invited_by,
        studio=invitation.studio,
        role=invitation.get_role_display(),
        link=link,
        until=invitation.expires_at,
        again=again,
        opens=(cohort, cohort.opens_on) if cohort and cohort.state == "planned" else None,
    )


def _their_language(invitation: Invitation) -> AbstractContextManager[None]:
    """Somebody who has an account has chosen; of others only who invites them is known."""
    known = User.objects.filter(email__iexact=invitation.email).exclude(language="").first()
    return speaking(known) if known else nullcontext()


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
        "session:mail": Text(
            502,
            gettext_lazy("The mail could not be sent."),
            gettext_lazy("Nothing was changed."),
            gettext_lazy("Try again later; if it fails again, tell the beta team."),
        ),
        "session:stale": Text(
            403,
            gettext_lazy("You came in too long ago to add a second factor now."),
            gettext_lazy("Nothing was changed."),
            gettext_lazy("Sign out, and come in again by your link or your studio's sign-on."),
        ),
    }
)
