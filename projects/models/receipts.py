"""Proof of each sending: what, to whom, on which terms and consents, when."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.projects import Project, ProjectRow
from projects.models.runs import Run
from projects.models.terms import Terms


class Receipt(ProjectRow):
    """Written before the first byte leaves, in the transaction that says so; never changed.

    It outlives its run, its project and a closeout: project and run are named without a constraint.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(  # type: ignore[assignment]
        Project,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="receipts",
        verbose_name=_("project"),
    )
    run = models.ForeignKey(
        Run, models.DO_NOTHING, null=True, db_constraint=False, related_name="receipts"
    )
    provider = models.CharField(_("provider"), max_length=40)
    product = models.CharField(_("product"), max_length=80)
    region = models.CharField(_("region"), max_length=40, blank=True)
    model = models.CharField(_("model"), max_length=120)
    host = models.CharField(_("host"), max_length=253)
    terms = models.ForeignKey(
        Terms, models.PROTECT, null=True, related_name="+", verbose_name=_("terms")
    )
    consents = models.JSONField(_("consents"), default=list)
    manifest = models.JSONField(_("what was sent"))
    digest = models.CharField(_("hash (SHA-256)"), max_length=64)
    person_name = models.CharField(_("asked by"), max_length=150)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("receipt"), _("receipts")
        ordering = ["-at", "id"]

    def __str__(self) -> str:
        return f"{self.model}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def files(self) -> list[dict[str, Any]]:
        return self.manifest.get("files", [])
