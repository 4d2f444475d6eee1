"""How long a person had a result in sight before they decided on it."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import Decision
from projects.models.projects import ProjectRow


class Look(ProjectRow):
    """Beside a decision, where the page (or a program) told it. Told to the person on the page."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="look")
    seconds = models.PositiveIntegerField(_("in sight before the decision (s)"))

    class Meta:
        verbose_name, verbose_name_plural = _("look"), _("looks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision} · {self.seconds} s"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """One's own; others read figures of many."""
        return super().visibility(actor) & Q(decision__person=actor)
