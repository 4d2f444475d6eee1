"""What a studio uses of its quotas, as expressions over studios (see `portal.usage`)."""

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from portal.languages.figures import decimals
from portal.usage import Measure
from projects.budgets import ZERO, month_start, signed
from projects.models import Entry, Run, State
from projects.models.uploads import stored


def _of_studio(rows: QuerySet, amount: Any, nothing: Any = 0) -> Any:
    total = rows.filter(studio=OuterRef("pk")).order_by().values("studio").annotate(n=amount)
    return Coalesce(Subquery(total.values("n")), nothing)


def stored_bytes() -> Any:
    first, *others = (_of_studio(rows, Sum("size")) for rows in stored())
    return sum(others, first)


def spent() -> Any:
    """Booked since the first of the month (UTC), or held: in the studio's currency."""
    entries = Entry.objects.filter(currency=F("studio__currency"))
    return _of_studio(entries, Sum(signed(month_start())), ZERO)


def running() -> Any:
    return _of_studio(Run.objects.filter(state=State.RUNNING), Count("pk"))


MEASURES = (
    Measure(
        "bytes",
        _("Storage"),
        stored_bytes,
        lambda studio: studio.quota_bytes,
        lambda amount, _studio: filesizeformat(amount),
    ),
    Measure(
        "money",
        _("Assistance this month"),
        spent,
        lambda studio: studio.monthly_budget,
        lambda amount, studio: f"{decimals(amount, 2)} {studio.currency}",
    ),
    Measure(
        "runs",
        _("Runs at once"),
        running,
        lambda studio: studio.concurrent_runs,
        lambda amount, _studio: str(amount),
    ),
)
