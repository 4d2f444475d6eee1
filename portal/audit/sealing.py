"""The sealer: orders what was noted freely and writes the chain, in batches.

It reads a queue that the database fills with each event, so a row whose transaction commits
late is simply there later. It sees ids and digests only, of no studio in particular, and
therefore needs no fence opened. Two at once do no harm: the second leaves at once.
"""

import time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from portal.audit.verify_audit import GENESIS, link
from portal.models import AuditPending, AuditSeal

#: Any number, the same for every sealer of a database.
LOCK = 0x5EA1
BATCH = 5000
_SEAL = (
    "insert into portal_auditseal (position, event_id, digest, hash, at)"
    " select * from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[],"
    " array_fill(%s::timestamptz, array[%s::int]))"
)


def seal_all(*, seconds: float = 1.5) -> int:
    """Batch after batch until nothing waits, or the time is up. How many rows were sealed."""
    sealed, until = 0, time.monotonic() + seconds
    while batch := seal():
        sealed += batch
        if batch < BATCH or time.monotonic() > until:
            break
    return sealed


@transaction.atomic
def seal() -> int:
    """Seal what waits, at most a batch; none when another sealer is at work."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:  # type: ignore[index]
            return 0
    waiting = list(AuditPending.objects.order_by("event").values_list("event", "digest")[:BATCH])
    if waiting:
        _write(waiting)
        AuditPending.objects.filter(event__in=[event for event, _digest in waiting]).delete()
    return len(waiting)


def head() -> tuple[int, str]:
    """(position, hash) of the newest seal."""
    newest = AuditSeal.objects.order_by("-position").values_list("position", "hash").first()
    return newest or (0, GENESIS)


def _write(waiting: list[tuple[int, str]]) -> None:
    position, previous = head()
    events, digests = [event for event, _digest in waiting], [digest for _event, digest in waiting]
    hashes = []
    for digest in digests:
        previous = link(previous, digest)
        hashes.append(previous)
    positions = list(range(position + 1, position + 1 + len(waiting)))
    with connection.cursor() as cursor:
        rows: list[Any] = [positions, events, digests, hashes]
        cursor.execute(_SEAL, [*rows, timezone.now(), len(waiting)])
