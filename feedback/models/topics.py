"""What the beta team makes of tickets: one topic for all tickets about the same thing.

A ticket holds a studio's words and never leaves its fence. A topic is the programme's: where
the matter stands, how bad it is, and what the beta team says of it in words of its own. So
tickets of several studios are brought together without one naming another.

    NEW → TRIAGED → PLANNED → IN_PROGRESS → SHIPPED
     ╰───────┴──────────┴───────────┴──→ DECLINED       DUPLICATE: by a merge only, for good
"""

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.errors import PortalError
from portal.names import NameField


class Severity(models.TextChoices):
    BLOCKER = "blocker", _("Blocker")
    MAJOR = "major", _("Major")
    MINOR = "minor", _("Minor")
    COSMETIC = "cosmetic", _("Cosmetic")


class Stage(models.TextChoices):
    NEW = "new", _("New")
    TRIAGED = "triaged", _("Triaged")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    SHIPPED = "shipped", _("Shipped")
    DECLINED = "declined", pgettext_lazy("a topic", "Declined")
    DUPLICATE = "duplicate", _("Duplicate")


#: Where a topic may go by hand. What was declined or shipped too early is taken up again.
TRANSITIONS: dict[str, tuple[Stage, ...]] = {
    Stage.NEW: (Stage.TRIAGED, Stage.PLANNED, Stage.DECLINED),
    Stage.TRIAGED: (Stage.PLANNED, Stage.IN_PROGRESS, Stage.DECLINED),
    Stage.PLANNED: (Stage.TRIAGED, Stage.IN_PROGRESS, Stage.DECLINED),
    Stage.IN_PROGRESS: (Stage.PLANNED, Stage.SHIPPED, Stage.DECLINED),
    Stage.SHIPPED: (Stage.IN_PROGRESS,),
    Stage.DECLINED: (Stage.TRIAGED,),
    Stage.DUPLICATE: (),
}
#: Columns of the board, in the order of work.
COLUMNS = [stage for stage in Stage if stage != Stage.DUPLICATE]
_LOOKS: dict[str, str] = {
    Stage.NEW: "open",
    Stage.TRIAGED: "pending",
    Stage.PLANNED: "ready",
    Stage.IN_PROGRESS: "running",
    Stage.SHIPPED: "done",
    Stage.DECLINED: "withdrawn",
    Stage.DUPLICATE: "archived",
}
OPEN = frozenset({Stage.NEW, Stage.TRIAGED, Stage.PLANNED, Stage.IN_PROGRESS})


class Release(models.Model):
    """What came out on a day, told by the beta team; no studio is named in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = NameField(_("name"), max_length=60, unique=True)
    on = models.DateField(_("day"), default=timezone.localdate)
    notes = models.TextField(
        _("what is new"), blank=True, max_length=8000, help_text=_("Read by every studio.")
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    written_by_name = models.CharField(_("written by"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("release"), _("releases")
        ordering = ["-on", "-created_at", "id"]

    def __str__(self) -> str:
        return self.name


class TopicQuerySet(models.QuerySet["Topic"]):
    def told(self) -> Self:
        """What the beta team shows to every studio."""
        return self.filter(published_at__isnull=False).exclude(stage=Stage.DUPLICATE)

    def votable_by(self, person: Any) -> Self:
        """Shown to all, or told of by a ticket that the person may see."""
        from feedback.models.tickets import Ticket

        mine = Ticket.objects.visible_to(person).values("topic_id")
        open_ = self.filter(stage__in=OPEN)
        return open_.filter(Q(pk__in=mine) | Q(published_at__isnull=False))


class Topic(models.Model):
    """Belongs to no studio and holds no studio's words: `headline` and `answer` are the team's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stage = models.CharField(
        _("status"), max_length=12, choices=Stage.choices, default=Stage.NEW, editable=False
    )
    stage_since = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    feature = models.CharField(_("feature"), max_length=60)
    headline = NameField(_("headline"), max_length=120, blank=True)
    answer = models.TextField(_("public answer"), max_length=4000, blank=True)
    answered_by_name = models.CharField(max_length=150, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    release = models.ForeignKey(
        Release, models.SET_NULL, null=True, blank=True, related_name="topics"
    )
    into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="taken_in", editable=False
    )
    created_at = models.DateTimeField(_("told"), auto_now_add=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("topic"), _("topics")
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["stage", "-created_at"], name="topic_board")]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="topic_stage"),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(headline=""), name="topic_shown_with_headline"
            ),
            models.CheckConstraint(
                condition=Q(into=None) | Q(stage="duplicate"), name="topic_merged_is_duplicate"
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.ref

    @property
    def ref(self) -> str:
        """A short name for people, in the audit and in subjects: no words of anybody."""
        return f"T-{self.pk.hex[:6]}"

    @property
    def look(self) -> str:
        """The status as one of the marks that every page uses."""
        return _LOOKS[self.stage]

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN

    @property
    def next_severity(self) -> str:
        """What the key S makes of it: one step worse, and from the worst back to the least."""
        worse = [Severity.COSMETIC, Severity.MINOR, Severity.MAJOR, Severity.BLOCKER]
        return worse[(worse.index(Severity(self.severity)) + 1) % len(worse)]

    @property
    def moves(self) -> list[Stage]:
        return [*TRANSITIONS[self.stage]]

    def step(self, stage: str) -> datetime:
        """Raises `ticket:move` where the table has no such step, or somebody was faster."""
        now = timezone.now()
        rows = Topic.objects.filter(pk=self.pk, stage=self.stage)
        moves = [str(move) for move in self.moves]
        if stage not in moves or not rows.update(stage=stage, stage_since=now):
            wanted = Stage(stage).label if stage in Stage.values else stage
            raise PortalError("ticket:move", now=self.get_stage_display(), wanted=wanted)
        self.stage, self.stage_since = stage, now
        return now
