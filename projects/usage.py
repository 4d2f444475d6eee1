"""What a studio uses of its quotas, as expressions over studios (see `portal.usage`)."""

from typing import Any

from django.db.models import Count, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.usage import Measure
from projects.models import Run, State
from projects.models.uploads import stored

MONEY = DecimalField(max_digits=14, decimal_places=4)


def _of_studio(rows: QuerySet, amount: Any, nothing: Any = 0) -> Any:
    total = rows.filter(studio=OuterRef("pk")).order_by().values("studio").annotate(n=amount)
    return Coalesce(Subquery(total.values("n")), nothing)


def stored_bytes() -> Any:
    first, *others = (_of_studio(rows, Sum("size")) for rows in stored())
    return sum(others, first)


def spent() -> Any:
    """Since the first of the month (UTC), in the studio's currency."""
    month = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    runs = Run.objects.filter(queued_at__gte=month, currency=F("studio__currency"))
    return _of_studio(runs, Sum("cost"), Value(0, output_field=MONEY))


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
        lambda amount, studio: f"{amount:.2f} {studio.currency}",
    ),
    Measure(
        "runs",
        _("Runs at once"),
        running,
        lambda studio: studio.concurrent_runs,
        lambda amount, _studio: str(amount),
    ),
)
