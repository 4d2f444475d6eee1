"""The mails about a studio that is suspended, opened again, or offboarded.

They go to everybody who belongs to it at that moment, also when the portal opens nothing to
them any more.
"""

from typing import Any

from django.utils.translation import override

from portal.languages.spoken import by_language
from portal.mailing import news
from portal.mailing.links import absolute
from portal.models import Mail, Studio, User
from portal.outbox import mails


def mail_members(studio: Studio, what: str) -> None:
    """Part of the caller's transaction, before memberships end."""
    members = studio.memberships.filter(revoked_at=None).values("user")
    people = User.objects.filter(pk__in=members, is_active=True)
    facts: dict[str, Any] = {"studio": studio, "what": what, "reason": studio.suspended_reason}
    for language, its in by_language(people).items():
        with override(language):
            told = mails.as_row(news.standing(**facts, link=absolute("/")))
        Mail.objects.bulk_create(
            Mail(user=person, studio=studio, parting=True, **told) for person in its
        )
    mails.wake(studio.pk)
