"""Who hears of tickets: the person who told, the beta team, and the systems of the studio.

No sentence and no event holds what somebody typed: mails and endpoints lie outside the fence.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.models import Stage, Ticket, Topic
from feedback.models.tickets import Kind as TicketKind
from feedback.tickets import features
from portal.access import PROGRAMME_ROLES, Role
from portal.languages.spoken import keeping
from portal.models import Membership, User
from portal.outbox.events import fire
from portal.outbox.kinds import Kind
from portal.outbox.notices import notify

KINDS = {
    "ticket.answered": Kind(
        _("The beta team answers a ticket of mine"),
        _("{person} of the beta team answered your ticket {ticket} on {feature}."),
        _("Read the answer"),
    ),
    "ticket.moved": Kind(
        _("A ticket of mine gets another status"),
        _("Your ticket {ticket} on {feature} is now: {status}."),
        _("See the ticket"),
    ),
    "ticket.asked": Kind(
        _("The beta team asks to read a ticket of my studio"),
        _("{person} of the beta team asks to read the ticket {ticket} on {feature}."),
        _("See what is asked"),
        needs_me=True,
    ),
    "ticket.told": Kind(
        _("Somebody tells the beta team something"),
        _("A new ticket from {studio} on {feature}: {kind}."),
        _("Look at it"),
    ),
}
EVENTS = {
    "ticket.created": _("Somebody of the studio wrote a ticket to the beta team"),
    "ticket.changed": _("A ticket of the studio was answered, or has another status"),
}


def told(ticket: Ticket) -> None:
    """The beta team, in its digest; the studio's own systems at once."""
    leads = User.objects.filter(programme_role__in=PROGRAMME_ROLES, is_active=True)
    notify(
        kind="ticket.told",
        people=leads,
        studio=ticket.studio,
        url=reverse("topic", args=[ticket.topic_id]),
        facts={**_facts(ticket), "studio": ticket.studio, "kind": TicketKind(ticket.kind).label},
    )
    fire("ticket.created", studio=ticket.studio, data=_data(ticket))


def moved(topic: Topic) -> None:
    """Everybody who told of it, in whichever studio."""
    _to_reporters(topic, "ticket.moved", {"status": Stage(topic.stage).label})


def answered(topic: Topic) -> None:
    _to_reporters(topic, "ticket.answered", {"person": topic.answered_by_name})


def merged(tickets: Any) -> None:
    """Who told it a second time hears that it was known, and of all that follows."""
    _to_all(tickets, "ticket.moved", {"status": Stage.DUPLICATE.label})


def _to_reporters(topic: Topic, kind: str, more: dict[str, Any]) -> None:
    _to_all(topic.tickets.all(), kind, more)


def _to_all(tickets: Any, kind: str, more: dict[str, Any]) -> None:
    for ticket in tickets.select_related("studio", "person", "topic"):
        url = ticket.get_absolute_url()
        facts = {**_facts(ticket), **more}
        notify(kind=kind, people=[ticket.person], studio=ticket.studio, url=url, facts=facts)
        fire("ticket.changed", studio=ticket.studio, data=_data(ticket))


def asked(ticket: Ticket) -> None:
    """The producers: it is theirs to open what the studio withholds."""
    rows = Membership.objects.active().filter(studio=ticket.studio, role=Role.PRODUCER)
    notify(
        kind="ticket.asked",
        people=[row.user for row in rows.select_related("user")],
        studio=ticket.studio,
        url=ticket.get_absolute_url(),
        facts={**_facts(ticket), "person": ticket.asked_by_name},
    )


def _facts(ticket: Ticket) -> dict[str, Any]:
    with keeping():
        return {"ticket": ticket.ref, "feature": features.title(ticket.feature)}


def _data(ticket: Ticket) -> dict[str, Any]:
    return {
        "id": str(ticket.pk),
        "kind": ticket.kind,
        "severity": ticket.severity,
        "feature": ticket.feature,
        "status": ticket.topic.stage,
        "duplicate": ticket.merged,
        "answered": bool(ticket.topic.answer),
    }
