"""What beta leads do with topics: move, weigh, answer, merge, publish, ask.

Called with every studio open (`open_across`): those who told of a topic are told what becomes
of it wherever they are, and the audit of each of their studios keeps it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from feedback.models import Release, Stage, Ticket, Topic, Tracker, Vote
from feedback.tickets import sending, telling
from portal.access import Capability, demand
from portal.errors import PortalError
from portal.models import AuditEvent


@transaction.atomic
def move(*, actor: Any, topic: Topic, stage: str) -> None:
    """Raises `ticket:move` where the table of transitions has no such step."""
    demand(actor, Capability.RUN_BETA)
    topic.step(stage)
    _note(actor, topic, "ticket:moved", status=Stage(topic.stage).label)
    telling.moved(topic)
    if stage == Stage.PLANNED:
        for tracker in Tracker.objects.filter(enabled=True, when_planned=True):
            sending.ask(actor=actor, topic=topic, tracker=tracker)


@transaction.atomic
def weigh(*, actor: Any, topic: Topic, severity: str = "", feature: str = "") -> None:
    """How bad it is, and what it is about, as the beta team sees it; what is empty stays."""
    demand(actor, Capability.RUN_BETA)
    changed = {"severity": severity or topic.severity, "feature": feature or topic.feature}
    Topic.objects.filter(pk=topic.pk).update(**changed)
    topic.severity, topic.feature = changed["severity"], changed["feature"]
    _note(actor, topic, "ticket:weighed", severity=topic.severity)


@transaction.atomic
def answer(
    *,
    actor: Any,
    topic: Topic,
    headline: str,
    text: str,
    publish: bool,
    release: Release | None = None,
) -> None:
    """In the team's own words. Raises `ticket:headline` where all shall read it without one."""
    demand(actor, Capability.RUN_BETA)
    if publish and not headline.strip():
        raise PortalError("ticket:headline")
    fresh = bool(text.strip()) and text != topic.answer
    topic.headline, topic.answer, topic.release = headline.strip(), text, release
    topic.published_at = (topic.published_at or timezone.now()) if publish else None
    if fresh:
        topic.answered_by_name = str(actor)
    topic.save(update_fields=["headline", "answer", "release", "published_at", "answered_by_name"])
    _note(actor, topic, "ticket:answered")
    if fresh:
        telling.answered(topic)


@transaction.atomic
def merge(*, actor: Any, topic: Topic, into: Topic) -> None:
    """All tickets and votes go over; who voted for both counts once. Raises `ticket:merge`."""
    demand(actor, Capability.RUN_BETA)
    both = Topic.objects.select_for_update().filter(pk__in=[topic.pk, into.pk]).order_by("pk")
    rows = {row.pk: row for row in both}
    if len(rows) < 2 or Stage.DUPLICATE in {row.stage for row in rows.values()}:
        raise PortalError("ticket:merge", ref=topic.ref, into=into.ref)
    _note(actor, topic, "ticket:merged", into=into.ref)
    there = Vote.objects.filter(topic=into).values("person")
    Vote.objects.filter(topic=topic, person__in=there).delete()
    Vote.objects.filter(topic=topic).update(topic=into)
    gone = [*topic.tickets.values_list("pk", flat=True)]
    Ticket.objects.filter(pk__in=gone).update(topic=into, merged=True)
    Topic.objects.filter(into=topic).update(into=into)
    merged = {"stage": Stage.DUPLICATE, "stage_since": timezone.now(), "into": into}
    Topic.objects.filter(pk=topic.pk).update(**merged, published_at=None)
    topic.refresh_from_db()
    telling.merged(Ticket.objects.filter(pk__in=gone))


@transaction.atomic
def ask(*, actor: Any, ticket: Ticket, question: str) -> None:
    """To read what a studio withholds: its producers are told, and may open this one ticket."""
    demand(actor, Capability.RUN_BETA)
    said = {"asked": question, "asked_by_name": str(actor)}
    Ticket.objects.filter(pk=ticket.pk).update(**said)
    ticket.asked, ticket.asked_by_name = question, str(actor)
    AuditEvent.record(actor, "ticket:asked", ticket.studio, ticket=ticket.ref)
    telling.asked(ticket)


@transaction.atomic
def publish(*, actor: Any, release: Release, **told: Any) -> Release:
    """Write a release; `shown` decides whether studios read it."""
    demand(actor, Capability.RUN_BETA)
    shown = told.pop("shown")
    for name, value in told.items():
        setattr(release, name, value)
    release.published_at = (release.published_at or timezone.now()) if shown else None
    release.written_by_name = str(actor)
    release.save()
    AuditEvent.record(actor, "release:written", name=release.name)
    return release


def _note(actor: Any, topic: Topic, verb: str, **facts: Any) -> None:
    """In the audit of each studio that told of it, once."""
    rows = topic.tickets.select_related("studio")
    for studio in {row.studio_id: row.studio for row in rows}.values():
        AuditEvent.record(actor, verb, studio, ticket=topic.ref, **facts)
