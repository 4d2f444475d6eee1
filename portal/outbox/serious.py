"""News too serious to be missed: on Home until it is read, besides the bell and the mail."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.models import Notification
from portal.outbox.kinds import KINDS

LINES = 3


def lines(user: Any) -> list[dict[str, Any]]:
    """For Home's "needs you": the newest first, each leading to where it is read."""
    serious = [name for name, kind in KINDS.items() if kind.fixed]
    rows = Notification.objects.visible_to(user).unread().filter(kind__in=serious)
    return [
        {
            "text": row.sentence,
            "project": row.studio,
            "at": row.created_at,
            "url": f"{reverse('notifications')}?only=unread",
            "action": _("Read"),
        }
        for row in rows.select_related("studio")[:LINES]
    ]
