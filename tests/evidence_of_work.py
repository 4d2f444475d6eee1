"""Measured work of a made-up studio: an item under way by its artist, and one of everything."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from feedback.models import Bid, Correction, Departure, Felt, OptIn, Step, TimeEntry, WorkItem
from feedback.models import WorkLink as Link
from feedback.work.bidding import lock
from portal.access import Role

BEGUN = timedelta(days=30)


def measured(house: Any) -> None:
    """Adds the rows to the house, by the names of their models."""
    producer, artist = house.people[Role.PRODUCER], house.people[Role.ARTIST]
    said = {"project": house.project}
    by = {"person": artist, "person_name": str(artist)}
    today = timezone.localdate()
    optin = OptIn.objects.create(studio=house.studio, person=producer, person_name="Producer")
    starts = {"starts_on": today + timedelta(days=9), "set_on": today}
    step = Step.objects.create(**said, **starts, person_name="Producer")
    item = under_way(house, "W0001")
    day = timezone.now() - timedelta(days=20)
    when = {"started_at": day, "ended_at": day + timedelta(hours=1)}
    entry = TimeEntry.objects.create(
        **said, item=item, person=artist, by_hand=True, reason="Offline.", **when
    )
    correction = Correction.objects.create(
        **said, **by, entry=entry, kind="working", reason="Lunch.", **when
    )
    departure = Departure.objects.create(
        **said, **by, item=item, before="by_hand", after="assisted", reason="Too soft."
    )
    house.rows |= {
        **{"optin": optin, "step": step, "workitem": item, "bid": item.bid},
        **{"assignment": item.assignment, "block": item.assignment.block},
        **{"timeentry": entry, "correction": correction, "departure": departure},
        "felt": Felt.objects.create(**said, item=item, person=artist, saving=Decimal("0.1")),
        "worklink": Link.objects.create(**said, request=house.request, item=item, how="chosen"),
    }


def planned(house: Any, code: str, **fields: Any) -> WorkItem:
    """With a bid that is not locked."""
    said = {"title": "Hair", "stage": "roto", "stratum": "small", **fields}
    item = WorkItem.objects.create(project=house.project, code=code, **said)
    bid = {"hours": 8, "rate": 50, "currency": "USD", "person_name": "Producer"}
    Bid.objects.create(project=house.project, item=item, **bid)
    return item


def to_begin(house: Any, code: str, **fields: Any) -> WorkItem:
    item = planned(house, code, **fields)
    lock(actor=house.people[Role.PRODUCER], project=house.project, items=[item])
    return WorkItem.objects.get(pk=item.pk)


def under_way(house: Any, code: str, **fields: Any) -> WorkItem:
    """The artist began it a month ago, with assistance."""
    item = to_begin(house, code, **fields)
    arm = {"assigned": "assisted", "arm": "assisted", "person": house.people[Role.ARTIST]}
    begun = {"state": "begun", "begun_at": timezone.now() - BEGUN, **arm}
    WorkItem.objects.filter(pk=item.pk).update(**begun)
    return WorkItem.objects.get(pk=item.pk)


def over(house: Any, code: str, **fields: Any) -> WorkItem:
    """Done, and nobody was asked yet what they felt."""
    item = under_way(house, code, **fields)
    WorkItem.objects.filter(pk=item.pk).update(state="done", done_at=timezone.now())
    return WorkItem.objects.get(pk=item.pk)


def grown(house: Any, producer: Any, number: int) -> None:
    """Further items in each state, a time of the producer's, and a request linked to the first."""
    begun = under_way(house, f"C{number:03}_1")
    planned(house, f"C{number:03}_2")
    over(house, f"C{number:03}_3", person=producer)
    day = timezone.now() - timedelta(days=15) + timedelta(minutes=number)
    said = {"project": house.project, "item": begun, "person": producer, "reason": "Offline."}
    times = {"started_at": day, "ended_at": day + timedelta(minutes=1)}
    TimeEntry.objects.create(**said, by_hand=True, **times)
