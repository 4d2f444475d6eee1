"""Telling people: a row for each in the portal, a mail at once for those who want one."""

import logging
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import Any

import redis
from django.core.cache import cache
from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.languages.spoken import keeping
from portal.live import publish
from portal.models import Mail, Membership, Mode, Notification, NotificationChoice, Studio, User
from portal.outbox import kinds, mails
from portal.postgres.statements import Asked, insert

log = logging.getLogger(__name__)

_COUNT_SECONDS = 60


@transaction.atomic(savepoint=False)
def notify(
    *,
    kind: str,
    people: Iterable[User | None],
    studio: Studio,
    url: str,
    facts: dict[str, Any] | None = None,
    needs_me: bool | None = None,
) -> list[Notification]:
    """Tell those of `people` who belong to the studio, or to the programme, and may sign in.

    Part of the caller's transaction: what did not happen is not told.
    """
    told, chosen = _who_may_know(people, studio, kind)
    if not told:
        return []
    with keeping():
        kept = {name: str(value) for name, value in (facts or {}).items()}
    known = kinds.KINDS[kind]
    rows = [
        Notification(
            studio=studio,
            user=person,
            kind=kind,
            facts=kept,
            url=url,
            needs_me=known.needs_me if needs_me is None else needs_me,
            mode=known.default if known.fixed else chosen.get(person.pk, known.default),
        )
        for person in told
    ]
    insert(rows)
    _write_mails(rows)
    for person in told:
        _counts_anew(person)
    return rows


def _who_may_know(
    people: Iterable[User | None], studio: Studio, kind: str
) -> tuple[list[User], dict[Any, str]]:
    """Those who may, and how who chose a way for this kind wants to hear of it."""
    wanted = {person.pk: person for person in people if person and person.is_active}
    if not wanted:
        return [], {}
    inside = dict(_inside(len(wanted))(kind, studio.pk, *wanted))
    outside = [p.pk for p in wanted.values() if p.pk not in inside and p.programme_role]
    if outside:
        choices = NotificationChoice.objects.filter(kind=kind)
        inside |= dict.fromkeys(outside)
        inside |= choices.filter(user__in=outside).values_list("user_id", "mode")
    chosen = {pk: mode for pk, mode in inside.items() if mode}
    return [person for person in wanted.values() if person.pk in inside], chosen


@lru_cache
def _inside(count: int) -> Asked[tuple[Any, str | None]]:
    """Of so many people those who belong to a studio, each with the way chosen for a kind."""

    def rows(kind: Any, studio: Any, *people: Any) -> Any:
        own = NotificationChoice.objects.filter(kind=kind, user=OuterRef("user")).values("mode")
        wanted = reduce(or_, (Q(user=person) for person in people))
        members = Membership.objects.active().filter(wanted, studio=studio)
        return members.values_list("user_id").annotate(mode=Subquery(own))

    return Asked(rows, places=2 + count)


def _write_mails(rows: list[Notification]) -> None:
    at_once = [row for row in rows if row.mode == Mode.AT_ONCE]
    if at_once:
        Mail.objects.bulk_create(mails.at_once(at_once))
        mails.wake(at_once[0].studio_id)


def read(rows: Any, *, reader: User) -> int:
    """Marks what is unread among `rows`; how many there were."""
    count = _change(rows.visible_to(reader).unread(), read_at=timezone.now())
    if count:
        _counts_anew(reader)
    return count


def still_needed(needed: bool, *, kinds: Iterable[str], studio: Any, urls: Iterable[str]) -> None:
    """Whether what these kinds asked of people at `urls` is still to be done; nothing is unread
    or read by it, for what happened is news to whoever was not there.
    """
    asked = Notification.objects.filter(studio=studio, url__in=list(urls), kind__in=list(kinds))
    _change(asked.exclude(needs_me=needed), needs_me=needed)


@transaction.atomic(savepoint=False)
def _change(rows: Any, **fields: Any) -> int:
    """Always taken hold of in the same order: two that change many at once wait, and never for each
    other.
    """
    held = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    return Notification.objects.filter(pk__in=held).update(**fields) if held else 0


def choose(person: User, choices: dict[str, str]) -> None:
    """Only the kinds that are named change; what is too serious to be put off stays."""
    open_to_choice = dict(kinds.choosable())
    for name, mode in choices.items():
        if name in open_to_choice:
            NotificationChoice.objects.update_or_create(
                user=person, kind=name, defaults={"mode": mode}
            )


def modes(person: User) -> dict[str, str]:
    """How this person hears of each kind."""
    chosen = dict(person.notification_choices.values_list("kind", "mode"))
    return {name: chosen.get(name, kind.default) for name, kind in kinds.KINDS.items()}


def unread(person: User) -> int:
    """Kept in the cache for a minute, so that pages need not ask; a lost cache is no trouble."""
    try:
        known = cache.get(_key(person))
    except redis.RedisError:
        known = None
    return _count(person) if known is None else known


def _count(person: User) -> int:
    number = Notification.objects.visible_to(person).unread().count()
    try:
        cache.set(_key(person), number, _COUNT_SECONDS)
    except redis.RedisError as error:
        log.warning("the number of unread notifications is not kept: %s", error)
    return number


def _counts_anew(person: User) -> None:
    transaction.on_commit(lambda: _tell_sockets(person))


def _tell_sockets(person: User) -> None:
    """Their pages ask for the number; it is not in the frame, which may overtake another."""
    try:
        cache.delete(_key(person))
    except redis.RedisError as error:
        log.warning("an old number of unread notifications is kept: %s", error)
    publish([f"user.{person.pk}"], {"type": "notices"})


def _key(person: User) -> str:
    return f"unread:{person.pk}"


def word(number: int) -> str:
    """What a screen reader says of the bell."""
    return _("Notifications, %(number)s unread") % {"number": number}
