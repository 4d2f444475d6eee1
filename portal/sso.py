"""Single sign-on of a studio (OpenID Connect): still by invitation, and for that studio only.

An application row names its studio in its settings: `{"server_url": …, "studio": id}`.
The studio's server vouches for an e-mail address; it can sign in that studio's own people
and whoever it has invited, never anybody of the programme or of another studio alone.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from portal import tenancy
from portal.errors import sentences
from portal.models import Invitation, Membership, Studio, User
from portal.names import is_ours, made_plain
from portal.signonservers import checked_session


class InvitedOnly(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    @transaction.atomic
    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Finds the person the server speaks of, or refuses; asked again at each sign-in."""
        app = sociallogin.provider.app
        studio = studio_of(app)
        email = verified_address(sociallogin)
        person = None
        if studio and email and sociallogin.state.get("process") == "login":
            with tenancy.in_studio(studio):
                person = member(studio, email) or invited(studio, email, sociallogin)
        if person is None or (sociallogin.is_existing and sociallogin.user != person):
            raise ImmediateHttpResponse(refusal(request, str(app), email))
        if not sociallogin.is_existing:
            sociallogin.connect(request, person)
        request.came_in_by = "sso"  # type: ignore[attr-defined]  # portal.audit.signins reads it

    def get_requests_session(self) -> Any:
        return checked_session(super().get_requests_session())

    def send_notification_mail(self, *_args: Any, **_kwargs: Any) -> None:
        """Connecting is part of signing in here; a mail about it would only puzzle."""


def studio_of(app: Any) -> Studio | None:
    try:
        return Studio.objects.filter(pk=app.settings["studio"], suspended_at=None).first()
    except (KeyError, TypeError, ValidationError):
        return None


def app_of(studio: Any) -> Any:
    """The application row of a studio, or None."""
    from allauth.socialaccount.models import SocialApp

    rows = SocialApp.objects.filter(provider="openid_connect", settings__studio=str(studio.pk))
    return rows.first()


def verified_address(sociallogin: Any) -> str:
    """What the server says it has verified; anything else is somebody's claim."""
    found = [a.email for a in sociallogin.email_addresses if a.verified is True]
    return found[0].strip().lower() if found else ""


def member(studio: Studio, email: str) -> User | None:
    rows = Membership.objects.active().filter(studio=studio, user__is_active=True)
    row = rows.filter(user__email__iexact=email, user__programme_role="").first()
    return row.user if row else None


def invited(studio: Studio, email: str, sociallogin: Any) -> User | None:
    """Accepts the open invitation; a known person has to be signed in by their own means."""
    rows = Invitation.objects.open().filter(studio=studio, email__iexact=email)
    invitation = rows.select_related("studio").first()
    if invitation is None or User.objects.filter(email__iexact=email).exists():
        return None
    told = sociallogin.account.get_provider_account().get_user_data().get("name") or email
    name = made_plain(str(told), most=150)
    return invitation.accept(name=email if is_ours(name) else name or email, password=None)


def refusal(request: HttpRequest, provider: str, email: str) -> Any:
    from portal.middleware import answer

    facts = {"provider": provider, "email": email or "…"}
    return answer(request, "sso:refused", {**sentences("sso:refused", facts), "fields": {}})
