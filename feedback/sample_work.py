"""Measured work of the demo's sample programme: made up, marked so, and left out of reports.

Times are log-normal around the bid, with an effect of assistance and of the person, as in field
studies of task times; everything comes from the seed.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from feedback.measured import Arm
from feedback.models import Assignment, Bid, Felt, TimeEntry, WorkItem
from feedback.work.settling import agree, assigned_arm, settle, tell_seed
from projects.models import Project

#: Stage → hours of a small, medium and large one; rate per hour in USD.
STAGES = {"roto": ((3, 7, 16), 42), "paint": ((4, 9, 20), 48), "comp": ((6, 14, 30), 65)}
STRATA = ("small", "medium", "large")
TITLES = ("Hair edges", "Wire removal", "Boom in frame", "Window plate", "Sky", "Crowd left")
ITEMS, DONE, BEGUN, WEEKS = 30, 22, 2, 5
#: Assistance takes this share of the time by hand in the middle, and is felt to take less.
EFFECT, FELT, NOISE = 0.86, 0.72, 0.35


def show_work(*, project: Project, producer: Any, people: Sequence[Any], seed: int) -> int:
    """Thirty items of one project, over the last weeks, done by people in turns; how many were
    made."""
    if WorkItem.objects.filter(project=project).exists():
        return 0
    chance = random.Random(seed)  # noqa: S311 (made-up times)
    agree(actor=producer, studio=project.studio)
    items = [_item(project, producer, number, chance) for number in range(ITEMS)]
    began = timezone.now() - timedelta(weeks=WEEKS)
    locked = items[: DONE + BEGUN + 3]
    Bid.objects.filter(item__in=locked).update(locked_at=began - timedelta(days=2))
    settle(project=project, items=locked)
    for number, item in enumerate(items[: DONE + BEGUN]):
        day = began + timedelta(weeks=WEEKS) * number / (DONE + BEGUN)
        _work(item, people[number % len(people)], day, chance, over=number < DONE)
    _as_if_then(project, began)
    return ITEMS


def _as_if_then(project: Project, began: datetime) -> None:
    """Written down in those weeks, so that what counts whole weeks finds them."""
    rows = WorkItem.objects.filter(project=project)
    rows.update(created_at=began - timedelta(days=3))
    TimeEntry.objects.filter(project=project).update(created_at=F("ended_at"))


def _item(project: Project, producer: Any, number: int, chance: random.Random) -> WorkItem:
    stage, size = chance.choice(list(STAGES)), chance.randrange(3)
    hours, rate = STAGES[stage]
    item = WorkItem.objects.create(
        project=project,
        code=f"{project.code}_{10 * (number + 1):04}_{stage}",
        title=chance.choice(TITLES),
        stage=stage,
        stratum=STRATA[size],
        sample=True,
    )
    bid = {"hours": Decimal(hours[size]), "rate": Decimal(rate), "currency": "USD"}
    by = {"person": producer, "person_name": str(producer), "source": "sample breakdown"}
    Bid.objects.create(project=project, item=item, **bid, **by)
    return item


def _work(item: WorkItem, artist: Any, day: datetime, chance: random.Random, *, over: bool) -> None:
    """Begun on that day as it was drawn, and done some days later."""
    assignment = Assignment.objects.select_related("block").get(item=item)
    arm = assigned_arm(assignment, day.date())
    share = (EFFECT if arm == Arm.ASSISTED else 1.0) * chance.lognormvariate(0, NOISE)
    hours = float(item.bid.hours) * share
    begun = day.replace(hour=8, minute=chance.randrange(60), second=0, microsecond=0)
    ends = _times(item, artist, begun, hours if over else hours / 2, chance)
    item.person, item.begun_at, item.assigned, item.arm = artist, begun, arm, arm
    item.state = WorkItem.State.BEGUN
    if over:
        item.state, item.done_at = WorkItem.State.DONE, ends
    if over and chance.random() < 0.75:
        item.state, item.approved_at = WorkItem.State.APPROVED, ends + timedelta(hours=20)
        item.approved_by_name = "sample"
    item.save()
    if assignment.block:
        tell_seed(assignment.block)
    if over and arm == Arm.ASSISTED and chance.random() < 0.8:
        felt = Decimal(str(round(1 - FELT * chance.lognormvariate(0, 0.15), 2)))
        said = {"person": artist, "saving": felt, "at": ends}
        Felt.objects.create(project=item.project, item=item, **said)


def _times(
    item: WorkItem, artist: Any, begun: datetime, hours: float, chance: random.Random
) -> datetime:
    """Stretches of at most three hours, two a day; the last is a review. Returns the end."""
    start, left, rows = begun, hours, []
    while left > 0.05:
        length = min(left, chance.uniform(1.5, 3.0))
        rows.append(_entry(item, artist, "working", start, length))
        left -= length
        later = 4.5 if start.hour < 12 else 24 - (start - begun).seconds / 3600
        start += timedelta(hours=later)
    rows.append(_entry(item, artist, "reviewing", start, 0.25))
    TimeEntry.objects.bulk_create(rows)
    end = rows[-1].ended_at
    assert end is not None
    return end


def _entry(item: WorkItem, artist: Any, kind: str, start: datetime, hours: float) -> TimeEntry:
    return TimeEntry(
        studio_id=item.studio_id,
        project=item.project,
        item=item,
        person=artist,
        kind=kind,
        started_at=start,
        ended_at=start + timedelta(hours=hours),
    )
