"""Each backup and restore noted in the portal's own audit: who, when, how much, and no content.

The row is written after the moment that was backed up, so no backup holds its own; a comparison
leaves such rows out (`comparing.py`).
"""

import getpass
import socket
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.backups.contents import Manifest
from portal.models import AuditEvent, audit
from portal.tenancy import outside_studios

MADE, RESTORED, REMOVED = "backup:made", "backup:restored", "backup:removed"
#: Older ones are not looked for: the audit of the programme is long.
LOOKED = timedelta(days=90)

audit.register(
    {
        MADE: _("{by} on {host} made a backup: {rows} rows, {objects} objects"),
        RESTORED: _("{by} on {host} restored the backup of {moment}: {rows} rows"),
        REMOVED: _("{by} on {host} removed {count} backups, the last of {moment}"),
    },
    {"programme": ("", ("backup:",))},
)


def note(verb: str, **facts: Any) -> str:
    """Why it could not be noted, or "": a backup stands also where the portal cannot be reached.

    `by` is the account at the shell: nobody is signed in there.
    """
    try:
        AuditEvent.record(None, verb, by=_account(), host=socket.gethostname(), **facts)
    except DatabaseError as error:
        return f"The portal's audit could not note it: {str(error).strip().splitlines()[0]}"
    return ""


def made(manifest: Manifest) -> str:
    size = {"rows": manifest.rows, "objects": manifest.objects, "bytes": manifest.bytes}
    return note(MADE, **size, moment=manifest.begun_at)


def restored(manifest: Manifest) -> str:
    return note(RESTORED, rows=manifest.rows, objects=manifest.objects, moment=manifest.begun_at)


def removed(names: list[str]) -> str:
    return note(REMOVED, count=len(names), moment=max(names)) if names else ""


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's number without a name
        return "somebody"


def last() -> AuditEvent | None:
    """The newest backup that came to its end."""
    with outside_studios():
        recent = AuditEvent.objects.filter(studio=None, at__gt=timezone.now() - LOOKED)
        return recent.filter(verb=MADE).order_by("-id").first()


def overdue(now: datetime) -> int | None:
    """Hours since the last backup, where these are too many; None where all is well or unasked."""
    if not settings.BACKUP_HOURS:
        return None
    newest = last()
    hours = int((now - newest.at if newest else LOOKED).total_seconds() // 3600)
    return hours if hours >= settings.BACKUP_HOURS else None
