"""A project's money at providers, read from its ledger: entries, sums, and what is left.

Amounts are exact decimals in the entry's currency; a sum never mixes two. Months are those of UTC,
as limits count them.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from projects import budgets
from projects.gate_words import money, provider_title
from projects.interchange.cells import harmless
from projects.models import Entry, Project
from projects.models.terms import Price

_HEAD = (
    *("when (UTC)", "kind", "amount", "currency", "provider", "model", "tool", "run"),
    *("usage", "prices"),
)
_NONE = Decimal(0)


@dataclass(frozen=True)
class Sums:
    """Of entries in one currency. What is held and not released yet is `open`."""

    currency: str
    held: Decimal
    released: Decimal
    booked: Decimal

    @property
    def open(self) -> Decimal:
        return self.held - self.released


def month_of(text: str) -> tuple[datetime, datetime] | None:
    """The first moment of a month such as "2026-11", and of the next one; None for other text."""
    try:
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
        return first, first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    except ValueError:
        return None


def entries(rows: QuerySet[Entry], month: str) -> QuerySet[Entry]:
    """With what each page and file tells of them; of that month alone, where it is one."""
    rows = rows.select_related("run__request")
    between = month_of(month)
    return rows.filter(at__gte=between[0], at__lt=between[1]) if between else rows


def months(rows: QuerySet[Entry]) -> list[str]:
    """Those in which something happened, the newest first."""
    found = rows.order_by().datetimes("at", "month", order="DESC", tzinfo=UTC)
    return [f"{month:%Y-%m}" for month in found]


def sums(rows: QuerySet[Entry]) -> list[Sums]:
    """One for each currency, by its name."""
    kinds = {"held": Entry.Kind.HOLD, "released": Entry.Kind.RELEASE, "booked": Entry.Kind.COST}
    of_kind = {name: Sum("amount", filter=Q(kind=kind)) for name, kind in kinds.items()}
    found: Any = rows.order_by().values("currency").annotate(**of_kind).order_by("currency")
    return [Sums(row["currency"], *(row[name] or _NONE for name in kinds)) for row in found]


def left_in_words(project: Project) -> list[str]:
    """What is left of each limit that holds, in sentences."""
    left = budgets.left(project)
    words = {
        "studio_month": _("The studio has {left} {currency} left this month."),
        "project_month": _("This project has {left} {currency} left this month."),
        "project_total": _("This project has {left} {currency} left in all."),
    }
    found = {name: getattr(left, name) for name in words}
    return [
        words[name].format(left=money(rest), currency=left.currency)
        for name, rest in found.items()
        if rest is not None
    ]


def told(entry: Entry) -> dict[str, Any]:
    """An entry as a row of the page."""
    run = entry.run
    return {
        "row": entry,
        "amount": money(entry.amount),
        "run": run,
        "provider": provider_title(run.provider) if run else _("of a run that is gone"),
        "lines": [_line(entry, rate) for rate in entry.rates],
    }


def _line(entry: Entry, rate: dict[str, str]) -> str:
    """Such as "5 × 0.05 USD / second of film": the price as it stood when it was quoted."""
    unit = dict(Price.Unit.choices).get(rate["unit"], rate["unit"])
    price = f"{money(Decimal(rate['amount']))} {rate['currency']} / {unit}"
    count = entry.usage.get(rate["unit"])
    return f"{Decimal(count).normalize():f} × {price}" if count is not None else price


def as_csv(rows: Iterable[Entry]) -> str:
    """A row an entry; no cell runs as a formula."""
    out = io.StringIO()
    write = csv.writer(out).writerow
    write(_HEAD)
    for entry in rows:
        run = entry.run
        named = [run.provider, run.model, run.request.tool, str(run.pk)] if run else [""] * 4
        usage = "; ".join(f"{count} {unit}" for unit, count in sorted(entry.usage.items()))
        prices = "; ".join(f"{r['amount']} {r['currency']} / {r['unit']}" for r in entry.rates)
        cells = [f"{entry.at.astimezone(UTC):%Y-%m-%d %H:%M:%S}", entry.kind]
        cells += [f"{entry.amount:f}", entry.currency, *named, usage, prices]
        write([harmless(cell) for cell in cells])
    return out.getvalue()
