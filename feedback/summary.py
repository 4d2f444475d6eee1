"""What the page of answers says above its list: counts as they stand, means of whole weeks.

Weeks that are over are read from their sums, whatever their number. Means are of leaves, as those
of reports: two looks, however close, never tell what one person said between them.
"""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.dashboard.closing import last_closed
from feedback.dashboard.weeks import Total, all_weeks, totals
from feedback.models import EaseLeaf, Response, TimeLeaf
from feedback.models.weeks import SummedLeaf
from feedback.periods import start_of
from portal.models import Studio, User


def summary() -> dict[str, Any]:
    """All studios must be open. `ease` and `minutes`: a mean and its `n`, None of fewer than five
    people; `until`: they are of the weeks before it, None before any is over.
    """
    total = totals(all_weeks(), "").get(None) or Total()
    counted = {name: total[name] for name in ("answers", "decisions")}
    counted |= {"people": _who(User, "person"), "studios": _who(Studio, "studio")}
    means = {"ease": _mean(EaseLeaf), "minutes": _mean(TimeLeaf)}
    return {**counted, **means, "until": _until(), "sentence": _counts(counted)}


def _who(model: Any, field: str) -> int:
    """How many of them have answered: one look into an index for each, not all their answers."""
    return model.objects.filter(Exists(Response.objects.filter(**{field: OuterRef("pk")}))).count()


def _mean(model: type[SummedLeaf]) -> dict[str, Any] | None:
    found = model.objects.aggregate(n=Sum("answers"), total=Sum("total"))
    return {"mean": float(found["total"]) / found["n"], "n": found["n"]} if found["n"] else None


def _until() -> datetime | None:
    last = last_closed()
    return None if last is None else start_of(last + 1)


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
