"""Questionnaires of the programme, their versions, and when they are asked.

They belong to no studio: beta leads write them once for all partners.
"""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from feedback.questionnaires.definition import Definition
from portal.access import STUDIO_ROLES
from portal.names import NameField

ROLE_CHOICES = [(role.value, role.label) for role in STUDIO_ROLES]


def _between(low: int, high: int) -> list[Any]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class Questionnaire(models.Model):
    """How often it may come; what it asks is in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = NameField(_("name"), max_length=120, unique=True)
    most_a_week = models.PositiveSmallIntegerField(
        _("asks a week at most"),
        default=2,
        validators=_between(1, 5),
        help_text=_(
            "Of one person in any seven days, all questionnaires together. "
            "Whoever was asked that often is not asked this one."
        ),
    )
    rest_days = models.PositiveSmallIntegerField(
        _("days of rest"),
        default=14,
        validators=_between(0, 365),
        help_text=_("How long the same person is not asked this one again."),
    )
    days_open = models.PositiveSmallIntegerField(
        _("days open"), default=14, validators=_between(1, 90)
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("questionnaire"), _("questionnaires")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(most_a_week__range=(1, 5), days_open__range=(1, 90)),
                name="questionnaire_within_bounds",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def published(self) -> "QuestionnaireVersion | None":
        """What is asked from now on: the newest that was published."""
        return self.versions.exclude(published_at=None).order_by("-number").first()

    @property
    def draft(self) -> "QuestionnaireVersion | None":
        return self.versions.filter(published_at=None).first()


class QuestionnaireVersion(models.Model):
    """draft → published. Once published it never changes: the database refuses it."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"), editable=False)
    content = models.JSONField(_("definition"), default=dict)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by_name = models.CharField(_("published by"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of questionnaires")
        ordering = ["questionnaire", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="questionnaire_version_once"
            ),
            models.UniqueConstraint(
                fields=["questionnaire"],
                condition=Q(published_at=None),
                name="questionnaire_one_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} · v{self.number}"

    @cached_property
    def definition(self) -> Definition:
        return Definition.model_validate(self.content)


class Trigger(models.Model):
    """When a questionnaire is asked, and whom. A cohort and roles narrow every kind."""

    class Kind(models.TextChoices):
        DECISION = "decision", _("after a decision")
        USE = "use", _("after the n-th use of a tool")
        MILESTONE = "milestone", _("at a milestone")
        DATE = "date", _("on a date")
        COHORT = "cohort", _("days after a cohort opened")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="triggers")
    kind = models.CharField(_("when"), max_length=10, choices=Kind.choices)
    tool = models.CharField(_("tool"), max_length=40, blank=True, help_text=_("Empty: any tool."))
    count = models.PositiveSmallIntegerField(
        _("n"),
        null=True,
        blank=True,
        validators=_between(1, 1000),
        help_text=_("Which use, or how many days after the cohort opened."),
    )
    milestone = models.ForeignKey(
        "portal.Milestone", models.CASCADE, null=True, blank=True, verbose_name=_("milestone")
    )
    on = models.DateField(_("date"), null=True, blank=True)
    cohort = models.ForeignKey(
        "portal.Cohort", models.CASCADE, null=True, blank=True, verbose_name=_("cohort")
    )
    roles = ArrayField(
        models.CharField(max_length=20, choices=ROLE_CHOICES),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    created_at = models.DateTimeField(_("from"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("trigger"), _("triggers")
        ordering = ["questionnaire", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="decision", milestone=None, on=None, count=None)
                    | Q(kind="use", count__gte=1, milestone=None, on=None)
                    | Q(kind="milestone", milestone__isnull=False, count=None, on=None, tool="")
                    | Q(kind="date", on__isnull=False, count=None, milestone=None, tool="")
                    | Q(kind="cohort", cohort__isnull=False, count__gte=1, on=None, tool="")
                ),
                name="trigger_says_when",
            )
        ]

    def __str__(self) -> str:
        about = {
            self.Kind.USE: f" · {self.tool or '*'} × {self.count}",
            self.Kind.MILESTONE: f" · {self.milestone}",
            self.Kind.DATE: f" · {self.on}",
            self.Kind.COHORT: f" · {self.count}",
        }
        return f"{self.get_kind_display()}{about.get(self.Kind(self.kind), '')}"
