"""How arms are settled: a studio's agreement to the draw, its blocks, and a stepped start."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from feedback.measured import Arm, Design
from feedback.models.work import DONE_BY, Bid, WorkItem
from portal.access import Role, TenantModel
from projects.models import Project
from projects.models.projects import ProjectRow

DESIGNS = {
    Design.RANDOMISED: _("drawn"),
    Design.STEPPED: _("by the start date"),
    Design.FREE: _("free choice"),
}


def _producers(actor: Any) -> Q:
    return Q(studio__in=actor.studios_with({Role.PRODUCER}))


class OptIn(TenantModel):
    """A named producer agreed that a draw settles how items are done. Ended for later items."""

    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("agreed by"), max_length=150)
    given_at = models.DateTimeField(_("agreed"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by_name = models.CharField(_("withdrawn by"), max_length=150, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("agreement to the draw"), _("agreements to the draw")
        ordering = ["-given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["studio"], condition=Q(withdrawn_at=None), name="optin_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.studio} · {self.person_name}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return _producers(actor)


class Step(ProjectRow):
    """From this day on, work of the project is done with assistance; before it, by hand."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="step")
    starts_on = models.DateField(_("assistance starts"))
    set_on = models.DateField(_("set"))
    person_name = models.CharField(_("set by"), max_length=150)

    class Meta:
        verbose_name, verbose_name_plural = _("stepped start"), _("stepped starts")
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__gt=F("set_on")), name="step_in_advance")
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.starts_on}"


class Block(TenantModel):
    """Items of one studio and stratum that are drawn together: see `feedback.work.drawing`.

    `secret` holds the seed until every item has begun; then it is told in `seed`.
    """

    stratum = models.CharField(_("complexity"), max_length=24)
    number = models.PositiveIntegerField(_("number"))
    algorithm = models.CharField(_("algorithm"), max_length=20)
    commitment = models.CharField(_("commitment"), max_length=64)
    secret = models.CharField(max_length=32, editable=False)
    size = models.PositiveSmallIntegerField(_("size"), editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed early"), null=True, editable=False)
    seed = models.CharField(_("seed"), max_length=32, blank=True, editable=False)
    told_at = models.DateTimeField(_("seed told"), null=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("block of draws"), _("blocks of draws")
        ordering = ["stratum", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["studio", "stratum", "number"], name="block_once"),
            models.CheckConstraint(
                condition=Q(seed="") | Q(seed=F("secret")), name="block_tells_its_seed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stratum} {self.number}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return _producers(actor)


class Assignment(ProjectRow):
    """How an item's arm is settled; made by the portal once its bid is locked, never changed.

    A drawn item has its place in a block. The arm of a place is computed when work begins: no row
    tells it before.
    """

    item = models.OneToOneField(WorkItem, models.CASCADE, related_name="assignment")
    bid = models.OneToOneField(Bid, models.CASCADE, related_name="+")
    design = models.CharField(
        _("design"), max_length=10, choices=[(d.value, label) for d, label in DESIGNS.items()]
    )
    block = models.ForeignKey(Block, models.CASCADE, null=True, related_name="assignments")
    place = models.PositiveSmallIntegerField(_("place"), null=True)
    starts_on = models.DateField(_("assistance starts"), null=True)
    at = models.DateTimeField(_("settled"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["block", "place"], name="assignment_place_once"),
            models.CheckConstraint(
                condition=Q(design="randomised", block__isnull=False, place__isnull=False)
                | (~Q(design="randomised") & Q(block=None, place=None)),
                name="assignment_drawn_in_a_block",
            ),
            models.CheckConstraint(
                condition=Q(design="stepped", starts_on__isnull=False)
                | (~Q(design="stepped") & Q(starts_on=None)),
                name="assignment_stepped_by_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.get_design_display()}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return _producers(actor)


class Departure(ProjectRow):
    """Work went on in another way than before, with the reason. The assignment stays."""

    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="departures")
    before = models.CharField(_("before"), max_length=10)
    after = models.CharField(_("after"), max_length=10)
    reason = models.TextField(_("reason"), max_length=2000)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("said by"), max_length=150)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("departure"), _("departures")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(before__in=list(DONE_BY), after__in=list(DONE_BY))
                & ~Q(before=F("after")),
                name="departure_to_the_other_arm",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="departure_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {Arm(self.after)}"
