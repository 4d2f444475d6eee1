"""A studio's window: of its jobs only so many are called at once, the others wait as rows.

A queue is first in, first out. Whoever sends five hundred messages has the next studio wait behind
five hundred; with a window it waits behind a handful. When a job ends, the next of its studio is
called, behind those of others: studios take turns without knowing of each other. What is called and
not ended is in the window; an unlucky moment may widen it by one, never by its rows' number, and
what may really work at once is looked at with the claim.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from projects.models.job_calls import LATER

#: Materialized, or PostgreSQL may carry out the limited part once for each row that it compares.
_FILL = """
with next as materialized (
    select id from {table} job
    where studio_id = %(studio)s and state = 'QUEUED' and sent_at is null and ({only})
    order by {order}
    limit greatest(0, ({size}) - ({called}))
    for update skip locked),
done as (
    update {table} set sent_at = statement_timestamp() from next where {table}.id = next.id
    returning {table}.*)
select id, queued_at < statement_timestamp() - interval '10 minutes' from done order by {order}
"""
_CALLED = """(select count(*) from {table} where studio_id = %(studio)s
    and (state = 'RUNNING' or (state = 'QUEUED' and sent_at is not null)))"""


@dataclass(frozen=True)
class Line:
    """Rows of one kind that wait in one line. `later`: nobody waits for them; after ten minutes
    they are as urgent as others."""

    kind: str
    table: str
    only: str = "true"
    order: str = "queued_at, id"
    later: bool = False


@dataclass(frozen=True)
class Window:
    """Lines, the most urgent first, and how many of them all are called at once (SQL)."""

    size: str
    lines: tuple[Line, ...]

    def statement(self, line: Line) -> str:
        tables = sorted({one.table for one in self.lines})
        called = " + ".join(_CALLED.format(table=table) for table in tables)
        parts = {"table": line.table, "only": line.only, "order": line.order}
        return _FILL.format(**parts, size=self.size, called=called)


#: In the order in which a studio's runs begin. Where it waits for a place at a provider, one run
#: waits for all of them, and others go past.
RUN_ORDER = "fronted_at desc nulls last, queued_at, id"
_NOT_WAITING = """not exists (select from projects_place place where place.studio_id = job.studio_id
    and place.connection_id = job.connection_id and place.taken_at is null)"""
RUNS = Window(
    "select concurrent_runs from portal_studio where id = %(studio)s",
    (Line("run", "projects_run", _NOT_WAITING, RUN_ORDER),),
)
MEDIA = Window(
    "%(media)s",
    (
        Line("ingest", "projects_ingest", "not by_itself"),
        Line("copy", "projects_viewingcopy"),
        Line("carrying", "projects_carrying", "person_id is not null"),
        Line("ingest", "projects_ingest", "by_itself", later=True),
        Line("carrying", "projects_carrying", "person_id is null", later=True),
    ),
)


def soon(window: Window, studio_id: Any) -> None:
    """After the commit."""
    transaction.on_commit(partial(fill, window, studio_id))


def fill(window: Window, studio_id: Any) -> int:
    """Call as many of the studio's jobs as its window has room for; how many."""
    found = 0
    for line in window.lines:
        values = {"studio": studio_id, "media": settings.MEDIA_WINDOW}
        with connection.cursor() as cursor:
            cursor.execute(window.statement(line), values)
            rows = cursor.fetchall()
        for pk, waited in rows:
            _call(line, [str(studio_id), str(pk)], later=line.later and not waited)
        found += len(rows)
    return found


def _call(line: Line, message: list[str], *, later: bool) -> None:
    from projects.models import Carrying, Ingest, Run, ViewingCopy

    kinds: dict[str, Any] = {kind.kind: kind for kind in (Carrying, Ingest, Run, ViewingCopy)}
    how = {"priority": LATER} if later else {}
    transaction.on_commit(partial(kinds[line.kind].call, message, **how))
