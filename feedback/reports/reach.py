"""The section of a report that says how many of those who were asked answered.

Counts, not figures of what was said: each has its denominator, and none needs leaves.
"""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import Ask, Response
from feedback.periods import start_of
from feedback.reports.blocks import Block, column, table, text
from feedback.reports.scope import Scope
from feedback.reports.sections import Section
from feedback.statistics.intervals import wilson
from portal.languages.days import day
from projects.assist.tools import TOOLS
from projects.models import Decision

_SINCE = gettext_lazy("Who has left and was erased since then is in no count.")


def _response(scope: Scope, until: datetime) -> list[Block]:
    asked = [*_asks(scope, until)]
    decided = [*_decisions(scope, until)]
    limits = [_SINCE]
    if "tool" in scope.where:
        limits.append(gettext_lazy("Filters of tools apply to decisions only."))
    return [
        text(_("Of those who were asked, how many answered until the end of the data.")),
        text(_weeks(scope)),
        *(_told("asks", _("Questionnaires"), _("Questionnaire"), asked, _ASKS)),
        *(_told("decisions_asked", _("After decisions"), _("Tool"), decided, _DECISIONS)),
        *map(text, limits),
    ]


def _weeks(scope: Scope) -> str:
    """Which weeks count: the Beta page counts the running one, too, and may say more."""
    end = day(start_of(scope.until))
    if scope.since is None:
        words = _("Whole weeks count: what was asked before Monday %(end)s, and nothing since.")
        return words % {"end": end}
    words = _("Whole weeks count: what was asked from Monday %(since)s and before Monday %(end)s.")
    return words % {"since": day(start_of(min(scope.since, scope.until))), "end": end}


#: Names of counts → how they are called; the first is the denominator, the second the numerator.
_ASKS = {
    "asked": gettext_lazy("asked"),
    "answered": gettext_lazy("answered"),
    "opened": gettext_lazy("opened"),
    "declined": gettext_lazy("declined"),
    "expired": gettext_lazy("expired"),
}
_DECISIONS = {
    "decisions": gettext_lazy("decisions"),
    "answered": gettext_lazy("answered"),
    "ease": gettext_lazy("said how hard it was"),
    "minutes": gettext_lazy("said how long by hand"),
}


def _asks(scope: Scope, until: datetime) -> Any:
    """What became of each ask until then: later answers and refusals are as if they were not."""
    rows = Ask.objects.filter(**scope.dates("created_at"), **scope.studios())
    open_ = (Q(answered_at=None) | Q(answered_at__gte=until)) & (
        Q(declined_at=None) | Q(declined_at__gte=until)
    )
    told = rows.values(name=F("questionnaire__name"), number=F("version__number")).annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__lt=until)),
        opened=Count("pk", filter=Q(opened_at__lt=until)),
        declined=Count("pk", filter=Q(declined_at__lt=until)),
        expired=Count("pk", filter=open_ & Q(expires_at__lte=until)),
    )
    for row in told.order_by("name", "number"):
        yield f"{row['name']} · v{row['number']}", row


def _decisions(scope: Scope, until: datetime) -> Any:
    """A decision is answered where anybody of the studio answered its two questions."""
    path = "candidate__run__request__tool"
    tool = {path: scope.where["tool"]} if "tool" in scope.where else {}
    rows = Decision.objects.filter(**scope.dates("at"), **scope.studios(), **tool)
    said = Response.objects.filter(decision=OuterRef("pk"), created_at__lt=until)
    rows = rows.annotate(
        any=Exists(said),
        eased=Exists(said.exclude(ease=None)),
        timed=Exists(said.exclude(minutes_by_hand=None)),
    )
    told = rows.values(tool=F(path)).annotate(
        decisions=Count("pk"),
        answered=Count("pk", filter=Q(any=True)),
        ease=Count("pk", filter=Q(eased=True)),
        minutes=Count("pk", filter=Q(timed=True)),
    )
    known = {name: str(tool.title) for name, tool in TOOLS.items()}
    named = [(known.get(row["tool"] or "", row["tool"] or ""), row) for row in told]
    yield from sorted(named, key=lambda line: line[0].casefold())


def _told(name: str, title: Any, label: Any, rows: Any, counts: dict[str, Any]) -> list[Block]:
    """A line each and one for all together, with the rate and its Wilson interval."""
    if not rows:
        return [text(_("%(title)s: nobody was asked in these weeks.") % {"title": title})]
    total = {count: sum(row[count] for _name, row in rows) for count in counts}
    columns = [
        column("slice", label),
        *(column(count, words, digits=0) for count, words in counts.items()),
        *(column(end, words, "%", digits=1) for end, words in _rates()),
    ]
    lines = [_line(first, row, counts) for first, row in [(_("All"), total), *rows]]
    return [table(name, title, columns, lines)]


def _rates() -> list[tuple[str, str]]:
    return [("rate", _("answered")), ("low", _("95 % from")), ("high", _("95 % to"))]


def _line(label: Any, row: dict[str, Any], counts: dict[str, Any]) -> list[Any]:
    whole, hits = (row[count] for count in [*counts][:2])
    rate = wilson(hits, whole)
    shares = [rate.value, rate.low, rate.high] if rate else [None] * 3
    told = [None if share is None else round(100 * share, 6) for share in shares]
    return [str(label), *(row[count] for count in counts), *told]


RESPONSE = Section("response", gettext_lazy("Response"), _response)
