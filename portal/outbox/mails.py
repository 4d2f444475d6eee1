"""Mails of notifications: written with the row, sent by whoever claims them, once a day in one."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from portal import passing, waking
from portal.languages.spoken import speaking
from portal.mailing import news, sending, silence, written
from portal.mailing.letters import Action, Item, Letter
from portal.mailing.links import absolute, host
from portal.models import Mail, Membership, Notification, Studio
from portal.outbox import kinds
from portal.tenancy import in_studio

log = logging.getLogger(__name__)

AT_ONCE_MOST = 200  # mails of one studio in one go
INSISTS = 60.0  # seconds in which it is written down that a mail went
PATIENCE = 3  # mails that are not taken before a worker has better things to do


def at_once(rows: Iterable[Notification]) -> Iterator[Mail]:
    """The unsaved mails of one piece of news, which is written once in each language."""
    told: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.user.language not in told:
            with speaking(row.user):
                told[row.user.language] = as_row(_notice(row))
        yield Mail(studio=row.studio, user=row.user, **told[row.user.language])


def _notice(row: Notification) -> Letter:
    known = kinds.KINDS.get(row.kind)
    return news.notice(
        sentence=row.sentence,
        action=Action(kinds.action(row.kind), absolute(row.url)),
        studio=row.studio,
        choices=absolute(CHOICES),
        silences=row.kind if known and not known.fixed else "",
    )


def as_row(letter: Letter) -> dict[str, Any]:
    """What a mail keeps of a letter until it is sent, and what its row then told."""
    whole = {"body": written.text(letter), "html": written.html(letter)}
    return {"subject": letter.subject, "silences": letter.silences, **whole}


CHOICES = "/notifications/choices/"


def wake(studio: Any) -> None:
    """After the commit; a broker that is away is no trouble, the sweep comes by."""
    from portal.outbox import tasks

    transaction.on_commit(lambda: waking.wake(tasks.mail, (str(studio),), expires=60))


def send_due(studio: Any) -> int:
    """Send what is due in one studio; how many went. Two workers never take the same one."""
    due = Mail.objects.due().filter(studio=studio).select_related("user", "studio")
    sent = failed = 0
    for mail in due.order_by("created_at")[:AT_ONCE_MOST]:
        if failed == PATIENCE:  # each waits for a server that is away; the rest stays due
            break
        if mail.claim():
            went = _send(mail)
            sent, failed = sent + went, failed + (not went)
    return sent


def _send(mail: Mail) -> bool:
    if not _may_still_know(mail):
        mail.give_up("the person left the studio")
        return False
    try:
        _message(mail).send()
    except Exception as error:  # a server, or an address, of its own kind of trouble
        log.warning("a mail was not sent: %s", error)
        mail.not_sent(f"{type(error).__name__}: {error}")
        return False
    passing.insisted(mail.sent, seconds=INSISTS)  # or it would go out again
    return True


def _may_still_know(mail: Mail) -> bool:
    if not mail.user.is_active:
        return False
    members = Membership.objects.active().filter(studio=mail.studio_id, user=mail.user)
    return mail.parting or bool(mail.user.programme_role) or members.exists()


def _message(mail: Mail) -> EmailMultiAlternatives:
    """With an id of its own, by which a mail server that gets it twice knows it."""
    headers = {"Message-ID": f"<{mail.pk.hex}@{host()}>"}
    headers |= silence.headers(mail.user, mail.silences)
    return sending.composed(mail.subject, mail.body, mail.html, [mail.user.email], headers)


def newest_digest(now: datetime | None = None) -> datetime:
    """The last moment at which a daily mail was due (UTC)."""
    now = now or timezone.now()
    today = now.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


@transaction.atomic
def write_digests(studio: Studio) -> int:
    """One mail for each person with news from before the last daily moment; none is told twice."""
    waiting = Notification.objects.filter(
        studio=studio, mode="digest", digested_at=None, created_at__lt=newest_digest()
    )
    rows = list(
        waiting.select_related("user", "studio")
        .order_by("created_at", "pk")
        .select_for_update(of=["self"], skip_locked=True)
    )
    by_person: dict[Any, list[Notification]] = {}
    for row in rows:
        if row.read_at is None:  # what was read in the portal is no news
            by_person.setdefault(row.user_id, []).append(row)
    Mail.objects.bulk_create(_in_their_language(studio, its) for its in by_person.values())
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(digested_at=timezone.now())
    return len(by_person)


def _in_their_language(studio: Studio, rows: list[Notification]) -> Mail:
    with speaking(rows[0].user):
        return _digest(studio, rows)


def _digest(studio: Studio, rows: list[Notification]) -> Mail:
    letter = news.digest(
        items=[Item(row.sentence, absolute(row.url)) for row in rows[: news.LINES]],
        count=len(rows),
        studio=studio,
        everything=absolute("/notifications/"),
        choices=absolute(CHOICES),
    )
    return Mail(studio=studio, user=rows[0].user, **as_row(letter))


def sweep() -> None:
    """What no message reached, and what has to be tried again, one studio after the other."""
    for studio in Studio.objects.all():
        with in_studio(studio):
            write_digests(studio)
            send_due(studio.pk)
