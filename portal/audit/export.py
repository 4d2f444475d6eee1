"""The audit as JSON lines that `verify_audit.py` checks, in constant memory.

The first line says whose export it is, the last one how many rows there were and where the
chain stood. Between them each row of the chain has its position, digest and hash; rows of the
studio (or all, for the programme) have their content too.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection
from django.utils import timezone

from portal.audit.sealing import head, seal_all
from portal.audit.verify_audit import FORMAT, GENESIS, checksum
from portal.models import AuditEvent, AuditSeal, Studio
from portal.tenancy import across_studios, current, in_studio, resumed

BATCH = 1000
#: Opens what the export may read, for one batch: a stream outlives its request's fence.
Fence = Callable[[], AbstractContextManager[None]]


def export(*, actor: Any, studio: Studio | None) -> Iterator[str]:
    """Lines of one studio's audit, or of the programme's. Noted before the first line leaves.

    The programme's must be asked for inside of `across_studios`.
    """
    seal_all()
    until, _hash = head()
    AuditEvent.record(actor, "audit:exported", studio, rows=until)
    return _lines(_first(actor, studio, until), studio, until, _fence(studio))


def across(*, actor: Any, reason: str) -> Iterator[str]:
    """The whole programme's, for somebody who has opened nothing yet."""
    with across_studios(Studio.objects.all(), reason=reason, actor=actor):
        return export(actor=actor, studio=None)


def _fence(studio: Studio | None) -> Fence:
    if studio:
        return lambda: in_studio(studio)
    opened = current()
    return lambda: resumed(opened)


def _first(actor: Any, studio: Studio | None, until: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "scope": "studio" if studio else "programme",
        "studio": {"id": str(studio.pk), "name": studio.name} if studio else None,
        "by": str(actor) if actor else "portal",
        "made": timezone.now().isoformat(),
        "until": until,
    }


def _lines(first: dict[str, Any], studio: Studio | None, until: int, fence: Fence) -> Iterator[str]:
    yield _line(first)
    position, own, last = 0, 0, GENESIS
    while position < until:
        with fence():
            rows = _batch(studio, position, min(position + BATCH, until))
        _let_go()
        for row in rows:
            own += "event" in row
        yield "".join(map(_line, rows))
        position, last = rows[-1]["position"], rows[-1]["hash"]
    end = {"rows": position, "own": own, "head": f"{position}:{last}"}
    yield _line({**end, "checksum": checksum(first, end)})


def _let_go() -> None:
    """A reader who never reads must not keep a connection from everybody else."""
    if not connection.in_atomic_block:
        connection.close()


def _batch(studio: Studio | None, after: int, until: int) -> list[dict[str, Any]]:
    seals = list(AuditSeal.objects.filter(position__gt=after, position__lte=until))
    events = AuditEvent.objects.filter(pk__in=[seal.event_id for seal in seals])
    if studio:
        events = events.filter(studio=studio)
    own = events.in_bulk()
    return [_row(seal, own.get(seal.event_id)) for seal in seals]


def _row(seal: AuditSeal, event: AuditEvent | None) -> dict[str, Any]:
    row = {"position": seal.position, "digest": seal.digest, "hash": seal.hash}
    return {**row, "event": event.content()} if event else row


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
