"""A page across studios that stays open and asks again: one look, told by the hour.

Decision 0047. Rows of the audit are only added, so a look has no end written into it: it is told
when it begins, and once an hour for as long as it lasts.
"""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.models import AuditEvent

OPENED, STILL = "studios:across", "studios:still"
EVERY = timedelta(hours=1)


def still_open(actor: Any, *, reason: str, studios: int) -> None:
    """Told unless the audit has said the same of this person within the hour."""
    told = AuditEvent.objects.filter(
        actor=actor,
        verb__in=(OPENED, STILL),
        at__gt=timezone.now() - EVERY,
        facts__reason=reason,
        facts__studios=studios,
    )
    if not told.exists():
        AuditEvent.record(actor, STILL, reason=reason, studios=studios)
