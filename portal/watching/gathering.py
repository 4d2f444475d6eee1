"""Numbers that stand in rows, counted studio by studio inside each fence, and added up.

The clock gathers them; whoever reads them (Prometheus, the page of the administration, the
alerts) asks no table. A sum says nothing of a studio, and no studio is named.
"""

import json
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import redis

from portal.backups import notes
from portal.live import publisher
from portal.models import Mail, Studio, WebhookDelivery, WebhookEndpoint
from portal.storage import files
from portal.tenancy import in_studio

log = logging.getLogger(__name__)
_KEY = "watch:gathered"
#: (name of the number, its labels, how many)
Line = tuple[str, tuple[str, ...], float]
Counter = Callable[[], Iterable[Line]]

MEANINGS: dict[str, str] = {}
LABELS: dict[str, list[str]] = {}
_COUNTERS: list[Counter] = []


@dataclass(frozen=True)
class Told:
    """As of `at` (seconds since 1970; 0: never)."""

    at: float = 0
    numbers: dict[str, dict[tuple[str, ...], float]] = field(default_factory=dict)

    def sum(self, name: str, *beginning: str) -> float:
        """Of all whose labels begin so."""
        found = self.numbers.get(name, {}).items()
        return sum(value for label, value in found if label[: len(beginning)] == beginning)


def register(counter: Counter, meanings: dict[str, tuple[str, list[str]]]) -> None:
    """`counter` is called inside each studio; `meanings`: name → (what it is, its labels)."""
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)
    for name, (meaning, labels) in meanings.items():
        MEANINGS[name], LABELS[name] = meaning, labels


def gather() -> Told:
    """Counted now, and kept for everybody."""
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for studio in Studio.objects.filter(closed_at=None):
        with in_studio(studio):
            for counter in _COUNTERS:
                _add(found, counter())
    _add(found, [*_storage(), *_backup()])
    told = Told(time.time(), found)
    rows = [[name, label, n] for name, labels in found.items() for label, n in labels.items()]
    try:
        publisher().set(_KEY, json.dumps([told.at, rows]))
    except redis.RedisError as error:  # whoever looks for troubles has them all the same
        log.warning("the numbers were gathered and not kept: %s", error)
    return told


def _add(found: dict[str, dict[tuple[str, ...], float]], lines: Iterable[Line]) -> None:
    for name, label, number in lines:
        row = found.setdefault(name, {})
        row[label] = row.get(label, 0) + number


def told() -> Told:
    """As last gathered; nothing where the live layer does not answer."""
    try:
        kept: Any = publisher().get(_KEY)
    except redis.RedisError:
        return Told()
    if not kept:
        return Told()
    at, rows = json.loads(kept)
    found: dict[str, dict[tuple[str, ...], float]] = {}
    _add(found, ((name, tuple(label), number) for name, label, number in rows))
    return Told(at, found)


def _outbox() -> Iterable[Line]:
    endpoints = WebhookEndpoint.objects.all()
    yield "webhooks", ("failing",), endpoints.open().exclude(failing_since=None).count()
    yield "webhooks", ("switched off",), endpoints.exclude(disabled_at=None).count()
    for state in WebhookDelivery.State.values:
        yield "deliveries", (state,), WebhookDelivery.objects.filter(state=state).count()
    for state in (Mail.State.WAITING, Mail.State.DEAD):
        yield "mails", (state.value,), Mail.objects.filter(state=state).count()


def _storage() -> Iterable[Line]:
    free = files.free_bytes()
    if free is not None:
        yield "storage_free_bytes", (), free


def _backup() -> Iterable[Line]:
    """When; a label would make a series of each."""
    if newest := notes.last():
        yield "backup_seconds", (), newest.at.timestamp()


register(
    _outbox,
    {
        "webhooks": ("webhooks that fail or are switched off", ["state"]),
        "deliveries": ("messages to webhooks", ["state"]),
        "mails": ("mails that wait or were given up", ["state"]),
        "storage_free_bytes": ("bytes free where files are kept", []),
        "backup_seconds": ("when the last backup was made, in seconds since 1970", []),
    },
)
