"""What a visitor sends to the doors of tickets, each time to a topic as it was at first."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.base import ContentFile

from feedback.models import Ticket, Topic, Tracker
from portal.storage import files
from tests.feedback.tickets.pngs import png
from tests.tickets import make_tracker
from tests.world import World

Given = Callable[[World], Any]
SAID = {"kind": "bug", "severity": "minor", "feature": "uploads", "title": "It stops"}


def _topic(world: World) -> list[Any]:
    """New again, and no duplicate."""
    both = ((world.ours.ticket, world.ours.topic), (world.theirs.ticket, world.theirs.topic))
    for ticket, topic in both:
        Topic.objects.filter(pk=topic.pk).update(stage="new", into=None)
        Ticket.objects.filter(pk=ticket.pk).update(topic=topic, merged=False)
    return [world.ours.topic.pk]


def _ticket(world: World) -> list[Any]:
    _topic(world)
    return [world.ours.ticket.pk]


def _pictured(world: World) -> list[Any]:
    row = world.ours.ticket
    key = files.save(f"tickets/{row.pk.hex}/page.png", ContentFile(png()))
    Ticket.objects.filter(pk=row.pk).update(storage_key=key)
    return [row.pk]


def _tracker(world: World) -> Tracker:
    found = Tracker.objects.filter(name="In use").first()
    return found or make_tracker(name="In use")


ARGUMENTS: dict[str, Given] = {
    **dict.fromkeys(["ticket", "ticket_let", "ticket_ask"], _ticket),
    "ticket_picture": _pictured,
    **dict.fromkeys(
        [
            *("topic", "topic_move", "topic_weigh", "topic_answer", "topic_merge"),
            *("topic_send", "topic_vote"),
        ],
        _topic,
    ),
    "release": lambda w: [w.ours.release.pk],
    **dict.fromkeys(["api:ticket-detail", "api:ticket-merge", "api:ticket-vote"], _ticket),
}
BODIES: dict[str, Given] = {
    "ticket_new POST": lambda w: {**SAID, "studio": str(w.ours.studio.pk)},
    "ticket_ask POST": lambda w: {"asked": "Which file?"},
    "topic_move POST": lambda w: {"stage": "planned"},
    "topic_weigh POST": lambda w: {"severity": "major"},
    "topic_answer POST": lambda w: {"answer": "It is mended."},
    "topic_merge POST": lambda w: {"into": str(w.theirs.topic.pk)},
    "topic_send POST": lambda w: {"tracker": str(_tracker(w).pk)},
    "releases POST": lambda w: {"name": f"Week {uuid4().hex[:6]}", "on": "2026-11-27"},
    "release POST": lambda w: {"name": "Release of Ours", "on": "2026-11-27", "notes": "x"},
    "api:ticket-list POST": lambda w: {**SAID, "studio": str(w.ours.studio.pk)},
    "api:ticket-detail PATCH": lambda w: {"severity": "major"},
    "api:ticket-merge POST": lambda w: {"into": str(w.theirs.ticket.pk)},
}
