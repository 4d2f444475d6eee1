"""Closing weeks: each once, in their order, a while after its end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from feedback.dashboard.answer import told
from feedback.dashboard.counting import counted
from feedback.dashboard.leaves import close_leaves, sums, taken
from feedback.models import Ask, ClosedWeek, EaseLeaf, Response, TimeLeaf, WeekCount
from feedback.models.weeks import SummedLeaf
from feedback.periods import week_of
from portal.models import Studio
from portal.tenancy import across_studios
from projects.models import Decision, Run

#: What was written at the last moment of a week is stored by then.
GRACE = timedelta(minutes=10)
#: Two workers never close the same week: a number of this room's own for the database's lock.
LOCK = 7_000_010
LEAVES: tuple[Any, ...] = (EaseLeaf, TimeLeaf)


def close_weeks(now: datetime | None = None) -> int:
    """All weeks that are over and not closed yet. Returns how many."""
    until = week_of((now or timezone.now()) - GRACE)
    last = last_closed()
    if last is not None and last + 1 >= until:
        return 0
    with across_studios(Studio.objects.all(), reason="weeks that are over"):
        first = _first() if last is None else last + 1
        return 0 if first is None else sum(close(week) for week in range(first, until))


def last_closed() -> int | None:
    return ClosedWeek.objects.values_list("week", flat=True).first()


@transaction.atomic
def close(week: int) -> bool:
    """Add up one week for good, unless somebody else did. All studios must be open."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    before = ClosedWeek.objects.first()
    if before and before.week >= week:
        return False
    since = week if before is None or before.waits_from is None else before.waits_from
    found = [(model, *_leaves(model, since, week)) for model in LEAVES]
    waits_from = min((since for *_rest, since in found if since is not None), default=None)
    ClosedWeek.objects.create(week=week, waits_from=waits_from, told=told(week + 1))
    for model, leaves, _since in found:
        model.objects.bulk_create(leaves)
    WeekCount.objects.bulk_create(
        WeekCount(closed_id=week, studio_id=one.studio_id, tool=one.tool, **one.sums)
        for one in counted(week)
    )
    return True


def _leaves(model: Any, since: int, week: int) -> tuple[list[SummedLeaf], int | None]:
    rows = [row for one in range(since, week + 1) for row in sums(one, model.QUESTION)]
    return close_leaves(model, rows, taken(model), week)


def _first() -> int | None:
    """The week in which anything happened first."""
    return min(map(week_of, _beginnings()), default=None)


def _beginnings() -> Iterator[datetime]:
    sources: list[tuple[Any, str]] = [
        *[(Response, "created_at"), (Ask, "created_at")],
        *[(Run, "queued_at"), (Decision, "at")],
    ]
    for model, at in sources:
        moment = model.objects.order_by(at).values_list(at, flat=True).first()
        if moment:
            yield moment
