"""Where a note of an earlier version stands on a later one, or why it stands nowhere there.

The note stays what it is, on its version, with its answers: one note, open or resolved once.
A placement is its place on one further version. Found by a worker, or by hand; what a person
chose is never changed by a worker.
"""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.access import TenantQuerySet
from projects.models.assets import Version
from projects.models.notes import Note
from projects.models.projects import Project, ProjectRow

#: What a worker says of a place: it may be a few frames off, the range lost frames, the drawing
#: stays behind because the picture has another shape.
ABOUT, SHORTENED, UNDRAWN = "about", "shortened", "undrawn"


class PlacementQuerySet(TenantQuerySet):
    def standing(self) -> Self:
        return self.filter(state=Placement.State.PLACED, note__deleted_at=None)


class Placement(ProjectRow):
    class State(models.TextChoices):
        PLACED = "placed", _("carried")
        REFUSED = "refused", _("could not be carried")
        DROPPED = "dropped", _("left out by hand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="placements")
    note = models.ForeignKey(Note, models.CASCADE, related_name="placements")
    version = models.ForeignKey(Version, models.CASCADE, related_name="placements")
    #: Where it stood when it was carried: a version before, at frames of that version.
    source = models.ForeignKey(Version, models.CASCADE, related_name="+")
    source_start = models.PositiveBigIntegerField(_("first frame there"))
    source_end = models.PositiveBigIntegerField(_("end frame there"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    start = models.PositiveBigIntegerField(_("first frame"), null=True, blank=True)
    end = models.PositiveBigIntegerField(_("end frame"), null=True, blank=True)
    drawing = models.JSONField(_("drawing"), default=list, blank=True)
    remarks = models.JSONField(_("remarks"), default=list, blank=True)
    reason = models.CharField(_("why not"), max_length=20, blank=True)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("placed by"), max_length=150, blank=True)
    at = models.DateTimeField(_("since"), auto_now=True)

    objects = PlacementQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("placement"), _("placements")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["note", "version"], name="placement_once"),
            models.CheckConstraint(
                condition=~Q(state="placed")
                | Q(start__isnull=False, end__isnull=False) & Q(end__gt=F("start")),
                name="placement_has_frames",
            ),
        ]
        indexes = [models.Index(fields=["version", "state"], name="placement_of_version")]

    def __str__(self) -> str:
        return f"{self.note} → {self.version}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(version__asset__deleted_at=None)

    @property
    def by_hand(self) -> bool:
        """A person chose: no worker changes it."""
        return bool(self.person_name)
