"""How much footage a project holds, by kind: kept by the database as rows come and go.

Triggers (`projects/tally_triggers.py`) write these rows in the transaction that changes assets or
versions, so that a page reads a handful of rows however many assets there are. What lies in the
trash does not count.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.assets import Kind
from projects.models.projects import Project, ProjectRow


class Tally(ProjectRow):
    project = models.ForeignKey(Project, models.CASCADE, related_name="tallies")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, blank=True, default="")
    assets = models.BigIntegerField(_("assets"), default=0)
    versions = models.BigIntegerField(_("versions"), default=0)
    size = models.BigIntegerField(_("size of originals (bytes)"), default=0)
    #: Of the newest version of each asset, at its own rate.
    seconds = models.DecimalField(_("length (s)"), max_digits=20, decimal_places=3, default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("tally"), _("tallies")
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["project", "kind"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.project} · {self.get_kind_display()}"
