"""Everything a studio has, in one file, for its producers to take away.

A job like others; the file stays for `EXPORT_LIFE` and is then removed by `tidy`.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Role
from portal.errors import PortalError
from portal.models import AuditEvent, Studio
from portal.storage import files
from projects.models.jobs import ACTIVE, Job, State


class Export(Job):
    kind = "export"
    stage_words = {
        "count": _("counting what there is"),
        "data": _("writing the data"),
        "files": _("packing the originals"),
        "seal": _("checking the archive"),
        "store": _("storing"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    with_renditions = models.BooleanField(_("with viewing copies and pictures"), default=False)
    person = models.ForeignKey(
        "portal.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    storage_key = models.CharField(max_length=160, blank=True, default="")
    size = models.BigIntegerField(_("size (bytes)"), default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file_count = models.PositiveIntegerField(_("files"), default=0)
    missing = models.PositiveIntegerField(_("files that could not be found"), default=0)
    expires_at = models.DateTimeField(_("kept until"), null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("export"), _("exports")
        ordering = ["-queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["studio"], condition=Q(state__in=ACTIVE), name="export_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(_("Export of %(studio)s") % {"studio": self.studio})

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return Q(studio__in=actor.studios_with({Role.PRODUCER}))

    def get_absolute_url(self) -> str:
        return f"{reverse('leaving')}?studio={self.studio_id}"

    @property
    def storage_prefix(self) -> str:
        """Where the archives of all its attempts lie."""
        return f"exports/{self.pk.hex}/"

    @property
    def is_there(self) -> bool:
        return bool(self.storage_key and self.expires_at and self.expires_at > timezone.now())

    @property
    def file_name(self) -> str:
        plain = "".join(c if c.isalnum() else "-" for c in self.studio.name)
        return f"{plain}-{self.queued_at:%Y-%m-%d}.zip"

    def must_be_there(self) -> "Export":
        if not self.is_there:
            raise PortalError("export:gone")
        return self

    def ready(self, **made: Any) -> None:
        """The terminal transition with what was made, at once."""
        self.expires_at = timezone.now() + settings.EXPORT_LIFE
        with transaction.atomic():
            self.finish(State.READY)
            Export.objects.filter(pk=self.pk).update(expires_at=self.expires_at, **made)

    def cancel(self, *, actor: Any) -> None:
        if not self.close(State.CANCELLED):
            raise PortalError("run:ended", state=self.get_state_display())
        AuditEvent.record(actor, "export:cancelled", self.studio)

    def remove_files(self) -> None:
        """What was made, and what attempts that were cut short have left."""
        for key, _size in [*files.listed(self.storage_prefix)]:
            files.delete(key)
        if self.storage_key:
            AuditEvent.record(None, "export:expired", self.studio)
            Export.objects.filter(pk=self.pk).update(storage_key="")


def ask_for_export(*, actor: Any, studio: Studio, with_renditions: bool = False) -> Export:
    """One at a time for each studio; the worker hears of it after the commit."""
    try:
        with transaction.atomic():
            export = Export.objects.create(
                studio=studio, person=actor, with_renditions=with_renditions
            )
            AuditEvent.record(actor, "export:asked", studio)
            export.send()
    except IntegrityError:
        raise PortalError("export:active") from None
    return export
