"""The mails about a studio that is suspended, opened again, or offboarded.

They go to everybody who belongs to it at that moment, also when the portal opens nothing to
them any more.
"""

from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.languages.spoken import by_language
from portal.models import Mail, Studio, User
from portal.outbox import mails
from portal.signin import absolute


def mail_members(studio: Studio, what: str) -> None:
    """Part of the caller's transaction, before memberships end."""
    members = studio.memberships.filter(revoked_at=None).values("user")
    people = User.objects.filter(pk__in=members, is_active=True)
    for language, its in by_language(people).items():
        with override(language):
            told = _told(studio, what)
        Mail.objects.bulk_create(Mail(user=person, **told) for person in its)
    mails.wake(studio.pk)


def _told(studio: Studio, what: str) -> dict[str, Any]:
    context: dict[str, Any] = {"studio": studio, "what": what, "link": absolute("/")}
    body = render_to_string("portal/mail/standing.txt", context)
    return {"studio": studio, "subject": _subject(studio, what), "body": body, "parting": True}


def _subject(studio: Studio, what: str) -> str:
    sentence = {
        "suspended": _("%(studio)s is suspended"),
        "reinstated": _("%(studio)s is open again"),
        "offboarded": _("%(studio)s has left the programme"),
    }[what]
    return f"Last Mile: {sentence % {'studio': studio}}"[:180]
