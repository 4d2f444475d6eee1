"""Money for assistance: what is left of each limit, held before a job is sent, booked after.

Months are calendar months in UTC. What is held and not yet released counts in every month.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.models import Studio
from projects.assist.gate import records
from projects.assist.palette import Quote, Rate, Usage
from projects.assist.pricing import cost
from projects.models import Entry, Policy, Project, Run

MONEY = DecimalField(max_digits=14, decimal_places=4)
ZERO = Value(Decimal(0), output_field=MONEY)


def month_start(now: datetime | None = None) -> datetime:
    now = now or timezone.now()
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def signed(since: datetime | None = None) -> Any:
    """Of each entry, what it takes: booked (since that moment), or held and not released yet."""
    booked = Q(kind=Entry.Kind.COST) if since is None else Q(kind=Entry.Kind.COST, at__gte=since)
    return Case(
        When(booked | Q(kind=Entry.Kind.HOLD), then=F("amount")),
        When(kind=Entry.Kind.RELEASE, then=-F("amount")),
        default=ZERO,
        output_field=MONEY,
    )


def committed(entries: QuerySet[Entry], since: datetime | None = None) -> Decimal:
    return entries.aggregate(sum=Coalesce(Sum(signed(since)), ZERO))["sum"]


def left(project: Project, policy: Policy | None = None) -> records.Budget:
    """What is left of the studio's month, the project's month, and the project in all; one query
    where the project's `policy` is known already.
    """
    studio, policy = project.studio, policy or Policy.of(project)
    entries = Entry.objects.filter(studio=studio, currency=studio.currency)
    month, mine = signed(month_start()), Q(project=project)
    used = entries.aggregate(
        studio_month=Sum(month),
        project_month=Sum(month, filter=mine),
        project_total=Sum(signed(), filter=mine),
    )
    limits = {
        "studio_month": studio.monthly_budget,
        "project_month": policy.monthly_limit,
        "project_total": policy.total_limit,
    }
    rest = {name: _left(limit, used[name]) for name, limit in limits.items()}
    return records.Budget(studio.currency, **rest)


def _left(limit: Decimal | None, used: Decimal | None) -> Decimal | None:
    return None if limit is None else limit - (used or Decimal(0))


def hold_studio(project: Project) -> None:
    """Nobody else of the studio holds money until the commit: two holds cannot share the rest."""
    project.studio = Studio.objects.select_for_update().get(pk=project.studio_id)


def hold(run: Run, quote: Quote, rates: Sequence[Rate]) -> None:
    """The most that it may cost, once a run; whoever calls has locked the studio."""
    fields = {"amount": quote.high, "currency": quote.currency, "project": run.project}
    fields |= {"usage": _told(quote.usage), "rates": as_rows(rates)}
    Entry.objects.get_or_create(run=run, kind=Entry.Kind.HOLD, defaults=fields)


def book(run: Run, usage: Usage, rates: Sequence[Rate]) -> Decimal:
    """What it did cost, at the prices of the quote; the hold is released with it. Once a run."""
    return settle(run, cost(usage, rates), usage, rates)


def book_hold(run: Run) -> Decimal:
    """What it may have cost at most: where nobody knows, and the provider may charge it."""
    held = Entry.objects.filter(run=run, kind=Entry.Kind.HOLD).first()
    if held is None:
        return Decimal(0)
    usage = {unit: Decimal(count) for unit, count in held.usage.items()}
    return settle(run, held.amount, usage, from_rows(held.rates))


def release(run: Run) -> None:
    """It costs nothing: what was held is free again."""
    held = Entry.objects.filter(run=run, kind=Entry.Kind.HOLD).first()
    if held is None:
        return
    fields = {"amount": held.amount, "currency": held.currency, "project": run.project}
    Entry.objects.get_or_create(run=run, kind=Entry.Kind.RELEASE, defaults=fields)


def settle(run: Run, amount: Decimal, usage: Usage, rates: Sequence[Rate]) -> Decimal:
    """Book an amount and release the hold; what was booked before stays as it is."""
    currency = rates[0].currency if rates else run.currency
    fields = {"amount": amount, "currency": currency, "project": run.project}
    fields |= {"usage": _told(usage), "rates": as_rows(rates)}
    entry, new = Entry.objects.get_or_create(run=run, kind=Entry.Kind.COST, defaults=fields)
    if new:
        told = {"cost": entry.amount, "currency": entry.currency, "usage": entry.usage}
        Run.objects.filter(pk=run.pk).update(**told)
    release(run)
    return entry.amount


def _told(usage: Usage) -> dict[str, str]:
    return {unit: str(count) for unit, count in usage.items()}


def as_rows(rates: Sequence[Rate]) -> list[dict[str, str]]:
    """A snapshot of prices, as a row keeps it."""
    return [{"unit": r.unit, "amount": str(r.amount), "currency": r.currency} for r in rates]


def from_rows(rows: Sequence[Mapping[str, str]]) -> list[Rate]:
    return [Rate(row["unit"], Decimal(row["amount"]), row["currency"]) for row in rows]
