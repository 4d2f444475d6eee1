"""The programme's waves: how many studios each takes, when, and what happens on which day."""

from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.models.audit import AuditEvent
from portal.names import NameField

if TYPE_CHECKING:
    from portal.models.studios import Studio


class Cohort(models.Model):
    """A wave of studios. A studio belongs to one at most; closed studios leave their place."""

    name = NameField(_("name"), max_length=120, unique=True)
    capacity = models.PositiveIntegerField(
        _("capacity (studios)"), validators=[MinValueValidator(1)]
    )
    opens_on = models.DateField(_("opens"))
    closes_on = models.DateField(_("closes"))

    class Meta:
        verbose_name, verbose_name_plural = _("cohort"), _("cohorts")
        ordering = ["opens_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="cohort_closes_after_it_opens",
                violation_error_message=_("A cohort closes on the day it opens, or later."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """planned → open → closed, by its days. Whoever is in stays in."""
        today = timezone.localdate()
        if today < self.opens_on:
            return "planned"
        return "open" if today <= self.closes_on else "closed"

    @property
    def next_milestone(self) -> "Milestone | None":
        return self.milestones.filter(on__gte=timezone.localdate()).first()

    @property
    def fill(self) -> int:
        """How many places are taken."""
        return self.studios.filter(offboarded_at=None).count()

    @transaction.atomic
    def admit(self, studio: "Studio", *, actor: Any) -> None:
        """Locks the wave first: the last place is given once. Before it opens, too: see 0011."""
        locked = Cohort.objects.select_for_update().get(pk=self.pk)
        if studio.cohort_id == self.pk:
            return
        if locked.state == "closed":
            raise PortalError("cohort:closed", cohort=self.name, date=locked.closes_on.isoformat())
        if locked.fill >= locked.capacity:
            raise PortalError("cohort:full", cohort=self.name, capacity=locked.capacity)
        studio.cohort = locked
        studio.save(update_fields=["cohort"])
        AuditEvent.record(actor, "cohort:admitted", studio, name=str(studio), cohort=self.name)


class Milestone(models.Model):
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="milestones")
    name = NameField(_("name"), max_length=120)
    on = models.DateField(_("date"))

    class Meta:
        verbose_name, verbose_name_plural = _("milestone"), _("milestones")
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.name} · {self.on}"
