"""Who is told of troubles: by mail, all news of a look in one; and as JSON, one by one.

A way that does not take the first of them is not tried again before the next look: a server that
hangs may hold up neither the other way nor the clock.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.access import Role
from portal.languages.spoken import by_language
from portal.mailing.links import absolute
from portal.mailing.news import troubles as troubles_letter
from portal.mailing.sending import send
from portal.models import Trouble, User

log = logging.getLogger(__name__)
SECONDS = 10
#: A trouble lasts for so long before it is told.
STEADY = timedelta(seconds=45)


@dataclass(frozen=True)
class News:
    """A trouble that has begun, or is over."""

    row: Trouble
    step: str

    @property
    def line(self) -> str:
        said = self.row.sentence
        return said if self.step == "begun" else _("over: %(text)s") % {"text": said}


@dataclass(frozen=True)
class Way:
    """`send` takes all news at once, or one after the other."""

    name: str
    send: Callable[[list[News]], None]
    at_once: bool

    def tell(self, news: list[News]) -> None:
        for batch in [news] if self.at_once else [[one] for one in news]:
            if batch and not self._took(batch):
                return

    def _took(self, batch: list[News]) -> bool:
        try:
            self.send(batch)
        except (OSError, httpx.HTTPError, httpx.InvalidURL) as error:  # smtplib raises OSError
            log.warning(
                "%s troubles were not told by %s: %s", len(batch), self.name, type(error).__name__
            )
            return False
        for one in batch:
            one.row.told = [*one.row.told, f"{self.name}:{one.step}"]
            one.row.save(update_fields=["told"])
        return True


@transaction.atomic
def tell(now: datetime) -> None:
    """What is not told yet, of troubles that last and of those that ended within a day.

    They are held meanwhile, so that of two who look one tells.
    """
    rows_held = Trouble.objects.select_for_update(skip_locked=True)
    recent = rows_held.filter(over_at__gt=now - timedelta(days=1))
    lasting = rows_held.filter(over_at=None).order_by("pk")
    rows = [*lasting, *recent]
    for way in _ways():
        way.tell([one for row in rows for one in _news(row, way.name)])


def _news(row: Trouble, way: str) -> Iterator[News]:
    """Its end only where its beginning was told."""
    step = "begun" if row.over_at is None else "over"
    if f"{way}:{step}" in row.told or row.seen_at - row.began_at < STEADY:
        return
    if step == "begun" or f"{way}:begun" in row.told:
        yield News(row, step)


def _ways() -> Iterator[Way]:
    """Mail last: its server is what fails more often."""
    if settings.ALERT_WEBHOOK:
        yield Way("webhook", _post, at_once=False)
    if _people():
        yield Way("mail", _mail, at_once=True)


def _people() -> dict[str, list[str]]:
    """Language → addresses. Those of the settings are nobody's account: the portal's language."""
    if settings.ALERT_MAIL:
        return {settings.LANGUAGE_CODE: list(settings.ALERT_MAIL)}
    admins = User.objects.filter(programme_role=Role.ADMIN, is_active=True)
    groups = by_language(admins)
    return {language: [person.email for person in its] for language, its in groups.items()}


def _mail(news: list[News]) -> None:
    for language, addresses in _people().items():
        with override(language):
            lines = [one.line for one in news]
            letter = troubles_letter(lines=lines, link=absolute(reverse("admin:operations")))
        send(letter, addresses)


def _post(news: list[News]) -> None:
    """The operator's own address, so it may be a private one; no answer leads anywhere else."""
    (one,) = news
    body = {
        "trouble": one.row.about,
        "state": one.step,
        "text": one.row.text,
        "began_at": one.row.began_at.isoformat(),
        "over_at": one.row.over_at.isoformat() if one.row.over_at else None,
        "url": absolute(reverse("admin:operations")),
    }
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(
        settings.ALERT_WEBHOOK, content=json.dumps(body), headers=headers, timeout=SECONDS
    )
    answer.raise_for_status()
