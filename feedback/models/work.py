"""A work item: one stage of one shot, bid before it begins, and done in one of two ways."""

import uuid
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from feedback.measured import Arm
from feedback.work.stages import STAGES, STRATA, STRATUM_LENGTH
from portal.access import Role
from portal.names import NameField
from projects.models import Project, Shot
from projects.models.projects import CODE, ProjectRow

ARMS = {
    Arm.ASSISTED: _("with assistance"),
    Arm.BY_HAND: _("by hand"),
    Arm.FREE: _("free choice"),
}
DONE_BY = (Arm.ASSISTED, Arm.BY_HAND)
MOST_HOURS, MOST_RATE = 10_000, 100_000


class WorkItem(ProjectRow):
    """PLANNED → READY (bid locked, arm settled) → BEGUN ⇄ DONE → APPROVED; or DROPPED.

    Going on after DONE is work again (BEGUN); after APPROVED it is rework, and the item stays
    approved. `assigned` is told when work begins and never changes; `arm` is how it is done.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        READY = "ready", _("ready to begin")
        BEGUN = "begun", _("begun")
        DONE = "done", _("done")
        APPROVED = "approved", _("approved")
        DROPPED = "dropped", _("dropped")

    WORKED_ON = (State.BEGUN, State.DONE, State.APPROVED)
    OVER = (State.DONE, State.APPROVED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="work_items")
    shot = models.ForeignKey(
        Shot, models.SET_NULL, null=True, blank=True, related_name="work_items"
    )
    code = models.CharField(_("item code"), max_length=64, validators=[CODE])
    title = NameField(_("title"), max_length=160, blank=True)
    stage = models.CharField(_("stage"), max_length=24)
    stratum = models.CharField(_("complexity"), max_length=STRATUM_LENGTH)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED, db_index=True
    )
    #: Whose it is: set by a producer, or whoever began it.
    person = models.ForeignKey(
        "portal.User", models.SET_NULL, null=True, blank=True, related_name="work_items"
    )
    assigned = models.CharField(_("assigned"), max_length=10, blank=True, editable=False)
    arm = models.CharField(_("done"), max_length=10, blank=True, editable=False)
    begun_at = models.DateTimeField(_("begun"), null=True, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by_name = models.CharField(max_length=150, blank=True, editable=False)
    dropped_at = models.DateTimeField(_("dropped"), null=True, editable=False)
    dropped_why = models.TextField(_("why it was dropped"), max_length=2000, blank=True)
    sample = models.BooleanField(_("made up for the demo"), default=False, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("work item"), _("work items")
        ordering = ["code", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="work_code_once"),
            models.CheckConstraint(
                condition=Q(begun_at=None, assigned="", arm="")
                | Q(begun_at__isnull=False, assigned__in=list(Arm), arm__in=list(DONE_BY)),
                name="work_begun_with_an_arm",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("begun", "done", "approved")) | Q(begun_at__isnull=False),
                name="work_state_begun",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("done", "approved")) | Q(done_at__isnull=False),
                name="work_state_done",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | (Q(dropped_at__isnull=False) & ~Q(dropped_why="")),
                name="work_dropped_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("work_item", args=[self.pk])

    @property
    def stage_label(self) -> str:
        return str(STAGES.get(self.stage, self.stage))

    @property
    def stratum_label(self) -> str:
        return str(STRATA.get(self.stratum, self.stratum))

    @property
    def arm_label(self) -> str:
        return str(ARMS[Arm(self.arm)]) if self.arm else ""

    @property
    def assigned_label(self) -> str:
        return str(ARMS[Arm(self.assigned)]) if self.assigned else ""

    def was_approved(self) -> bool:
        """Work on it is rework then: somebody approved it, or something that was made for it."""
        links = self.links.filter(request__runs__candidates__decisions__verdict="approved")
        return bool(self.approved_at) or links.exists()

    def tells_arm(self, person: Any) -> bool:
        """Whoever enters bids could guess the next arm of a block from those before it."""
        return bool(self.arm) and (self.person_id == person.pk or self.state in self.OVER)


class Bid(ProjectRow):
    """What the work was thought to cost, said before anybody knew how it would be done."""

    item = models.OneToOneField(WorkItem, models.CASCADE, related_name="bid")
    hours = models.DecimalField(
        _("hours"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_HOURS)],
    )
    rate = models.DecimalField(
        _("rate per hour"),
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_RATE)],
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Three capitals, such as EUR."))],
    )
    source = models.CharField(_("from"), max_length=160, blank=True)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("entered by"), max_length=150)
    entered_at = models.DateTimeField(_("entered"), auto_now=True)
    locked_at = models.DateTimeField(_("locked"), null=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("bid"), _("bids")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="bid_has_hours"),
            models.CheckConstraint(condition=Q(rate__gte=0), name="bid_rate_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h × {self.rate} {self.currency}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Money is the producers'."""
        return Q(studio__in=actor.studios_with({Role.PRODUCER}))
