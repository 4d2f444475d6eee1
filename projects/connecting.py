"""Whether a provider can be reached through a connection: what it lacks, and what it answers."""

import logging
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.assist import providers
from projects.assist.palette import Trouble
from projects.models import Connection

#: A person waits for the answer.
SECONDS = 15.0
log = logging.getLogger(__name__)


def lacking(connection: Connection) -> str:
    """What is missing, in words; empty where nothing is."""
    try:
        missing = [str(title) for title in connection.missing]
    except PortalError as error:
        return str(error.as_dict()["message"])
    except Trouble:
        return _("this provider is not known here any more")
    if not missing:
        return ""
    listed = get_text_list(missing, _("and"))
    return _("%(what)s missing") % {"what": listed}


def test(connection: Connection, *, actor: Any) -> bool:
    """One call that sends nothing of a partner. What it said is kept and told in the audit."""
    ok, told = _asked(connection)
    connection.tested_at, connection.tested_ok, connection.tested_told = timezone.now(), ok, told
    connection.save(update_fields=["tested_at", "tested_ok", "tested_told"])
    AuditEvent.record(
        actor, "connection:tested", connection.studio, connection=str(connection), told=told
    )
    return ok


def _asked(connection: Connection) -> tuple[bool, str]:
    if missing := lacking(connection):
        return False, _("Not connected: %(missing)s.") % {"missing": missing}
    try:
        reached = replace(connection.connected(), seconds=SECONDS)
        return True, providers.reach(connection.provider, reached).test()[:500]
    except Trouble as trouble:
        return False, _said(trouble, connection)
    except Exception as error:  # a client of somebody else's may fail in ways of its own
        log.exception("the connection %s could not be tested", connection.pk)
        return False, _("The client failed: %(error)s.") % {"error": type(error).__name__}


def _said(trouble: Trouble, connection: Connection) -> str:
    facts: dict[str, Any] = {"detail": trouble.detail, "provider": str(connection)}
    said = str(PortalError(trouble.code, **facts).as_dict()["message"])
    more = trouble.detail if trouble.detail not in (said, trouble.code) else ""
    return (said if not more or more in said else f"{said} ({more})")[:500]
