"""Tickets of the demo's studios: some new, some merged, one shipped with its answer."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from feedback.models import Release, Severity, Stage, Ticket, Topic
from feedback.tickets import triage
from feedback.tickets.reporting import report, vote
from portal.access import Role
from portal.models import Studio, User

#: (studio, role, kind, severity, feature, title, text)
_TOLD = (
    (
        *(0, Role.PRODUCER, "bug", "major", "uploads", "The upload bar stays at 99 %"),
        "The file is there and can be played, but the bar waits for minutes.",
    ),
    (
        *(1, Role.DIRECTOR, "bug", "minor", "uploads", "Upload never says that it is done"),
        "The tray still counts one file. After a reload it is gone.",
    ),
    (
        *(0, Role.DIRECTOR, "idea", "minor", "tool:shot_breakdown"),
        "Show the dissolve in the middle of the strip",
        "I look for its centre, and scroll to find it.",
    ),
    (
        *(1, Role.ARTIST, "bug", "blocker", "exports"),
        "The EDL names reels with more than eight characters",
        "Our conform refuses the list. Reel names are cut by hand each time.",
    ),
    (
        *(1, Role.PRODUCER, "question", "minor", "providers"),
        "Can one provider be allowed for tests only?",
        "We would let it see the test footage and nothing else.",
    ),
    (
        *(0, Role.ARTIST, "praise", "cosmetic", "player", "Wiping against the plate is quick"),
        "I compare forty candidates in ten minutes.",
    ),
)
_ANSWER = (
    "The bar waited for a message that could be lost. It reads the upload itself now, and ends "
    "when the file is whole."
)


@transaction.atomic
def show_tickets(studios: list[str]) -> None:
    """With every studio open; does nothing where somebody has told something already."""
    if Ticket.objects.exists():
        return
    houses = [Studio.objects.get(name=name) for name in studios[:2]]
    lead = User.objects.filter(programme_role=Role.BETA_LEAD).first()
    told = [_told(houses, *row) for row in _TOLD]
    if lead:
        _triaged(lead, [ticket.topic for ticket in told], houses)


def _told(houses: list[Studio], place: int, role: str, *said: str) -> Ticket:
    names = ("kind", "severity", "feature", "title", "text")
    return report(
        actor=_person(houses[place], role),
        studio=houses[place],
        page=None,
        picture=b"",
        **dict(zip(names, said, strict=True)),
    )


def _person(studio: Studio, role: str) -> User:
    return studio.memberships.active().filter(role=role).select_related("user")[0].user


def _triaged(lead: Any, topics: list[Topic], houses: list[Studio]) -> None:
    bar, again, dissolve, reels, _question, _praise = topics
    vote(actor=_person(houses[0], Role.ARTIST), topic=bar, studio=houses[0].pk, wanted=True)
    triage.merge(actor=lead, topic=again, into=bar)
    last = Release(name="Week 1", on=timezone.localdate() - timedelta(days=2))
    notes = "Uploads tell the truth about their end; the player starts a third sooner."
    release = triage.publish(actor=lead, release=last, notes=notes, shown=True)
    told = {"headline": "Uploads look unfinished when they are done", "text": _ANSWER}
    triage.answer(actor=lead, topic=bar, publish=True, release=release, **told)
    for stage in (Stage.PLANNED, Stage.IN_PROGRESS, Stage.SHIPPED):
        triage.move(actor=lead, topic=bar, stage=stage)
    headline = "Reel names in an EDL are cut to eight characters by themselves"
    triage.answer(actor=lead, topic=reels, headline=headline, text="", publish=True)
    triage.weigh(actor=lead, topic=reels, severity=Severity.BLOCKER)
    triage.move(actor=lead, topic=reels, stage=Stage.PLANNED)
    triage.move(actor=lead, topic=dissolve, stage=Stage.TRIAGED)
