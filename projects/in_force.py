"""Terms and prices in force on one day, for many connections in two queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from projects import estimating
from projects.assist.palette import Final, Quote, Rate, Work
from projects.models.connections import Connection
from projects.models.terms import Price, Terms, in_force


@dataclass(frozen=True)
class Lists:
    """`terms` by connection's id, `prices` by provider and model."""

    terms: Mapping[Any, Terms | None]
    prices: Mapping[tuple[str, str], list[Rate]]

    @classmethod
    def of(cls, connections: Sequence[Connection], now: datetime) -> "Lists":
        """`now` has a zone; the day is that of UTC, as the gate's."""
        names, today = {c.provider for c in connections}, now.astimezone(UTC).date()
        rows = list(Terms.objects.filter(provider__in=names))
        return cls({c.pk: _nearest(c, rows, today) for c in connections}, _prices(names, today))

    def quote(self, connection: Connection, model: str, work: Work) -> Quote | None:
        """By the prices of the day; None where it cannot be told."""
        try:
            provider = connection.reach()
        except Final:
            return None
        rates = self.prices.get((connection.provider, model), [])
        return estimating.estimate(provider, work, model, rates)


def _nearest(connection: Connection, rows: Sequence[Terms], today: date) -> Terms | None:
    """The newest in force, as `Terms.of`; else the last that lapsed, else the next to begin: so
    that a person reads when it was or will be, and not that there is nothing."""
    names = ("provider", "product", "plan", "region")
    own = [t for t in rows if all(getattr(t, n) == getattr(connection, n) for n in names)]
    begun = [t for t in own if t.starts <= today]
    valid = [t for t in begun if t.ends is None or t.ends >= today]
    if valid:
        return max(valid, key=lambda t: (t.starts, t.created_at))
    if begun:
        return max(begun, key=lambda t: (t.ends, t.starts, t.created_at))
    return min(own, key=lambda t: (t.starts, t.created_at), default=None)


def _prices(names: set[str], today: date) -> dict[tuple[str, str], list[Rate]]:
    """As `Price.list_of`: of each unit the newest."""
    rows = Price.objects.filter(in_force(today), provider__in=names)
    rows = rows.order_by("provider", "model", "unit", "-starts")
    found: dict[tuple[str, str], list[Rate]] = {}
    for row in rows.distinct("provider", "model", "unit"):
        rate = Rate(row.unit, row.amount, row.currency)
        found.setdefault((row.provider, row.model), []).append(rate)
    return found
