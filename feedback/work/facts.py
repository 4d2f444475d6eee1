"""Rows of measured work → the plain facts that the statistics take; nothing is left out silently.

Times of people are read here and nowhere else across people; names never leave: pseudonyms do.
"""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, Q, Sum
from django.utils.crypto import salted_hmac

from feedback.measured import Arm, Design, Measured
from feedback.models import Correction, Departure, TimeEntry, WorkItem, shared_studios
from feedback.work.gaps import WORK
from projects.models import Candidate, Entry, Run

#: Words of `Measured.left_out`, in the order in which they are looked for.
NOT_SETTLED, NOT_BEGUN, DROPPED, NOT_DONE = "not_settled", "not_begun", "dropped", "not_done"
NO_TIME, CURRENCIES, SAMPLE = "no_time", "currencies", "sample"
_RELATED = ("bid", "assignment__block", "felt", "studio__cohort", "shot__scene__episode", "project")
_APPROVED = Q(decisions__verdict="approved")


def facts(
    items: Any = None, *, as_of: datetime | None = None, samples: bool = False
) -> list[Measured]:
    """One fact for each item (of `items`, a queryset; of all that the fence shows), by its id.

    `as_of` cuts the data: what happened later is as if it had not, corrections too. `samples`
    lets made-up items of the demo count. At most eight queries, however many rows.
    """
    rows = WorkItem.objects.all() if items is None else items
    if as_of:
        rows = rows.filter(created_at__lte=as_of)
    rows = list(rows.select_related(*_RELATED).order_by("pk"))
    read = _Read([item.pk for item in rows], as_of)
    known = set(shared_studios("raw").values_list("pk", flat=True))
    return [
        replace(_fact(item, read, as_of, samples), known=item.studio_id in known) for item in rows
    ]


class _Read:
    """What belongs to the items, by item: one query each."""

    def __init__(self, ids: list[Any], as_of: datetime | None) -> None:
        self.as_of = as_of
        self.hours = self._hours(ids)
        self.arms = self._arms(ids)
        self.spend = self._spend(ids)
        self.made = self._made(ids)
        self.tools = self._tools(ids)

    def _until(self, field: str) -> Q:
        return Q(**{f"{field}__lte": self.as_of}) if self.as_of else Q()

    def _hours(self, ids: list[Any]) -> dict[Any, dict[str, float]]:
        before = self._before_corrections(ids)
        rows = TimeEntry.objects.filter(self._until("created_at"), item__in=ids)
        found: dict[Any, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for pk, item, kind, start, end in rows.values_list(
            "pk", "item_id", "kind", "started_at", "ended_at"
        ):
            kind, start, end = before.get(pk, (kind, start, end))
            if end and (not self.as_of or end <= self.as_of):
                found[item][kind] += (end - start).total_seconds() / 3600
        return found

    def _before_corrections(self, ids: list[Any]) -> dict[Any, tuple[Any, ...]]:
        """What an entry said at the cut, where it was corrected after it."""
        if not self.as_of:
            return {}
        rows = Correction.objects.filter(entry__item__in=ids, at__gt=self.as_of)
        told = rows.order_by("-at", "-pk").values_list("entry_id", "kind", "started_at", "ended_at")
        return {entry: (kind, start, end) for entry, kind, start, end in told}

    def _arms(self, ids: list[Any]) -> dict[Any, str]:
        """The arm at the cut, where somebody departed after it: what they departed from."""
        if not self.as_of:
            return {}
        rows = Departure.objects.filter(item__in=ids, at__gt=self.as_of).order_by("-at", "-pk")
        return dict(rows.values_list("item_id", "before"))

    def _spend(self, ids: list[Any]) -> dict[Any, dict[str, Decimal]]:
        rows = Entry.objects.filter(self._until("at"), kind=Entry.Kind.COST)
        rows = rows.filter(run__request__work_link__item__in=ids, amount__gt=0)
        item = F("run__request__work_link__item")
        found: dict[Any, dict[str, Decimal]] = defaultdict(dict)
        sums = rows.order_by().values("currency", item=item).annotate(sum=Sum("amount"))
        for row in sums:
            found[row["item"]][row["currency"]] = row["sum"]
        return found

    def _made(self, ids: list[Any]) -> dict[Any, dict[str, Any]]:
        """Candidates, and when the first was approved."""
        rows = Candidate.objects.filter(
            self._until("created_at"), run__request__work_link__item__in=ids
        )
        item = F("run__request__work_link__item")
        first = Min("decisions__at", filter=_APPROVED & self._until("decisions__at"))
        told = rows.order_by().values(item=item)
        told = told.annotate(candidates=Count("pk", distinct=True), first=first)
        return {row["item"]: dict(row) for row in told}

    def _tools(self, ids: list[Any]) -> dict[Any, tuple[set[str], int]]:
        """Tools, and how many runs were asked for until the first approval."""
        rows = Run.objects.filter(self._until("queued_at"), request__work_link__item__in=ids)
        told = rows.order_by().values_list("request__work_link__item", "request__tool", "queued_at")
        found: dict[Any, tuple[set[str], int]] = {}
        for item, tool, at in told:
            tools, runs = found.get(item, (set(), 0))
            first = self.made.get(item, {}).get("first")
            found[item] = (tools | {tool}, runs + (first is None or at <= first))
        return found


def _fact(item: WorkItem, read: _Read, as_of: datetime | None, samples: bool) -> Measured:
    bid, assignment = getattr(item, "bid", None), getattr(item, "assignment", None)
    cut = _Cut(item, as_of)
    begun = bool(assignment and cut.begun)
    arm = Arm(read.arms.get(item.pk, item.arm)) if begun else Arm.FREE
    spend, currency = read.spend.get(item.pk, {}), bid.currency if bid else "USD"
    tools, runs = read.tools.get(item.pk, (set(), 0))
    return Measured(
        id=str(item.pk),
        studio=pseudonym("studio", item.studio_id),
        person=pseudonym("person", item.person_id) if item.person_id else "",
        stage=item.stage,
        stratum=item.stratum,
        design=Design(assignment.design) if assignment else Design.FREE,
        assigned=Arm(item.assigned) if begun else Arm.FREE,
        arm=arm,
        block=str(assignment.block_id or "") if assignment else "",
        **_money(bid, spend, currency),
        **_times(read.hours.get(item.pk, {})),
        **_place(item, cut),
        **_results(item, read.made.get(item.pk, {}), cut),
        tools=tuple(sorted(tools)),
        iterations=runs,
        begun=cut.begun.date() if cut.begun else None,
        done=cut.done.date() if cut.done else None,
        felt=cut.felt,
        left_out=_left_out(item, cut, read, set(spend) - {currency}, samples),
    )


class _Cut:
    """The item's moments, as they were known at the cut."""

    def __init__(self, item: WorkItem, as_of: datetime | None) -> None:
        def known(at: datetime | None) -> datetime | None:
            return at if at and (as_of is None or at <= as_of) else None

        self.begun, self.done = known(item.begun_at), known(item.done_at)
        self.approved, self.dropped = known(item.approved_at), known(item.dropped_at)
        said = getattr(item, "felt", None)
        self.felt = None
        if said and said.saving is not None and known(said.at):
            self.felt = float(said.saving)


def _money(bid: Any, spend: dict[str, Decimal], currency: str) -> dict[str, Any]:
    return {
        "bid_hours": float(bid.hours) if bid else None,
        "rate": float(bid.rate) if bid else None,
        "currency": currency,
        "spend": float(spend.get(currency, 0)),
        "facts": {"spend": {name: str(amount) for name, amount in sorted(spend.items())}},
    }


def _times(hours: dict[str, float]) -> dict[str, Any]:
    return {f"hours_{kind}": round(hours.get(kind, 0.0), 6) for kind in TimeEntry.Kind.values}


def _place(item: WorkItem, cut: _Cut) -> dict[str, Any]:
    """Cohort, whole weeks since it opened, and episode."""
    cohort = item.studio.cohort
    scene = item.shot.scene if item.shot else None
    begun = cut.begun.date() if cut.begun else None
    weeks = (begun - cohort.opens_on).days // 7 if cohort and begun else 0
    return {
        "cohort": cohort.name if cohort else "",
        "period": weeks,
        "episode": pseudonym("episode", scene.episode_id) if scene and scene.episode_id else "",
    }


def _results(item: WorkItem, made: dict[str, Any], cut: _Cut) -> dict[str, Any]:
    """An item is approved by a decider's word on it, or on something that was made for it."""
    approved = bool(cut.approved or made.get("first"))
    shot = item.shot
    frames = shot.cut_out - shot.cut_in if shot and shot.cut_out is not None else 0  # type: ignore[operator]
    return {
        "candidates": made.get("candidates", 0),
        "approved": approved,
        "approved_seconds": float(frames / item.project.rate) if approved else 0.0,
    }


def _left_out(
    item: WorkItem, cut: _Cut, read: _Read, other_currencies: set[str], samples: bool
) -> str:
    hours = read.hours.get(item.pk, {})
    reasons = (
        (SAMPLE, item.sample and not samples),
        (DROPPED, bool(cut.dropped)),
        (NOT_SETTLED, not hasattr(item, "assignment")),
        (NOT_BEGUN, cut.begun is None),
        (NOT_DONE, cut.done is None),
        (NO_TIME, not any(hours.get(kind) for kind in WORK)),
        (CURRENCIES, bool(other_currencies)),
    )
    return next((reason for reason, holds in reasons if holds), "")


def pseudonym(kind: str, ident: Any) -> str:
    """The same for the same row of this portal, and no way back to it without its key."""
    return salted_hmac(f"feedback.measured.{kind}", str(ident)).hexdigest()[:12]
