"""Measured work: a row an item, and a row a stretch of time."""

from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from feedback.exporting.columns import Column, Kind
from feedback.exporting.datasets import Dataset, counted, pseudonym
from feedback.models import Correction, TimeEntry, WorkItem
from projects.models import Candidate, Decision, Entry, Run

_LINK = "request__work_link__item"
_ITEM = OuterRef("pk")


class _Hours(Func):
    template = "round(extract(epoch from %(expressions)s) / 3600, 4)"
    output_field = FloatField()  # type: ignore[assignment]


def _hours(kind: str) -> Any:
    rows = TimeEntry.objects.filter(item=_ITEM, kind=kind, ended_at__isnull=False)
    told = rows.order_by().values("item").annotate(sum=Sum(F("ended_at") - F("started_at")))
    return Coalesce(_Hours(Subquery(told.values("sum"))), Value(0.0))


_CURRENCY = Coalesce(F("bid__currency"), Value("USD"))
_COSTS = Entry.objects.filter(kind=Entry.Kind.COST, amount__gt=0)
_OWN_COSTS = _COSTS.filter(**{f"run__{_LINK}": _ITEM})
_IN_BID = Coalesce(OuterRef("bid__currency"), Value("USD"))
_SPEND = _OWN_COSTS.filter(currency=_IN_BID).order_by().values("currency")
_APPROVALS = Decision.objects.filter(verdict=Decision.Verdict.APPROVED)
_APPROVED = _APPROVALS.filter(**{f"candidate__run__{_LINK}": _ITEM})
_EARLIER = _APPROVALS.filter(
    **{f"candidate__run__{_LINK}": OuterRef(OuterRef("pk")), "at__lt": OuterRef("queued_at")}
)
_RUNS = Run.objects.filter(~Exists(_EARLIER), **{_LINK: _ITEM})
_CANDIDATES = Candidate.objects.filter(**{f"run__{_LINK}": _ITEM})

WORK_ITEMS = Dataset(
    name="work_items",
    title=_("Work items"),
    means=_("Measured work: one row a stage of a shot, with its bid and what it took."),
    columns=(
        Column("item", Kind.ID, _("id of the work item")),
        Column("made", Kind.MOMENT, _("when it was written down")),
        Column("studio", Kind.TEXT, _("name of the studio")),
        Column("cohort", Kind.TEXT, _("cohort that the studio belongs to")),
        Column("project", Kind.ID, _("id of the project")),
        Column("person", Kind.CODE, _("pseudonym of whose it is, the same in every export")),
        Column("stage", Kind.TEXT, _("stage of work, such as roto")),
        Column("stratum", Kind.TEXT, _("complexity, within which arms are drawn")),
        Column("state", Kind.CODE, _("planned, ready, begun, done, approved or dropped")),
        Column("sample", Kind.YES, _("made up for the demo; counts in no figure")),
        Column("design", Kind.TEXT, _("what settled the arm: randomised, stepped or free")),
        Column("block", Kind.INTEGER, _("number of the block that it was drawn in")),
        Column("assigned", Kind.TEXT, _("arm that was settled, told when work began")),
        Column("arm", Kind.TEXT, _("how it was done: assisted or by_hand")),
        Column("bid_hours", Kind.NUMBER, _("hours bid before work began"), _("hours")),
        Column("bid_rate", Kind.NUMBER, _("rate bid"), _("bid_currency per hour")),
        Column("bid_currency", Kind.TEXT, _("currency of the bid; USD without one"), "ISO 4217"),
        Column("hours_working", Kind.NUMBER, _("time spent working"), _("hours")),
        Column("hours_reviewing", Kind.NUMBER, _("time spent reviewing"), _("hours")),
        Column("hours_rework", Kind.NUMBER, _("time spent on it after approval"), _("hours")),
        Column("hours_waiting", Kind.NUMBER, _("time spent waiting"), _("hours")),
        Column("spend", Kind.NUMBER, _("cost of its runs at providers"), "bid_currency"),
        Column("spent_otherwise", Kind.YES, _("runs cost something in other currencies too")),
        Column("iterations", Kind.INTEGER, _("runs asked for until the first approval")),
        Column("candidates", Kind.INTEGER, _("results that its runs made")),
        Column("approved", Kind.YES, _("it, or a result made for it, was approved")),
        Column("felt", Kind.NUMBER, _("saving of time as felt; negative where it cost time"),
               _("share of 1")),
        Column("begun", Kind.MOMENT, _("when work began")),
        Column("done", Kind.MOMENT, _("when it was done")),
        Column("dropped", Kind.MOMENT, _("when it was dropped")),
    ),
    values=(
        *("pk", "created_at", "studio__name", "studio__cohort__name", "project_id"),
        pseudonym("person_id"),
        *("stage", "stratum", "state", "sample", "assignment__design", "assignment__block_id"),
        *("assigned", "arm", "bid__hours", "bid__rate", _CURRENCY),
        *(_hours(kind) for kind in ("working", "reviewing", "rework", "waiting")),
        Coalesce(Subquery(_SPEND.annotate(sum=Sum("amount")).values("sum")), Value(0),
                 output_field=FloatField()),
        Exists(_OWN_COSTS.exclude(currency=_IN_BID)),
        counted(_RUNS, _LINK),
        counted(_CANDIDATES, f"run__{_LINK}"),
        ExpressionWrapper(
            Q(approved_at__isnull=False) | Q(Exists(_APPROVED)), output_field=BooleanField()
        ),
        *("felt__saving", "begun_at", "done_at", "dropped_at"),
    ),
    rows=lambda: WorkItem.objects.order_by("pk"),
    by="pk",
)  # fmt: skip

TIME_ENTRIES = Dataset(
    name="time_entries",
    title=_("Times"),
    means=_("One row a stretch of time that a person spent on a work item; a pause ends one."),
    columns=(
        Column("entry", Kind.ID, _("id of the entry")),
        Column("item", Kind.ID, _("id of the work item")),
        Column("studio", Kind.TEXT, _("name of the studio")),
        Column("project", Kind.ID, _("id of the project")),
        Column("person", Kind.CODE, _("pseudonym, the same in every export")),
        Column("kind", Kind.CODE, _("working, reviewing, rework or waiting")),
        Column("started", Kind.MOMENT, _("when it began")),
        Column("ended", Kind.MOMENT, _("when it ended; nothing while it runs")),
        Column("hours", Kind.NUMBER, _("how long it was; nothing while it runs"), _("hours")),
        Column("by_hand", Kind.YES, _("added by hand, not timed")),
        Column(
            "vouched",
            Kind.INTEGER,
            _("how much of it was without a sign of the person, who says that they worked"),
            _("seconds"),
        ),
        Column("corrections", Kind.INTEGER, _("how often it was corrected")),
        Column("written", Kind.MOMENT, _("when it was written down")),
    ),
    values=(
        *("pk", "item_id", "studio__name", "project_id", pseudonym("person_id")),
        *("kind", "started_at", "ended_at", _Hours(F("ended_at") - F("started_at"))),
        *("by_hand", "vouched"),
        counted(Correction.objects.filter(entry=OuterRef("pk")), "entry"),
        "created_at",
    ),
    rows=lambda: TimeEntry.objects.order_by("pk"),
    by="pk",
)
