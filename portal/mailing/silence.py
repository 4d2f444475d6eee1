"""Switching a kind of mail off from the mail itself, without signing in (RFC 8058).

The address holds the person and the kind, signed; it can do nothing but switch that mail off.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.urls import reverse

from portal.errors import PortalError
from portal.mailing.links import absolute

SALT = "portal.mailing.silence"
#: All that comes in the daily mail.
DIGEST = "digest"


@dataclass(frozen=True)
class Wish:
    """What a mail's address asks for."""

    person: str
    kind: str


def token(person: Any, kind: str) -> str:
    return signing.dumps([str(person.pk), kind], salt=SALT)


def address(person: Any, kind: str) -> str:
    return absolute(reverse("mail_off", args=[token(person, kind)]))


def headers(person: Any, kind: str) -> dict[str, str]:
    """For mails that may be switched off; a programme shows a button of its own for them."""
    if not kind:
        return {}
    return {
        "List-Unsubscribe": f"<{address(person, kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def wish(told: str) -> Wish:
    """Raises `mail:link` for an address that the portal has not made. It has no end: mails lie."""
    try:
        person, kind = signing.loads(told, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise PortalError("mail:link") from None
    return Wish(str(person), str(kind))
