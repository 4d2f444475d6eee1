"""Weeks that are over, as sums: made once at a week's end, and never made again.

Rows of the programme, without any person. A studio stands in them by its id alone: of one that
left, the sums stay and the name is gone.
"""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from feedback.models.reports import readers
from feedback.periods import start_of
from portal.access import TenantQuerySet


class ClosedWeek(models.Model):
    """One week, counted from `feedback.periods.FIRST`. The database refuses every change.

    `waits_from`: the first week of which an answer still waits for others of five people.
    `told`: by language, what was said of the saving at its end (`feedback.dashboard.answer`).
    """

    week = models.IntegerField(_("week"), primary_key=True)
    waits_from = models.IntegerField(null=True, editable=False)
    told = models.JSONField(_("what was told"), default=dict, editable=False)
    closed_at = models.DateTimeField(_("closed"), auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("week"), _("weeks")
        ordering = ["-week"]

    def __str__(self) -> str:
        return f"{start_of(self.week):%Y-%m-%d}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return readers(actor)


class WeekCount(models.Model):
    """What happened in a week in one studio: with a tool the runs of it, without one the rest."""

    closed = models.ForeignKey(ClosedWeek, models.PROTECT, related_name="counts")
    studio_id = models.UUIDField(_("studio"))
    tool = models.CharField(_("tool"), max_length=60, blank=True)
    people = models.PositiveIntegerField(_("people active"), default=0)
    asked = models.PositiveIntegerField(_("asked"), default=0)
    answered = models.PositiveIntegerField(_("answered"), default=0)
    declined = models.PositiveIntegerField(_("declined"), default=0)
    decisions = models.PositiveIntegerField(_("decisions"), default=0)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    said = models.PositiveIntegerField(_("decisions with an answer"), default=0)
    runs = models.PositiveIntegerField(_("runs"), default=0)
    ended = models.PositiveIntegerField(_("ended"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("count of a week"), _("counts of weeks")
        ordering = ["-closed", "studio_id", "tool"]
        constraints = [
            models.UniqueConstraint(fields=["closed", "studio_id", "tool"], name="week_count_once")
        ]

    def __str__(self) -> str:
        return f"{start_of(self.closed_id):%Y-%m-%d} · {self.tool or _('studio')}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return readers(actor)


class SummedLeaf(models.Model):
    """What five people or more said of one question: sums of one leaf (`feedback.suppression`).

    `place`: from coarse to fine cohort, studio (id), tool. `took`: [studio, tool] of everything in
    it, which waits no longer. QUESTION is the field of `Response` that is summed.
    """

    closed = models.ForeignKey(ClosedWeek, models.PROTECT, related_name="+")
    place = models.JSONField(_("place"))
    took = models.JSONField(editable=False)
    people = models.PositiveIntegerField(_("people"))
    answers = models.PositiveIntegerField(_("answers"))

    objects = TenantQuerySet.as_manager()
    QUESTION: str

    class Meta:
        abstract = True
        ordering = ["-closed", "pk"]

    def __str__(self) -> str:
        return f"{start_of(self.closed_id):%Y-%m-%d} · {len(self.place)}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return readers(actor)


class EaseLeaf(SummedLeaf):
    """How easy they found it, 1 to 7."""

    total = models.PositiveIntegerField(_("sum of ease"))
    squares = models.PositiveIntegerField(_("sum of squares of ease"))

    QUESTION = "ease"

    class Meta(SummedLeaf.Meta):
        verbose_name, verbose_name_plural = _("leaf of ease"), _("leaves of ease")
        constraints = [models.CheckConstraint(condition=Q(people__gte=5), name="leaf_of_five")]


class TimeLeaf(SummedLeaf):
    """How long they thought it would have taken by hand."""

    total = models.DecimalField(_("sum of minutes by hand"), max_digits=16, decimal_places=2)

    QUESTION = "minutes_by_hand"

    class Meta(SummedLeaf.Meta):
        verbose_name, verbose_name_plural = _("leaf of time by hand"), _("leaves of time by hand")
        constraints = [models.CheckConstraint(condition=Q(people__gte=5), name="time_of_five")]
