"""All weeks as counts: those that are over from their sums, those since then counted now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from feedback.dashboard.closing import last_closed
from feedback.dashboard.counting import NAMES, Counted, counted
from feedback.models import WeekCount
from feedback.periods import start_of, week_of


@dataclass
class Total:
    """Sums of counts, and the studios in which anybody was active."""

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))
    studios: set[UUID] = field(default_factory=set)

    def add(self, one: Counted) -> None:
        for name in NAMES:
            self.sums[name] += getattr(one, name)
        if one.people:
            self.studios.add(one.studio_id)

    def __getitem__(self, name: str) -> int:
        return len(self.studios) if name == "studios" else self.sums[name]


def all_weeks() -> list[Counted]:
    """In order of weeks. All studios must be open: the week under way is counted from the rows."""
    names = ("closed_id", "studio_id", "tool", *NAMES)
    rows = WeekCount.objects.order_by("closed_id", "studio_id", "tool").values_list(*names)
    return [*(Counted(*row) for row in rows), *since_closed()]


def since_closed() -> list[Counted]:
    """Of the weeks that are not closed: the one under way, and after its end for a while one more.

    Before any is closed it is the one under way alone.
    """
    now, last = week_of(timezone.now()), last_closed()
    first = now if last is None else last + 1
    return [one for week in range(first, now + 1) for one in counted(week)]


def totals(rows: Iterable[Counted], by: str) -> dict[Any, Total]:
    """By `week`, `tool` or `studio_id`, in its order; everything under None where `by` is empty."""
    found: dict[Any, Total] = defaultdict(Total)
    for one in rows:
        found[getattr(one, by) if by else None].add(one)
    return dict(sorted(found.items(), key=lambda part: str(part[0])))


def by_week(rows: Iterable[Counted], newest: int) -> dict[int, Total]:
    """The newest weeks up to the one under way; a week in which nothing happened is a row too."""
    found, now = totals(rows, "week"), week_of(timezone.now())
    first = max(min(found, default=now), now - newest + 1)
    return {week: found.get(week) or Total() for week in range(first, now + 1)}


def day_of(week: int, how: str = "SHORT_DATE_FORMAT") -> str:
    """Its Monday as it is read; `monday` is how an address has it."""
    return date_format(start_of(week), how)


def monday(week: int) -> str:
    return f"{start_of(week):%Y-%m-%d}"
