"""Tickets among what search finds: those whose words the person may read."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from feedback.models import Ticket
from feedback.tickets.words import told_to
from portal.finding import kinds
from portal.finding.kinds import Found, Kind


def tickets(person: Any, ids: Iterable[UUID]) -> dict[UUID, Found]:
    rows = Ticket.objects.visible_to(person).filter(pk__in=ids).select_related("studio")
    return {
        told.ticket.pk: Found(
            told.ticket.pk,
            f"{told.ticket.ref} · {told.title}",
            told.ticket.get_absolute_url(),
            [told.ticket.studio.name],
            text=told.text,
        )
        for told in told_to(person, rows)
        if told.readable
    }


def register() -> None:
    kinds.register(Kind(60, "ticket", "t", _("Tickets"), "tickets", tickets))
