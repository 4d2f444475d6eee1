"""Second factors and sessions: allauth's rules for this portal."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.dispatch import receiver
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.live import close_sockets
from portal.sealing import box


class SecondFactors(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is not right. A code works for about a minute and once: enter the next "
            "one. If it fails again, set the clock of your phone to automatic."
        ),
        "cannot_delete_authenticator": _(
            "This is your only second factor. Add another one before you remove it."
        ),
    }

    def encrypt(self, text: str) -> str:
        return box("second factors").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box("second factors").decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor stays, and a passkey that stands for a password."""
        if not settings.MFA_REQUIRED:
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def _get_site_name(self) -> str:
        return "Last Mile"

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


@receiver(authenticator_added)
def just_proved(request: Any, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    """Whoever has just made a first factor has used it: its recovery codes are shown at once."""
    strong = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and strong.count() == 1:
        facts = {"type": authenticator.type, "id": authenticator.pk}
        record_authentication(request, user, "mfa", reauthenticated=True, **facts)


class Sessions(DefaultUserSessionsAdapter):
    """A session that ends takes its sockets along; those of other sessions come back."""

    def end_sessions(self, sessions: Any) -> None:
        people = {session.user_id for session in sessions}
        super().end_sessions(sessions)
        for person in people:
            close_sockets(person)
