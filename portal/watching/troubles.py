"""Troubles of the portal: told once when they begin, and once when they are over.

The clock looks every minute. One that is seen at two looks is told, so that a hiccup is none; it is
over when it has not been seen for `QUIET`, and for four times as long each time that it comes back
within an hour, so that one that comes and goes is no storm. What cannot be asked is not over. When
the clock itself stands still nobody tells, which is what `/healthz/ready/` and Prometheus
(`lastmile_gathered_age_seconds`) are for. Nothing told names a person, a studio or a file.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from portal.backups import notes
from portal.languages.spoken import keeping
from portal.models import Trouble
from portal.watching import alerts, counting, gathering, queues, sentences
from portal.watching.gathering import Told
from portal.watching.readiness import here

log = logging.getLogger(__name__)
QUIET, AGAIN = timedelta(minutes=3), timedelta(hours=1)
#: Numbers older than this are told of (seconds); the clock gathers every minute.
OLD = 600


@dataclass(frozen=True)
class Wrong:
    """`about` is the same as long as the same is wrong; `text` may count further.

    `facts` fill the sentence of `about`, see `sentences`; without them the text is all there is.
    """

    about: str
    text: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Unknown:
    """Nobody can say now whether troubles whose `about` begins so are over."""

    beginning: str


Finder = Callable[[Told], Iterable[Wrong | Unknown]]
_FINDERS: list[Finder] = []


def register(*finders: Finder) -> None:
    _FINDERS.extend(finder for finder in finders if finder not in _FINDERS)


def look(told: Told, *, certain: bool = True) -> int:
    """Begins, goes on with and ends troubles by what is wrong now; how many there are.

    Without `certain` numbers, none is over.
    """
    now = timezone.now()
    found = [one for finder in _FINDERS for one in finder(told)]
    wrong = {one.about: one for one in found if isinstance(one, Wrong)}
    hidden = tuple(one.beginning for one in found if isinstance(one, Unknown))
    with transaction.atomic():
        rows = {r.about: r for r in Trouble.objects.select_for_update().filter(over_at=None)}
        for about, one in wrong.items():
            row = rows.get(about) or Trouble(about=about, told=_returns(about, now))
            row.text, row.facts, row.seen_at = one.text[:300], one.facts, now
            row.save()
        for about in rows.keys() - wrong.keys():
            if certain and not about.startswith(hidden) and _is_over(rows[about], now):
                rows[about].over_at = now
                rows[about].save(update_fields=["over_at"])
    alerts.tell(now)
    return len(wrong)


def _returns(about: str, now: datetime) -> list[str]:
    """A mark for each time that it has come back within an hour of its end."""
    before = Trouble.objects.filter(about=about, over_at__gt=now - AGAIN).first()
    return ["again"] * (before.told.count("again") + 1) if before else []


def _is_over(row: Trouble, now: datetime) -> bool:
    return now - row.seen_at >= QUIET * 4 ** min(row.told.count("again"), 3)


def wrong(about: str, **facts: Any) -> Wrong:
    """Kept with its facts, so that each reader gets it in their language."""
    with keeping():
        return Wrong(about, sentences.said(about, facts), facts)


def _of_parts(_told: Told) -> Iterator[Wrong]:
    for name, holds in here.look().items():
        if not holds:
            yield wrong(f"part:{name}", name=name)


def _of_queues(_told: Told) -> Iterator[Wrong | Unknown]:
    lengths, answers = queues.lengths(), counting.answers()
    served = counting.workers_by_queue()
    if not lengths:
        yield Unknown("queue:")
    if not (lengths and answers):  # workers give their sign of life in the live layer
        yield Unknown("workers:")
    for name, length in lengths.items():
        if answers and not served.get(name):
            yield wrong(f"workers:{name}", name=name)
        if length > settings.LONG_QUEUE:
            yield wrong(f"queue:{name}", name=name, length=length)


def _of_outbox(told: Told) -> Iterator[Wrong]:
    if number := int(told.sum("webhooks", "failing")):
        yield wrong("webhooks:failing", n=number)
    if number := int(told.sum("mails", "dead")):
        yield wrong("mails:dead", n=number)


def _of_space(told: Told) -> Iterator[Wrong]:
    for free in told.numbers.get("storage_free_bytes", {}).values():
        if free < settings.LITTLE_SPACE:
            yield wrong("storage:space", gb=free / 1e9)


def _of_numbers(told: Told) -> Iterator[Wrong]:
    minutes = int(timezone.now().timestamp() - told.at) // 60 if told.at else 0
    if minutes * 60 >= OLD:
        yield wrong("numbers:old", n=minutes)


def _of_backups(_told: Told) -> Iterator[Wrong]:
    hours = notes.overdue(timezone.now())
    if hours is not None:
        yield wrong("backups:old", n=hours)


register(_of_parts, _of_queues, _of_outbox, _of_space, _of_numbers, _of_backups)


def watch() -> int:
    """Gather the numbers, then look; for the clock. What cannot be counted is told all the same."""
    try:
        told = gathering.gather()
    except Exception:  # of any room's counter
        log.exception("the numbers were not gathered")
        return look(gathering.told(), certain=False)
    return look(told)
