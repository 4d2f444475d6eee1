"""The topics as a board: a column for each status, what counts most on top."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count

from feedback.models import Stage, Ticket, Topic, Vote, Weight
from feedback.models.topics import COLUMNS, OPEN
from feedback.tickets import features
from feedback.tickets.impact import Impact, impact
from feedback.tickets.words import Told, told_to

#: Shipped and declined ones are shown newest first, no more than these; all open ones are.
DONE_AT_MOST, OPEN_AT_MOST = 30, 500


@dataclass(frozen=True)
class Card:
    """One topic as a lead sees it."""

    topic: Topic
    impact: Impact
    tickets: list[Told] = field(default_factory=list)

    @property
    def first(self) -> Told | None:
        return self.tickets[0] if self.tickets else None

    @property
    def title(self) -> str:
        """The team's headline, or the first title that may be read; "" where none may be."""
        return self.topic.headline or next((t.title for t in self.tickets if t.title), "")

    @property
    def withheld(self) -> int:
        """How many of its tickets have words that the studio withholds."""
        return sum(not told.readable for told in self.tickets)

    @property
    def studios(self) -> list[str]:
        return sorted({str(told.studio) for told in self.tickets})

    @property
    def feature(self) -> str:
        return features.title(self.topic.feature)

    @property
    def gone(self) -> bool:
        """Every studio that told of it has left."""
        return not self.tickets


@dataclass(frozen=True)
class Column:
    stage: Stage
    cards: list[Card]
    more: int = 0


def columns(actor: Any, **only: str) -> list[Column]:
    """Every status with its topics. `only` narrows by severity, feature or kind of ticket."""
    rows = _narrowed(only)
    counted = dict(rows.values_list("stage").annotate(n=Count("pk")).order_by())
    picked: list[Topic] = []
    for stage in COLUMNS:
        of_stage = rows.filter(stage=stage)
        open_ = stage in OPEN
        newest = of_stage.order_by("-stage_since", "pk")
        picked += newest[: OPEN_AT_MOST if open_ else DONE_AT_MOST]
    by_stage: dict[str, list[Card]] = defaultdict(list)
    for card in cards(actor, picked):
        by_stage[card.topic.stage].append(card)
    return [
        Column(stage, _sorted(stage, found), counted.get(stage, 0) - len(found))
        for stage in COLUMNS
        for found in [by_stage[stage]]
    ]


def _sorted(stage: str, found: list[Card]) -> list[Card]:
    if stage not in OPEN:
        return found
    return sorted(found, key=lambda card: (-card.impact.value, card.topic.created_at))


def _narrowed(only: dict[str, str]) -> Any:
    rows = Topic.objects.exclude(stage=Stage.DUPLICATE).select_related("release")
    kind = only.pop("kind", "")
    if kind:
        rows = rows.filter(pk__in=Ticket.objects.filter(kind=kind).values("topic"))
    return rows.filter(**{name: value for name, value in only.items() if value})


def cards(actor: Any, topics: Iterable[Topic]) -> list[Card]:
    """In the order of the topics; a fixed number of queries, however many there are."""
    topics = [*topics]
    tickets = Ticket.objects.visible_to(actor).filter(topic__in=topics)
    told = told_to(actor, tickets.select_related("studio").order_by("created_at", "pk"))
    of_topic: dict[Any, list[Told]] = defaultdict(list)
    for one in told:
        of_topic[one.ticket.topic_id].append(one)
    people, weights = votes(topics), weights_now()
    return [
        Card(
            topic,
            impact(people.get(topic.pk, 0), topic.severity, topic.feature, weights),
            of_topic[topic.pk],
        )
        for topic in topics
    ]


def votes(topics: Iterable[Topic]) -> dict[Any, int]:
    """How many people find each important."""
    counted = Vote.objects.filter(topic__in=[*topics]).values("topic").annotate(n=Count("pk"))
    return dict(counted.values_list("topic", "n").order_by())


def weights_now() -> dict[str, Decimal]:
    return dict(Weight.objects.values_list("name", "value"))
