"""Tickets of a made-up studio, for tests: one of everything, and small makers."""

from typing import Any

from django.utils import timezone

from feedback.models import Issue, Release, Ticket, Topic, Tracker, Vote, Weight
from portal.access import Role

TITLE = "The bar freezes at the end"


def make_ticket(studio: Any, person: Any, **fields: Any) -> Ticket:
    """With its topic and its reporter's vote, past all that is told to anybody."""
    topic = fields.pop("topic", None)
    given = {"kind": "bug", "severity": "major", "feature": "uploads", "title": TITLE, **fields}
    topic = topic or Topic.objects.create(severity=given["severity"], feature=given["feature"])
    row = Ticket.objects.create(
        studio=studio, topic=topic, person=person, person_name=str(person), **given
    )
    Vote.objects.get_or_create(studio=studio, topic=topic, person=person)
    return row


def make_tracker(**fields: Any) -> Tracker:
    given = {"system": "github", "address": "https://api.github.com", "place": "film/portal"}
    row = Tracker(**{"name": "Makers", **given, **fields})
    row.seal("t0ken")
    row.save()
    return row


def more_tickets(house: Any, n: int) -> None:
    """One more of each kind, for counting queries: own, of a colleague, published, sent."""
    producer, artist = house.people[Role.PRODUCER], house.people[Role.ARTIST]
    release = Release.objects.create(name=f"Week {n}", published_at=timezone.now())
    shown = {"headline": f"Bars {n}", "answer": "Soon.", "published_at": timezone.now()}
    make_ticket(house.studio, producer, title=f"mine {n}")
    row = make_ticket(house.studio, artist, title=f"theirs {n}")
    Topic.objects.filter(pk=row.topic_id).update(**shown)
    done = make_ticket(house.studio, artist, title=f"done {n}")
    Topic.objects.filter(pk=done.topic_id).update(stage="shipped", release=release, **shown)
    make_ticket(house.studio, artist, topic=house.topic, title=f"again {n}", merged=True)
    tracker = make_tracker(name=f"Tracker {n}")
    Issue.objects.create(topic=house.topic, tracker=tracker, person_name="Lead")
    Weight.objects.create(name=f"feature:old {n}", value=1)


def tickets(house: Any) -> None:
    """Of an artist, so that most people of the studio find it."""
    row = make_ticket(house.studio, house.people[Role.ARTIST], title=f"{house.studio} freezes")
    tracker = Tracker.objects.first() or make_tracker(enabled=False)
    issue = Issue.objects.create(topic=row.topic, tracker=tracker, person_name="Lead")
    name = f"Release of {house.studio}"
    release = Release.objects.create(name=name, notes="Bars end.", written_by_name="Lead")
    house.rows |= {"ticket": row, "topic": row.topic, "issue": issue, "release": release}
