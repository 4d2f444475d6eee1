"""What the page of answers says above its list: counts as they stand, means of whole weeks.

Means are made of leaves, as those of reports: two looks, however close, never tell what one person
said between them. They change once a week, so they are kept for a while.
"""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.models import Response
from feedback.models.reports import data_cut
from feedback.periods import week_of
from feedback.reports import METHOD, facts
from feedback.reports.scope import Fact, Scope
from projects.models import Decision

_SECONDS = 600


def summary() -> dict[str, Any]:
    """All studios must be open. `ease` and `minutes`: a mean and its `n`, None of fewer than five
    people; `until`: they are of the weeks before it.
    """
    counted = Response.objects.aggregate(
        answers=Count("pk"),
        people=Count("person", distinct=True),
        studios=Count("studio", distinct=True),
    )
    sentence = _counts({**counted, "decisions": Decision.objects.count()})
    until = data_cut()
    key = f"feedback-answers:{METHOD}:{week_of(until)}"
    means = cache.get_or_set(key, lambda: _means(until), _SECONDS)
    return {**counted, **(means or {}), "until": until, "sentence": sentence}


def _means(until: datetime) -> dict[str, dict[str, Any] | None]:
    rows, scope = facts.answers(until), Scope(until=week_of(until))
    return {name: _mean(scope, rows, name) for name in ("ease", "minutes")}


def _mean(scope: Scope, rows: list[Fact], name: str) -> dict[str, Any] | None:
    values = [value for part in scope.slices(rows, name) for value in part.values(name)]
    return {"mean": sum(values) / len(values), "n": len(values)} if values else None


def _counts(counted: dict[str, int]) -> str:
    """Every number with its denominator, one or many."""
    words = {
        "answers": ngettext("%(n)s answer", "%(n)s answers", counted["answers"]),
        "decisions": ngettext("%(n)s decision", "%(n)s decisions", counted["decisions"]),
        "people": ngettext("%(n)s person", "%(n)s people", counted["people"]),
        "studios": ngettext("%(n)s studio", "%(n)s studios", counted["studios"]),
    }
    told = {name: text % {"n": counted[name]} for name, text in words.items()}
    return _("%(answers)s to %(decisions)s, from %(people)s in %(studios)s.") % told
