"""Is the beta well today? One sentence, and the numbers behind it; each leads to its rows.

What only rows know (mails, webhooks, runs) is as the clock last gathered it, so that the page
asks few tables. Rooms add their numbers with `register`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import wellbeing
from portal.models import Invitation, Mail, Trouble
from portal.models.agreements import not_yet_agreed
from portal.watching import gathering, queues
from portal.watching.gathering import Told
from portal.wellbeing import Worry

SERIOUS, ASKS, WELL = "is-serious", "is-asking", ""


@dataclass(frozen=True)
class Figure:
    """`value` as it is read; `how` says whether it needs somebody."""

    label: str
    value: str
    url: str
    how: str = WELL


@dataclass(frozen=True)
class Look:
    """What figures are told from: numbers of rows as last gathered, and what needs somebody."""

    told: Told
    worries: list[Worry]

    def about(self, *lists: str) -> int:
        """How many worries lead to rows of these lists."""
        return sum(worry.url.startswith(lists) for worry in self.worries)


Teller = Callable[[Look], Iterable[Figure]]
_TELLERS: list[Teller] = []


def register(*tellers: Teller) -> None:
    _TELLERS.extend(teller for teller in tellers if teller not in _TELLERS)


@dataclass(frozen=True)
class Today:
    sentence: str
    how: str
    figures: list[Figure]
    worries: list[Worry]
    gathered: float


def today() -> Today:
    told = gathering.told()
    troubles = [_worry(row) for row in Trouble.objects.filter(over_at=None)]
    worries = [*troubles, *wellbeing.worries()]
    look = Look(told, worries)
    figures = [figure for teller in _TELLERS for figure in teller(look)]
    stopped = sum(worry.serious for worry in worries)
    asking = len(worries) - stopped + sum(f.how == ASKS for f in figures)
    how = SERIOUS if stopped else ASKS if asking else WELL
    return Today(_sentence(stopped, asking), how, figures, worries, told.at)


def _worry(row: Trouble) -> Worry:
    return Worry(row.sentence, reverse("admin:operations"), serious=True)


def _sentence(stopped: int, asking: int) -> str:
    if not stopped and not asking:
        return _("Yes. Nothing has stopped, and nothing needs an administrator.")
    needs = ngettext("%(n)s thing needs", "%(n)s things need", asking) % {"n": asking}
    if not stopped:
        return _("Yes. Nothing has stopped; %(needs)s an administrator.") % {"needs": needs}
    gone = ngettext("%(n)s thing is wrong", "%(n)s things are wrong", stopped) % {"n": stopped}
    if not asking:
        return _("Not quite: %(gone)s.") % {"gone": gone}
    facts = {"gone": gone, "needs": needs}
    return _("Not quite: %(gone)s, and %(needs)s an administrator.") % facts


def rows_of(model: str, **filters: Any) -> str:
    """The list of the administration with these rows alone."""
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return reverse(f"admin:{model}_changelist") + (f"?{query}" if query else "")


def _people(_look: Look) -> Iterator[Figure]:
    open_ones = Invitation.objects.open().order_by().values(about=Value("invited"))
    lacking = not_yet_agreed().order_by().values(about=Value("lacking"))
    counted = (
        rows.annotate(n=Count("pk")).values_list("about", "n") for rows in (open_ones, lacking)
    )
    found = dict(next(counted).union(next(counted), all=True))
    url = rows_of("portal_invitation", stands="open")
    yield Figure(_("Invitations open"), str(found.get("invited", 0)), url)
    url = rows_of("portal_user", agreed="no")
    yield Figure(_("People who have not agreed yet"), str(found.get("lacking", 0)), url)


def _outbox(look: Look) -> Iterator[Figure]:
    told = look.told
    dead = int(told.sum("mails", Mail.State.DEAD))
    waiting = int(told.sum("mails", Mail.State.WAITING))
    url = rows_of("portal_mail", state__exact="dead")
    yield Figure(_("Mails given up"), str(dead), url, ASKS if dead else WELL)
    yield Figure(_("Mails waiting"), str(waiting), rows_of("portal_mail", state__exact="waiting"))
    failing = int(told.sum("webhooks", "failing"))
    url = rows_of("portal_webhookendpoint", failing_since__isnull="False")
    yield Figure(_("Webhooks failing"), str(failing), url, ASKS if failing else WELL)


def _machine(look: Look) -> Iterator[Figure]:
    url = reverse("admin:operations")
    lengths = queues.lengths()
    said = str(sum(lengths.values())) if lengths else _("unknown")
    yield Figure(_("Messages in queues"), said, url, WELL if lengths else ASKS)
    for free in look.told.numbers.get("storage_free_bytes", {}).values():
        yield Figure(_("Free where files are kept"), _("%(gb).1f GB") % {"gb": free / 1e9}, url)
    yield _backup(look.told, url)


def _backup(told: Told, url: str) -> Figure:
    """Late ones are a trouble of their own; none at all asks for the first."""
    at = told.sum("backup_seconds")
    ago = timesince(datetime.fromtimestamp(at, UTC), timezone.now(), depth=1) if at else ""
    said = _("%(time)s ago") % {"time": ago} if at else _("none in 90 days")
    return Figure(_("Last backup"), said, url, WELL if at else ASKS)


register(_people, _outbox, _machine)
