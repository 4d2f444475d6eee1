"""Troubles of the portal: told once when they begin, and once when they are over.

The clock looks every minute. A trouble is over when it has not been seen for `QUIET`, so that one
that comes and goes is one trouble. What a mail server or a webhook did not take is told at the next
look; when the clock itself stands still nobody tells, which is what `/healthz/ready/` and
Prometheus (`lastmile_gathered_age_seconds`) are for. Nothing told names a person, a studio or a
file.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Role
from portal.models import Trouble, User
from portal.signin import absolute
from portal.watching import counting, gathering, queues
from portal.watching.gathering import Told
from portal.watching.readiness import here

log = logging.getLogger(__name__)
QUIET = timedelta(minutes=3)
SECONDS = 10


@dataclass(frozen=True)
class Wrong:
    """`about` is the same as long as the same is wrong; `text` may count further."""

    about: str
    text: str


Finder = Callable[[Told], Iterable[Wrong]]
_FINDERS: list[Finder] = []


def register(*finders: Finder) -> None:
    _FINDERS.extend(finder for finder in finders if finder not in _FINDERS)


def look(told: Told) -> int:
    """Begins, goes on with and ends troubles by what is wrong now; how many there are."""
    now = timezone.now()
    wrong = {found.about: found for finder in _FINDERS for found in finder(told)}
    with transaction.atomic():
        rows = {r.about: r for r in Trouble.objects.select_for_update().filter(over_at=None)}
        for about, found in wrong.items():
            row = rows.get(about) or Trouble(about=about)
            row.text, row.seen_at = found.text[:300], now
            row.save()
        for about in rows.keys() - wrong.keys():
            if now - rows[about].seen_at >= QUIET:
                rows[about].over_at = now
                rows[about].save(update_fields=["over_at"])
    _tell(now)
    return len(wrong)


def _tell(now: datetime) -> None:
    """What is not told yet, of troubles that last and of those that ended within a day."""
    recent = Trouble.objects.filter(over_at__gt=now - timedelta(days=1))
    for row in (*Trouble.objects.filter(over_at=None), *recent):
        for way, send in _ways().items():
            _tell_once(row.pk, way, send)


@transaction.atomic
def _tell_once(pk: Any, way: str, send: Callable[[Trouble, str], None]) -> None:
    """Its end only where its beginning was told; held meanwhile, so that two who look tell once."""
    row = Trouble.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if row is None:
        return
    step = "begun" if row.over_at is None else "over"
    if f"{way}:{step}" in row.told or (step == "over" and f"{way}:begun" not in row.told):
        return
    try:
        send(row, step)
    except (OSError, httpx.HTTPError) as error:  # what smtplib raises is one too
        log.warning("trouble %s was not told by %s: %s", row.about, way, type(error).__name__)
        return
    row.told = [*row.told, f"{way}:{step}"]
    row.save(update_fields=["told"])


def _ways() -> dict[str, Callable[[Trouble, str], None]]:
    posting = {"webhook": _post} if settings.ALERT_WEBHOOK else {}
    return {"mail": _mail, **posting}


def _mail(row: Trouble, step: str) -> None:
    people = settings.ALERT_MAIL or [
        *User.objects.filter(programme_role=Role.ADMIN, is_active=True).values_list(
            "email", flat=True
        )
    ]
    if not people:
        return
    begun = step == "begun"
    subject = _("Last Mile: %(text)s") if begun else _("Last Mile: over: %(text)s")
    body = "{}\n\n{}\n".format(row.text, absolute(reverse("admin:operations")))
    send_mail((subject % {"text": row.text})[:180], body, None, people)


def _post(row: Trouble, step: str) -> None:
    """The operator's own address, so it may be a private one; no answer leads anywhere else."""
    body = {
        "trouble": row.about,
        "state": step,
        "text": row.text,
        "began_at": row.began_at.isoformat(),
        "over_at": row.over_at.isoformat() if row.over_at else None,
        "url": absolute(reverse("admin:operations")),
    }
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(
        settings.ALERT_WEBHOOK, content=json.dumps(body), headers=headers, timeout=SECONDS
    )
    answer.raise_for_status()


def _of_parts(_told: Told) -> Iterator[Wrong]:
    for name, holds in here.look().items():
        if not holds:
            yield Wrong(f"part:{name}", _("%(name)s does not answer.") % {"name": name})


def _of_queues(_told: Told) -> Iterator[Wrong]:
    lengths = queues.lengths()
    served = counting.workers_by_queue()
    for name, length in lengths.items():
        facts: dict[str, Any] = {"name": name, "length": length}
        if not served.get(name):
            yield Wrong(f"workers:{name}", _("No worker serves the queue %(name)s.") % facts)
        if length > settings.LONG_QUEUE:
            told = _("%(length)s messages wait in the queue %(name)s.")
            yield Wrong(f"queue:{name}", told % facts)


def _of_outbox(told: Told) -> Iterator[Wrong]:
    if number := int(told.sum("webhooks", "failing")):
        said = ngettext("%(n)s webhook fails.", "%(n)s webhooks fail.", number)
        yield Wrong("webhooks:failing", said % {"n": number})
    if number := int(told.sum("mails", "dead")):
        said = ngettext("%(n)s mail was given up.", "%(n)s mails were given up.", number)
        yield Wrong("mails:dead", said % {"n": number})


def _of_space(told: Told) -> Iterator[Wrong]:
    for free in told.numbers.get("storage_free_bytes", {}).values():
        if free < settings.LITTLE_SPACE:
            said = _("%(gb).1f GB are free where files are kept.")
            yield Wrong("storage:space", said % {"gb": free / 1e9})


register(_of_parts, _of_queues, _of_outbox, _of_space)


def watch() -> int:
    """Gather the numbers, then look; for the clock."""
    return look(gathering.gather())
