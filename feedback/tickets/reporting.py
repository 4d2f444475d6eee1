"""Telling the beta team something, voting for what others told, and opening what is withheld."""

import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction

from feedback.models import Ticket, Topic, Vote
from feedback.tickets import pages, telling
from feedback.tickets.pictures import cleaned
from portal.access import Capability, demand
from portal.errors import PortalError
from portal.models import AuditEvent, Studio
from portal.storage import files

MEDIA_TYPE = "image/png"


def report(
    *,
    actor: Any,
    studio: Studio,
    page: pages.Page | None = None,
    picture: bytes = b"",
    **said: str,
) -> Ticket:
    """Keep a ticket, its picture and its reporter's vote; raises `ticket:picture`.

    `said` has kind, title, text, severity, feature, page_title, browser, window; what is left
    out is empty. What the page shows counts only where it is of the same studio.
    """
    demand(actor, Capability.GIVE_FEEDBACK, studio.pk)
    clean = cleaned(picture) if picture else b""
    page = page if page and page.studio_id in (None, studio.pk) else pages.Page()
    told = {**said, "page": page.path, "page_name": page.name, "run": page.run}
    row = Ticket(studio=studio, person=actor, person_name=str(actor), version=page.version, **told)
    row.app_version = pages.app_version()
    if clean:
        row.storage_key = _kept(row, clean)
    try:
        return _written(row, actor)
    except BaseException:
        if row.storage_key:
            files.delete(row.storage_key)
        raise


@transaction.atomic
def _written(row: Ticket, actor: Any) -> Ticket:
    row.topic = Topic.objects.create(severity=row.severity, feature=row.feature)
    row.save()
    Vote.objects.create(studio=row.studio, topic=row.topic, person=actor)
    AuditEvent.record(actor, "ticket:told", row.studio, ticket=row.ref, kind=row.kind)
    telling.told(row)
    return row


def _kept(row: Ticket, content: bytes) -> str:
    key = f"tickets/{row.pk.hex}/page.png"
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        file.write(content)
        file.flush()
        files.put(key, Path(file.name), MEDIA_TYPE, kms_key=row.studio.kms_key)
    return key


@transaction.atomic
def vote(*, actor: Any, topic: Topic, studio: Any, wanted: bool) -> None:
    """One a person, however often it is pressed; for what is open. Raises `ticket:closed`."""
    demand(actor, Capability.GIVE_FEEDBACK, studio)
    if not Topic.objects.votable_by(actor).filter(pk=topic.pk).exists():
        raise PortalError("ticket:closed")
    if wanted:
        Vote.objects.get_or_create(topic=topic, person=actor, defaults={"studio_id": studio})
    else:
        Vote.objects.filter(topic=topic, person=actor).delete()


@transaction.atomic
def let_read(*, actor: Any, ticket: Ticket) -> None:
    """One ticket, though the studio withholds what its people type."""
    demand(actor, Capability.MEMBERS, ticket.studio_id)
    rows = Ticket.objects.filter(pk=ticket.pk, let_read=False)
    if rows.update(let_read=True, let_by_name=str(actor)):
        AuditEvent.record(actor, "ticket:let_read", ticket.studio, ticket=ticket.ref)
