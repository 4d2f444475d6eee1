"""What one person felt against what was measured: shown to that person alone, and first."""

from dataclasses import dataclass
from typing import Any

from feedback.models import Felt, TimeEntry, WorkItem

#: Kinds that are work; waiting is not.
WORK = (TimeEntry.Kind.WORKING, TimeEntry.Kind.REVIEWING, TimeEntry.Kind.REWORK)


@dataclass(frozen=True)
class Gap:
    """Shares of the bid's hours: `felt` saved as felt (None: could not say), `measured` as timed.

    `hours` is all work on the item; `bid` its bid hours.
    """

    hours: float
    bid: float
    felt: float | None

    @property
    def measured(self) -> float:
        """0.3: thirty percent fewer hours than bid; negative: more."""
        return 1 - self.hours / self.bid

    @property
    def felt_percent(self) -> int | None:
        return None if self.felt is None else round(self.felt * 100)

    @property
    def measured_percent(self) -> int:
        return round(self.measured * 100)

    @property
    def measured_more(self) -> int:
        """Percent above the bid, where it took more."""
        return -self.measured_percent

    @property
    def felt_more(self) -> int:
        """Percent more, as felt, where it felt like more."""
        return -(self.felt_percent or 0)

    @property
    def gap_points(self) -> int | None:
        """Percentage points by which it felt better than it was, against the bid."""
        return None if self.felt is None else round((self.felt - self.measured) * 100)

    @property
    def points_worse(self) -> int:
        """Percentage points by which it felt worse."""
        return -(self.gap_points or 0)


def hours_by_kind(item: WorkItem) -> dict[str, float]:
    """Hours of everybody on the item, by kind; the running one counts up to its last sign."""
    hours = dict.fromkeys(TimeEntry.Kind.values, 0.0)
    for entry in TimeEntry.objects.filter(item=item):
        hours[entry.kind] += entry.seconds / 3600
    return hours


def gap_of(item: WorkItem, person: Any) -> Gap | None:
    """For whoever did it, once it is done and they have answered; nothing was felt by hand."""
    if item.person_id != person.pk or item.state not in WorkItem.OVER:
        return None
    said = Felt.objects.filter(item=item, person=person).first()
    if item.arm == "assisted" and said is None:
        return None
    bid = getattr(item, "bid", None)
    hours = hours_by_kind(item)
    worked = sum(hours[kind] for kind in WORK)
    if bid is None:
        return None
    felt = None if said is None or said.saving is None else float(said.saving)
    return Gap(worked, float(bid.hours), felt)
