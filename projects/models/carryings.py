"""The work of carrying the open notes of one version along to a later one."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from projects.models.assets import Version
from projects.models.job_windows import WindowedJob
from projects.models.jobs import ACTIVE, State
from projects.models.projects import Project


class Carrying(WindowedJob):
    """One for each pair of versions; asked again it looks again, and doubles nothing."""

    kind = "carrying"
    stage_words = {
        "old": _("looking at the version before"),
        "new": _("looking at this version"),
        "match": _("matching shots"),
        "store": _("placing notes"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="carryings")
    version = models.ForeignKey(Version, models.CASCADE, related_name="carryings")
    source = models.ForeignKey(Version, models.CASCADE, related_name="+")
    #: As with an examination: so many attempts came before a person asked again.
    forgiven = models.PositiveIntegerField(default=0, editable=False)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name, verbose_name_plural = _("carrying of notes"), _("carryings of notes")
        ordering = ["-queued_at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "source"], name="carrying_once"),
        ]

    def __str__(self) -> str:
        return self.version.shown_name

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(version__asset__deleted_at=None)

    def get_absolute_url(self) -> str:
        if self.version.asset.deleted_at:
            return reverse("project", args=[self.project_id])
        return reverse("asset", args=[self.version.asset_id]) + f"?version={self.version.number}"

    @property
    def later(self) -> bool:
        return self.person_id is None

    @classmethod
    def worn(cls) -> Q:
        return cls.lost() & Q(attempt__gte=F("forgiven") + settings.JOB_ATTEMPTS)

    @classmethod
    def ask(cls, version: Version, source: Version, *, person: Any = None) -> "Carrying":
        """Carry, or carry again; what is under way already goes on.

        Raises PortalError `carrying:order` unless `source` is an earlier version of the same
        asset, `carrying:not_ready` while one of them is not examined.
        """
        if source.asset_id != version.asset_id or source.number >= version.number:
            raise PortalError("carrying:order")
        for one in (source, version):
            if one.ingest.state != State.READY:
                raise PortalError("carrying:not_ready", number=one.number)
        given = {"project": version.project, "person": person}
        job, made = cls.objects.get_or_create(version=version, source=source, defaults=given)
        if made:
            job.send()
        else:
            job.again(person=person)
        return job

    def again(self, *, person: Any = None) -> None:
        """Once more, unless it is under way; attempts are counted anew, and rise."""
        over = Carrying.objects.filter(pk=self.pk).exclude(state__in=ACTIVE)
        if over.update(
            state=State.QUEUED,
            forgiven=F("attempt"),
            person=person,
            error_code="",
            error_facts={},
            fraction=0,
            finished_at=None,
            swept_at=None,
            sent_at=None,
        ):
            self.refresh_from_db()
            self.send()
