"""What of a topic goes into a tracker outside: never a studio's name, a person, or a picture."""

from typing import Any

from django.utils.translation import override

from feedback.models import Ticket, Topic, shared_studios
from feedback.models.tickets import Kind
from feedback.tickets import features
from feedback.tickets.board import votes, weights_now
from feedback.tickets.impact import impact
from feedback.tickets.wire import Draft

#: Kinds as the labels of a tracker.
_LABELS = {Kind.BUG: "bug", Kind.IDEA: "enhancement", Kind.QUESTION: "question"}
WITHHELD = "words withheld by the studio"


def mark_of(topic: Topic) -> str:
    """By which an issue is found again; a label, too."""
    return f"last-mile-{topic.pk.hex}"


def draft_of(topic: Topic) -> tuple[Draft, bool]:
    """(the draft, whether it has words of a studio), in English, with every studio open.

    Of the words those of the first ticket whose studio shares them now; one that a producer
    opened to the beta team alone stays here. The team's headline goes first.
    """
    tickets = [*topic.tickets.order_by("created_at", "pk")]
    open_ = {row["pk"] for row in shared_studios("words")}
    first = next((t for t in tickets if t.studio_id in open_), None)
    with override("en"):
        title = topic.headline or (first.title if first else _plain_title(topic))
        words = "\n\n".join(part for part in (first.title, first.text) if part) if first else ""
        kinds = [*dict.fromkeys(ticket.kind for ticket in tickets)]
        labels = [_LABELS[kind] for kind in map(Kind, kinds) if kind in _LABELS]
        facts = _facts(topic, tickets, kinds, withheld=first is None and bool(tickets))
    return Draft(mark_of(topic), title, facts, words, labels), first is not None


def _plain_title(topic: Topic) -> str:
    return f"{topic.ref}: {features.title(topic.feature)} ({WITHHELD})"


def _facts(
    topic: Topic, tickets: list[Ticket], kinds: list[str], *, withheld: bool
) -> list[tuple[str, str]]:
    people = votes([topic]).get(topic.pk, 0)
    weighed = impact(people, topic.severity, topic.feature, weights_now())
    pages = sorted({ticket.page_name for ticket in tickets if ticket.page_name})
    portals = sorted({ticket.app_version for ticket in tickets if ticket.app_version})
    rows: list[tuple[str, Any]] = [
        ("Topic", topic.ref),
        ("Kind", ", ".join(kinds)),
        ("Severity", topic.severity),
        ("Feature", features.title(topic.feature)),
        ("Told by", f"{len(tickets)} tickets; {people} people find it important"),
        ("Impact", weighed),
        ("Kind of page", ", ".join(pages)),
        ("Portal", ", ".join(portals)),
        ("Words", WITHHELD if withheld else ""),
    ]
    return [(what, str(value)) for what, value in rows if str(value)]
