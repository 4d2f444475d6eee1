"""Who has a place at a provider, who waits for one, and whose turn it is when one becomes free.

A connection's row is locked while its places are counted or given back, so that all workers count
one after the other. Studios that share it take turns: whoever has fewest places comes first, then
whoever waits longest. A place belongs to the job there: a worker that dies keeps none for itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models.functions import Now

from portal.tenancy import outside_studios
from projects.models import Connection, Place, Run
from projects.models.jobs import ACTIVE

#: A studio that was not tried for so long waits no longer.
FRESH = timedelta(seconds=60)
#: So long a place is kept for a run that is being prepared; then it has to find a free one again.
PREPARING = timedelta(seconds=120)
#: How often the sweep tries the one that waits, besides when a place becomes free.
TRY_AGAIN = timedelta(seconds=10)


class Waiting(NamedTuple):
    """A studio that waits, with the run that is next there."""

    studio: Any
    run: Any
    since: datetime


def next_ones(free: int, held: Mapping[Any, int], waiting: Iterable[Waiting]) -> list[Waiting]:
    """To whom so many free places go, where studios have `held` places already."""
    has, left = Counter(held), list(waiting)
    found: list[Waiting] = []
    while free > len(found) and left:
        one = min(left, key=lambda w: (has[w.studio], w.since, str(w.studio)))
        has[one.studio] += 1
        left.remove(one)
        found.append(one)
    return found


class _Counted(NamedTuple):
    at_once: int | None
    now: datetime
    rows: list[Place]

    def held(self, *, besides: Run | None = None) -> list[Place]:
        own = besides.pk if besides else None
        return [
            row
            for row in self.rows
            if row.taken_at and (row.until is None or row.until > self.now) and row.run_id != own
        ]

    def waiting(self) -> list[Waiting]:
        """Those heard of; one for each studio."""
        return [
            Waiting(row.studio_id, row.run_id, row.since)
            for row in self.rows
            if not row.taken_at and row.asked_at > self.now - FRESH
        ]

    def next_ones(self, held: list[Place], waiting: list[Waiting]) -> list[Waiting]:
        free = len(held) + len(waiting) if self.at_once is None else self.at_once - len(held)
        return next_ones(free, Counter(row.studio_id for row in held), waiting)


def _counted(connection_id: Any) -> _Counted:
    """With the connection locked until the commit."""
    with outside_studios():
        rows = Connection.objects.select_for_update(no_key=True).annotate(database_now=Now())
        one = rows.get(pk=connection_id)
        places = list(Place.objects.filter(connection=one))
    return _Counted(one.at_once, one.database_now, places)


def take(run: Run, *, for_good: bool = False) -> bool:
    """Inside the transaction that begins it: whether the run has its place now. Where it has not,
    its studio waits for one. `for_good`: it is sent now, and has the place until it is over.
    """
    if run.connection_id is None or run.connection is None or not run.connection.at_once:
        return True
    counted = _counted(run.connection_id)
    own = next((row for row in counted.rows if row.run_id == run.pk), None)
    held = counted.held(besides=run)
    if own is None or own not in counted.held():
        mine = [row for row in counted.waiting() if row.studio == run.studio_id]
        since = min([row.since for row in mine], default=counted.now)
        others = [row for row in counted.waiting() if row.studio != run.studio_id]
        waiting = [*others, Waiting(run.studio_id, run.pk, since)]
        if run.pk not in [one.run for one in counted.next_ones(held, waiting)]:
            _wait(run, counted)
            return False
    until = None if for_good else Now() + PREPARING
    given: dict[str, Any] = {"taken_at": Now(), "until": until, "asked_at": Now()}
    if not Place.objects.filter(run=run).update(**given):
        fixed = {"project": run.project, "connection": run.connection, "run": run}
        Place.objects.create(**fixed, since=counted.now, **given)
    return True


def _wait(run: Run, counted: _Counted) -> None:
    """One row says that the studio waits, whichever of its runs was tried."""
    theirs = Place.objects.filter(studio=run.studio_id, connection=run.connection_id)
    if theirs.filter(taken_at=None).update(asked_at=Now()):
        theirs.filter(run=run, taken_at__isnull=False).delete()
        return
    own = {"taken_at": None, "until": None, "asked_at": Now(), "since": counted.now}
    fixed = {"project": run.project, "connection": run.connection}
    Place.objects.update_or_create(run=run, defaults={**fixed, **own})


def leave(run: Run) -> None:
    """Inside the transaction that ends it: its place, or that it waits, is over."""
    if run.connection_id is None or not Place.objects.filter(run=run).exists():
        return
    _counted(run.connection_id)
    Place.objects.filter(run=run).delete()
    transaction.on_commit(partial(call_next, run.connection_id))


def give_way(run: Run) -> None:
    """The studio has no room for it now: it must not keep others waiting meanwhile."""
    if run.connection_id is None:
        return
    rows = Place.objects.filter(studio=run.studio_id, connection=run.connection_id, taken_at=None)
    if rows.exists():
        _counted(run.connection_id)
        rows.delete()
        transaction.on_commit(partial(call_next, run.connection_id))


def stand_first(run: Run) -> None:
    """Of its studio's runs that wait there, this one is next now."""
    rows = Place.objects.filter(studio=run.studio_id, connection=run.connection_id, taken_at=None)
    if not Place.objects.filter(run=run).exists():
        rows.update(run=run, project=run.project_id)


@transaction.atomic
def call_next(connection_id: Any) -> None:
    """After a place became free: whoever is next hears of it, in whichever studio."""
    counted = _counted(connection_id)
    for one in counted.next_ones(counted.held(), counted.waiting()):
        Run.call([str(one.studio), str(one.run)])


def sweep() -> None:
    """Of the studio that is open: try again what waits, forget what waits no more."""
    waiting = Place.objects.filter(taken_at=None)
    waiting.exclude(run__state__in=ACTIVE).delete()
    for row in waiting.filter(asked_at__lt=Now() - TRY_AGAIN).select_related("run"):
        Run.call(row.run.message)
