"""A studio with its people and a project, and work items in any state: small rows for tests."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from feedback.models import Bid, TimeEntry, WorkItem
from feedback.work import bidding, doing
from portal.models import Membership, Studio, User
from projects.models import Project
from tests.world import person

_numbers = count(1)


@dataclass
class Crew:
    """`crew.producer`, `crew.artist`, … are people of the studio."""

    studio: Studio
    project: Project
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_crew(name: str = "Lantern") -> Crew:
    studio = Studio.objects.create(name=f"{name} {next(_numbers)}")
    crew = Crew(studio, Project.objects.create(studio=studio, name="Film", code="FLM"))
    for role in ("producer", "director", "artist"):
        user = person(f"{role}{next(_numbers)}")
        Membership.objects.create(studio=studio, user=user, role=role)
        crew.people[role] = user
    return crew


def make_item(crew: Any, bid: str = "8", rate: str = "50", **fields: Any) -> WorkItem:
    """Planned, with a bid; no bid where it is empty."""
    said = {"code": f"W{next(_numbers):04}", "stage": "roto", "stratum": "small", **fields}
    item = WorkItem.objects.create(project=crew.project, **said)
    if bid:
        money = {"hours": Decimal(bid), "rate": Decimal(rate), "currency": "USD"}
        bidding.enter_bid(actor=crew.producer, item=item, **money)
    return item


def ready(crew: Any, **fields: Any) -> WorkItem:
    item = make_item(crew, **fields)
    bidding.lock(actor=crew.producer, project=crew.project, items=[item])
    return fresh(item)


def begun(crew: Any, choice: str = "assisted", **fields: Any) -> WorkItem:
    return doing.begin(actor=crew.artist, item=ready(crew, **fields), choice=choice)


def finished(crew: Any, choice: str = "assisted", hours: float = 0, **fields: Any) -> WorkItem:
    item = begun(crew, choice, **fields)
    if hours:
        worked(item, crew.artist, hours)
    return doing.finish(actor=crew.artist, item=item)


def worked(item: WorkItem, who: Any, hours: float, kind: str = "working", ago: float = 0) -> Any:
    """An entry that ended so many hours ago, whatever else the person did."""
    end = timezone.now() - timedelta(hours=ago)
    times = {"started_at": end - timedelta(hours=hours), "ended_at": end}
    return TimeEntry.objects.create(project=item.project, item=item, person=who, kind=kind, **times)


def fresh(item: Any) -> Any:
    """As it is stored."""
    return type(item).objects.get(pk=item.pk)


def bid_of(item: WorkItem) -> Bid:
    return Bid.objects.get(item=item)
