"""A run's job at a provider, kept so that whoever takes the run up goes on with the same job.

COMPOSED → SENDING → SENT → FETCHED → KEPT
              └─ UNCERTAIN (sent, and nobody knows whether it arrived: never sent again)
"""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project, ProjectRow
from projects.models.runs import Run


class Remote(ProjectRow):
    class Step(models.TextChoices):
        COMPOSED = "composed", _("composed")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("taken by the provider")
        FETCHED = "fetched", _("fetched")
        KEPT = "kept", _("kept")
        UNCERTAIN = "uncertain", _("sent, without an answer")
        ENDED = "ended", _("ended without a result")

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    run = models.OneToOneField(Run, models.CASCADE, related_name="remote")
    step = models.CharField(
        _("step"), max_length=10, choices=Step.choices, default=Step.COMPOSED, db_index=True
    )
    #: What makes a repeated submission the same job, where the provider knows such a thing.
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    external_id = models.CharField(_("id at the provider"), max_length=500, blank=True)
    rates = models.JSONField(_("prices at the quote"), default=list)
    quote_low = models.DecimalField(_("from"), max_digits=14, decimal_places=4, default=0)
    quote_high = models.DecimalField(_("to"), max_digits=14, decimal_places=4, default=0)
    currency = models.CharField(max_length=3, default="USD")
    #: What came back, until it is kept: data, model, usage, and files by their keys.
    answer = models.JSONField(_("answer"), default=dict, blank=True)
    troubles = models.PositiveSmallIntegerField(_("troubles in a row"), default=0)
    polls = models.PositiveIntegerField(_("asked how far it is"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True, editable=False)
    deadline = models.DateTimeField(_("waited for until"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("remote job"), _("remote jobs")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(step="sent") | ~models.Q(external_id=""),
                name="sent_job_has_its_id",
            ),
        ]

    def __str__(self) -> str:
        return self.external_id or self.get_step_display()

    @property
    def under_way(self) -> bool:
        """Whether the provider has it, or may have it."""
        return self.step in UNDER_WAY

    def move(self, step: str, **fields: Any) -> None:
        """To the next step, with what is known by then; one statement."""
        self.step = step
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=["step", *fields])


#: The provider has it, or may have it.
UNDER_WAY = (Remote.Step.SENDING, Remote.Step.SENT)
