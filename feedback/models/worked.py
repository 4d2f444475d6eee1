"""What belongs to a work item besides time: requests of tools, and what the person felt."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models.work import WorkItem
from projects.models import AssistRequest
from projects.models.projects import ProjectRow


class WorkLink(ProjectRow):
    """A request was made for this item. Without an item: a person said it was for none."""

    class How(models.TextChoices):
        TIMER = "timer", _("by the timer that ran")
        SHOT = "shot", _("by the shot")
        CHOSEN = "chosen", _("by a person")

    request = models.OneToOneField(AssistRequest, models.CASCADE, related_name="work_link")
    item = models.ForeignKey(WorkItem, models.CASCADE, null=True, related_name="links")
    how = models.CharField(_("linked"), max_length=8, choices=How.choices)
    at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("request of a work item"), _("requests of work items")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.request} · {self.item}"


class Felt(ProjectRow):
    """How much time a person felt that assistance saved, said before they saw what it took.

    `saving` is a share of the time it would have taken by hand: 0.3 is thirty percent less,
    -0.2 twenty percent more; none where they could not say. Said once.
    """

    item = models.OneToOneField(WorkItem, models.CASCADE, related_name="felt")
    person = models.ForeignKey("portal.User", models.CASCADE, related_name="+")
    saving = models.DecimalField(_("felt saving"), max_digits=5, decimal_places=3, null=True)
    at = models.DateTimeField(_("said"), default=timezone.now, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("felt saving"), _("felt savings")
        constraints = [
            models.CheckConstraint(
                condition=Q(saving=None) | Q(saving__gte=-9, saving__lte=1), name="felt_is_a_share"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.saving}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Nobody but the person reads what one person felt."""
        return super().visibility(actor) & Q(person=actor)
