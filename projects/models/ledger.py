"""Money: held before a job is sent, booked when it is done, released where it is not.

Entries are only added. A run has one of each kind at most: nothing is charged twice. What was spent
stays spent when a project goes or a studio leaves: both are named without a constraint.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project, ProjectRow
from projects.models.runs import Run


class Entry(ProjectRow):
    class Kind(models.TextChoices):
        HOLD = "hold", _("held")
        RELEASE = "release", _("released")
        COST = "cost", _("booked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(  # type: ignore[assignment]
        Project,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="entries",
        verbose_name=_("project"),
    )
    run = models.ForeignKey(
        Run, models.DO_NOTHING, null=True, db_constraint=False, related_name="entries"
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=4)
    currency = models.CharField(_("currency"), max_length=3)
    usage = models.JSONField(_("usage"), default=dict)
    rates = models.JSONField(_("prices"), default=list)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("ledger entry"), _("ledger entries")
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["studio", "currency", "at"], name="entry_month"),
            models.Index(fields=["project", "-at", "id"], name="entry_of_project"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "kind"], name="entry_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="entry_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} {self.currency}"
