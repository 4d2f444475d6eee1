"""What is left of each limit: the studio's month, the project's month, the project in all.

Counted in the studio's currency, by the ledger. Months are calendar months of UTC. A hold counts
until its run has a release or a cost, in whichever month it was made: it may still be charged.
"""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone

from projects.assist.gate import records
from projects.models.ledger import Entry
from projects.models.policies import Policy

_CLOSING = (Entry.Kind.RELEASE, Entry.Kind.COST)


def left(project: Any, policy: Policy | None = None) -> records.Budget:
    """`policy` is the project's, where it is known already."""
    policy = policy or Policy.of(project)
    studio = project.studio
    used = _used(project)

    def rest(limit: Decimal | None, name: str) -> Decimal | None:
        return None if limit is None else limit - (used[name] or Decimal(0))

    return records.Budget(
        studio.currency,
        studio_month=rest(studio.monthly_budget, "studio_month"),
        project_month=rest(policy.monthly_limit, "project_month"),
        project_total=rest(policy.total_limit, "project_total"),
    )


def _used(project: Any) -> dict[str, Decimal | None]:
    """One query: what was booked, and what is held and open."""
    first = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = Entry.objects.filter(studio=project.studio_id, currency=project.studio.currency)
    closed = Entry.objects.filter(run=OuterRef("run"), kind__in=_CLOSING)
    rows = rows.annotate(closed=Exists(closed))
    held = Q(kind=Entry.Kind.HOLD, closed=False)
    month, mine = held | Q(kind=Entry.Kind.COST, at__gte=first), Q(project=project)
    return rows.aggregate(
        studio_month=Sum("amount", filter=month),
        project_month=Sum("amount", filter=month & mine),
        project_total=Sum("amount", filter=(held | Q(kind=Entry.Kind.COST)) & mine),
    )
