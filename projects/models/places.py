"""Places at a provider: how many of its jobs a connection may have under way at once, over all
studios and workers.

A row is a studio that waits (`taken_at` empty; `run` is the one that is next) or a run that has its
place: for a while (`until`) while it is prepared, and then for as long as the provider has it, or
may have it. Rows tell whose they are and when, nothing else: workers of one studio count those of
all of them, since they share what the provider allows.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.connections import Connection
from projects.models.projects import Project, ProjectRow
from projects.models.runs import Run


class Place(ProjectRow):
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    connection = models.ForeignKey(
        Connection, models.CASCADE, related_name="places", verbose_name=_("connection")
    )
    run = models.OneToOneField(Run, models.CASCADE, related_name="place", verbose_name=_("run"))
    since = models.DateTimeField(_("since"))
    #: When the one that waits was last tried: who is not heard of waits no longer.
    asked_at = models.DateTimeField(editable=False)
    taken_at = models.DateTimeField(_("has its place since"), null=True, blank=True)
    until = models.DateTimeField(_("kept until"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("place at a provider"), _("places at providers")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "connection"],
                condition=Q(taken_at=None),
                name="place_waits_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.connection} · {self.run_id}"
