"""Terms that lapse or are due for review, prices that end, connections that do not answer.

Told twice: on the start page of the administration as long as it holds, and once by mail, some
days ahead, to the administrators.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from portal.access import Role
from portal.languages.spoken import by_language
from portal.mailing.letters import Item
from portal.mailing.links import absolute
from portal.mailing.sending import send
from portal.models import User
from portal.wellbeing import Worry
from projects import letters
from projects.models import Connection, Price, Reminder, Terms
from projects.models.connections import provider_choices

#: How many days ahead; and how long what nobody uses is told of after it has ended.
AHEAD = 30
#: Rows are changed by connections' tests too, which tell nobody.
KEPT_SECONDS = 30
_KEPT = "lapsing:{}"
_LAPSED = gettext_lazy(
    "The terms of %(provider)s (%(terms)s) have lapsed on %(day)s: nothing is sent there."
)
_LAPSES = gettext_lazy("The terms of %(provider)s (%(terms)s) lapse on %(day)s.")
_REVIEW = gettext_lazy("The terms of %(provider)s (%(terms)s) are to be reviewed on %(day)s.")
_ENDED = gettext_lazy(
    "The price of %(provider)s (%(price)s) has ended on %(day)s and has no successor."
)
_ENDS = gettext_lazy("The price of %(provider)s (%(price)s) ends on %(day)s and has no successor.")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Coming:
    """`about` is the same as long as the same day is meant."""

    about: str
    text: str
    url: str
    on: date

    @property
    def over(self) -> bool:
        return self.on < _today()


#: What tells one snapshot of terms, or one price, from another.
_TERMS = ("provider", "product", "plan", "region")
_PRICE = ("provider", "model", "unit")


def newest_terms() -> list[Terms]:
    """Of each provider, product, plan and region the snapshot that has begun last."""
    return list(_newest_terms())


def _newest_terms() -> QuerySet[Terms]:
    rows = Terms.objects.filter(starts__lte=_today())
    return rows.order_by(*_TERMS, "-starts", "-created_at").distinct(*_TERMS)


def coming() -> list[Coming]:
    """What ends, or is to be looked at, within the days ahead, and what has ended; by its day.

    Two questions to the database, however many rows there are.
    """
    return sorted([*_of_terms(), *_of_prices()], key=lambda row: row.on)


def _of_terms() -> Iterator[Coming]:
    for terms in _newest_terms().annotate(followed=_next(Terms, _TERMS), used=_used(_TERMS)):
        url = reverse("admin:projects_terms_change", args=[terms.pk])
        facts = {"provider": provider_title(terms.provider), "terms": terms}
        if terms.ends and _soon(terms.ends, terms) and not terms.followed:
            words = _LAPSED if terms.ends < _today() else _LAPSES
            told = str(words) % {**facts, "day": terms.ends.isoformat()}
            yield Coming(f"lapse:{terms.pk}:{terms.ends}", told, url, terms.ends)
        if terms.review_on and _soon(terms.review_on, terms):
            told = str(_REVIEW) % {**facts, "day": terms.review_on.isoformat()}
            yield Coming(f"review:{terms.pk}:{terms.review_on}", told, url, terms.review_on)


def _of_prices() -> Iterator[Coming]:
    begun = Price.objects.filter(starts__lte=_today(), ends__lte=_today() + timedelta(days=AHEAD))
    rows = begun.annotate(followed=_next(Price, _PRICE), used=_used(["provider"]))
    for price in rows.filter(followed=False):
        ends: date = price.ends  # type: ignore[assignment]
        if not _soon(ends, price):
            continue
        facts = {"provider": provider_title(price.provider), "price": price}
        words = _ENDED if ends < _today() else _ENDS
        url = reverse("admin:projects_price_change", args=[price.pk])
        told = str(words) % {**facts, "day": ends.isoformat()}
        yield Coming(f"price:{price.pk}:{ends}", told, url, ends)


def _today() -> date:
    return timezone.now().date()


def _soon(day: date, row: Any) -> bool:
    """Within the days ahead. What is over for as long is told where a connection needs it."""
    if day > _today() + timedelta(days=AHEAD):
        return False
    past = day < _today() - timedelta(days=AHEAD)
    return not past or row.used


def _used(names: Iterable[str]) -> Exists:
    """Whether a connection works under it."""
    return Exists(Connection.objects.filter(enabled=True, **{n: OuterRef(n) for n in names}))


def _next(model: Any, names: Iterable[str]) -> Exists:
    """Whether the next one is recorded already, and begins no later than the day after."""
    same = model.objects.filter(**{name: OuterRef(name) for name in names})
    day_after = OuterRef("ends") + timedelta(days=1)
    return Exists(same.filter(starts__gt=OuterRef("starts"), starts__lte=day_after))


def provider_title(name: str) -> str:
    """In words; of a provider that is not known here any more, its name."""
    return str(dict(provider_choices()).get(name, name))


def worries() -> list[Worry]:
    """For the start page of the administration; kept for a moment, and until one is changed."""
    key = _KEPT.format(get_language())
    found = cache.get(key)
    if found is None:
        found = list(_worries())
        cache.set(key, found, KEPT_SECONDS)
    return found


@receiver([post_save, post_delete], sender=Terms)
@receiver([post_save, post_delete], sender=Price)
@receiver([post_save, post_delete], sender=Connection)
def _changed(**_told: Any) -> None:
    """Of these three alone: who hears of every row's end makes each deletion read its rows."""
    for language, _name in settings.LANGUAGES:
        cache.delete(_KEPT.format(language))


def _worries() -> Iterator[Worry]:
    for row in coming():
        yield Worry(row.text, row.url, serious=row.over and not row.about.startswith("review:"))
    for connection in Connection.objects.filter(enabled=True, tested_ok=False):
        url = reverse("admin:projects_connection_change", args=[connection.pk])
        told = _("The connection %(name)s did not answer when it was tested: %(told)s")
        facts = {"name": connection, "told": connection.tested_told}
        yield Worry(told % facts, url, serious=True)


def remind() -> int:
    """One mail to all administrators with what was not told before; how many lines it had.

    A mail that is not taken leaves no trace: it is tried an hour later.
    """
    known = set(Reminder.objects.values_list("about", flat=True))
    rows = _untold(known)
    people = User.objects.filter(programme_role=Role.ADMIN, is_active=True)
    if not rows or not people:
        return 0
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(Reminder(about=row.about) for row in rows)
            for language, its in by_language(people).items():
                with override(language):
                    _mail([person.email for person in its], _untold(known))
    except OSError as error:  # what smtplib raises is one too
        log.warning("a reminder of terms was not sent: %s", error)
        return 0
    return len(rows)


def _untold(known: set[str]) -> list[Coming]:
    """In the active language."""
    return [row for row in coming() if row.about not in known]


def _mail(addresses: list[str], rows: list[Coming]) -> None:
    items = [Item(row.text, absolute(row.url)) for row in rows]
    send(letters.lapsing(items=items, link=absolute(reverse("admin:index"))), addresses)
