"""Coming in and going out, as Django and allauth tell it. Addresses are kept here only."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from portal.addresses import address_of
from portal.models import AuditEvent, User
from portal.models.persons import record_of_person


def _address(request: HttpRequest | None) -> str:
    return (request and address_of(request)) or "–"


@receiver(user_logged_in)
def came_in(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    way = getattr(request, "came_in_by", "") or _way(request, user)
    record_of_person(user, f"signed_in:{way}", address=_address(request))


def _way(request: HttpRequest, user: Any) -> str:
    """By the first proof that was given; a second factor after a password is no way of its own."""
    records = get_authentication_records(request, user)
    first = records[0]["method"] if records else "password"
    return {"mfa": "passkey", "link": "link"}.get(first, "password")


@receiver(user_login_failed)
def was_refused(
    credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any
) -> None:
    """Who it was meant to be, if there is such an account: what was typed may be a secret."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    person = User.objects.filter(email__iexact=typed.replace("\x00", "")).first()
    if person is None:
        AuditEvent.record(None, "signed_in:refused", person="?", address=_address(request))
        return
    facts = {"person": str(person), "address": _address(request)}
    record_of_person(None, "signed_in:refused", of=person, **facts)


@receiver(user_logged_out)
def went(user: Any, **_kwargs: Any) -> None:
    if user is not None and user.is_authenticated:
        record_of_person(user, "signed_out")


def _kind(authenticator: Any) -> Any:
    """Not yet in any language: the row keeps it in its own."""
    return type(authenticator).Type(authenticator.type).label


@receiver(authenticator_added)
def added_a_factor(user: Any, authenticator: Any, **_kwargs: Any) -> None:
    record_of_person(user, "mfa:added", factor=_kind(authenticator))


@receiver(authenticator_removed)
def removed_a_factor(user: Any, authenticator: Any, **_kwargs: Any) -> None:
    record_of_person(user, "mfa:removed", factor=_kind(authenticator))


@receiver(authenticator_reset)
def renewed_the_codes(user: Any, **_kwargs: Any) -> None:
    record_of_person(user, "mfa:renewed")


@receiver(authentication_failed)
def factor_was_refused(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    record_of_person(user, "mfa:refused", address=_address(request))


@receiver(password_changed)
@receiver(password_set)
def changed_the_password(user: Any, **_kwargs: Any) -> None:
    record_of_person(user, "password:changed")


@receiver(password_reset)
def set_a_new_password(user: Any, **_kwargs: Any) -> None:
    record_of_person(user, "password:reset")
