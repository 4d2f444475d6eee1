"""Time that a person spent on a work item: timed in the browser, or added by hand."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models.work import WorkItem
from projects.models.projects import ProjectRow

#: Nothing was pressed or moved for so long: the person is asked.
IDLE = timedelta(minutes=10)
#: No page told of itself for so long: it was closed, or its machine slept. Hidden pages are woken
#: once a minute by browsers.
SILENT = timedelta(minutes=3)
#: So long the question may wait for an answer; then the timer ends where the person was last seen.
UNANSWERED = timedelta(hours=4)
LONGEST = timedelta(hours=24)


class TimeEntry(ProjectRow):
    """One stretch of time. A pause ends one; going on begins the next.

    `seen_at` is when a page last told of itself, `active_at` when the person last pressed or
    moved something, or said that they were still working.
    """

    class Kind(models.TextChoices):
        WORKING = "working", pgettext_lazy("a time", "working")
        REVIEWING = "reviewing", _("reviewing")
        REWORK = "rework", _("rework after approval")
        WAITING = "waiting", _("waiting")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(
        WorkItem, models.CASCADE, related_name="times", verbose_name=_("work item")
    )
    person = models.ForeignKey("portal.User", models.CASCADE, related_name="times")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.WORKING)
    started_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, editable=False)
    active_at = models.DateTimeField(null=True, editable=False)
    paused = models.BooleanField(_("paused"), default=False, editable=False)
    by_hand = models.BooleanField(_("added by hand"), default=False, editable=False)
    #: Seconds without a sign that the person said they had worked.
    vouched = models.PositiveIntegerField(_("on the person's word (s)"), default=0, editable=False)
    reason = models.CharField(_("why by hand"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("time entry"), _("time entries")
        ordering = ["-started_at", "id"]
        indexes = [models.Index(fields=["item", "kind"], name="time_of_item")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="time_one_running"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(paused=True), name="time_one_paused"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="time_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__lte=F("started_at") + LONGEST),
                name="time_of_a_day_at_most",
            ),
            models.CheckConstraint(
                condition=Q(paused=False) | Q(ended_at__isnull=False), name="time_paused_is_ended"
            ),
            models.CheckConstraint(
                condition=Q(by_hand=False) | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="time_by_hand_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.get_kind_display()}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """One's own; others read sums."""
        return super().visibility(actor) & Q(person=actor)

    @property
    def seconds(self) -> float:
        """How long; of a running one, up to where it would be cut now."""
        end = self.ended_at or self.last_sign(timezone.now())
        return max(0.0, (end - self.started_at).total_seconds())

    def asks_since(self, now: datetime) -> datetime | None:
        """Since when nothing was heard of the person, where that has to be asked."""
        if self.ended_at or not self.seen_at or not self.active_at:
            return None
        if self.seen_at - self.active_at >= IDLE:
            return self.active_at
        return self.seen_at if now - self.seen_at > SILENT else None

    def last_sign(self, now: datetime) -> datetime:
        """Where the entry ends if nobody vouches for what came after."""
        return self.asks_since(now) or now


class Correction(ProjectRow):
    """What an entry said before it was corrected, and why."""

    entry = models.ForeignKey(TimeEntry, models.CASCADE, related_name="corrections")
    kind = models.CharField(_("kind before"), max_length=10)
    started_at = models.DateTimeField(_("from before"))
    ended_at = models.DateTimeField(_("to before"))
    reason = models.CharField(_("reason"), max_length=300)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("corrected by"), max_length=150)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("correction"), _("corrections")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why")]

    def __str__(self) -> str:
        return f"{self.entry} · {self.at:%Y-%m-%d}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(entry__person=actor)
