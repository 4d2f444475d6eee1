"""The examination of a version: what it is, and what is made to look at it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from projects import telling
from projects.models.assets import Version
from projects.models.job_windows import WindowedJob
from projects.models.jobs import TERMINAL, State
from projects.models.projects import Project


class Ingest(WindowedJob):
    kind = "ingest"
    stage_words = {
        "recognise": _("recognising the file"),
        "probe": _("measuring the file"),
        "pictures": _("making poster and strip"),
        "proxy": _("making the viewing copy"),
        "store": _("storing"),
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="ingests")
    version = models.OneToOneField(Version, models.CASCADE, related_name="ingest")
    #: `attempt` is a fence and never falls: so many of them came before a person asked again.
    forgiven = models.PositiveIntegerField(default=0, editable=False)

    #: Whether the portal examines it anew of its own accord: nobody waits for that.
    by_itself = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("ingest"), _("ingests")
        ordering = ["-queued_at"]

    def __str__(self) -> str:
        return self.version.shown_name

    @property
    def storage_prefix(self) -> str:
        """Where the files of all its attempts lie."""
        return f"renditions/{self.pk.hex}/"

    def get_absolute_url(self) -> str:
        """Where it is told of; a deleted asset has no page any more."""
        if self.version.asset.deleted_at:
            return reverse("project", args=[self.project_id])
        return reverse("asset", args=[self.version.asset_id])

    @property
    def later(self) -> bool:
        return self.by_itself

    def report_end(self) -> None:
        telling.examined(self)

    @classmethod
    def worn(cls) -> Q:
        return cls.lost() & Q(attempt__gte=F("forgiven") + settings.JOB_ATTEMPTS)

    def again(self) -> None:
        """Examine once more what failed or was stopped; attempts are counted anew, and rise."""
        self._restart(State.FAILED, State.ERRORED, State.CANCELLED, by_itself=False)

    def afresh(self) -> None:
        """Examine once more whatever has ended, since it is to be shown otherwise."""
        self._restart(*TERMINAL, by_itself=True)

    def _restart(self, *over: State, by_itself: bool) -> None:
        mine = Ingest.objects.filter(pk=self.pk, state__in=over)
        if not mine.update(
            state=State.QUEUED,
            by_itself=by_itself,
            forgiven=F("attempt"),
            error_code="",
            error_facts={},
            finished_at=None,
            swept_at=None,
            sent_at=None,
        ):
            raise PortalError("run:not_over")
        self.refresh_from_db()
        self.send()

    @classmethod
    def enqueue(cls, version: Version) -> "Ingest":
        ingest, _made = cls.objects.get_or_create(
            version=version, defaults={"project": version.project}
        )
        ingest.send()
        return ingest
