"""Files that were made: from a version to be looked at, or by a tool as its work."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.storage import files
from projects.models.assets import Version
from projects.models.projects import Project, ProjectRow
from projects.models.trash import shows_deleted, stands_withdrawn

#: Roles of the files that a guest's page shows, each under the mark. No strip: its small pictures
#: grow under the pointer, and nothing lies over them.
LOOKED_AT = ("poster", "proxy", "copy", "waveform", "times")


#: Roles of a candidate's files that are for looking; the others are the work, which leaves by a
#: decision alone.
FOR_LOOKING = ("thumbnail", "large", "small", "overlay")


class Rendition(ProjectRow):
    """A file made from a version: poster, strip, proxy, waveform, thumbnail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="renditions")
    version = models.ForeignKey(Version, models.CASCADE, related_name="renditions", null=True)
    candidate = models.ForeignKey(
        "projects.Candidate", models.CASCADE, related_name="renditions", null=True
    )
    role = models.CharField(_("for"), max_length=20)
    index = models.PositiveIntegerField(default=0)
    media_type = models.CharField(max_length=80)
    storage_key = models.CharField(max_length=160, unique=True)
    size = models.BigIntegerField(default=0)
    facts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("rendition"), _("renditions")
        ordering = ["role", "index"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "candidate", "role", "index"],
                name="rendition_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(version=None) ^ models.Q(candidate=None),
                name="rendition_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.index}"

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        gone = models.Q(version__asset__deleted_at__isnull=False)
        gone |= models.Q(candidate__version__asset__deleted_at__isnull=False)
        return super().visibility(actor) & ~(gone | shows_deleted("candidate__"))

    @classmethod
    def guest_visibility(cls, guest: Any) -> models.Q:
        """What a player shows of the playlist's versions; nothing that was made from them."""
        shared = models.Q(version__playlist_items__playlist=guest.link.playlist_id)
        seen = models.Q(version__asset__deleted_at=None, role__in=LOOKED_AT)
        return shared & seen & ~stands_withdrawn("version")

    def open(self) -> Any:
        return files.open(self.storage_key)
