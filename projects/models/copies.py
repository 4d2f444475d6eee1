"""Further viewing copies: larger ones, and ones with the viewer's name in the picture.

They are made when somebody first wants them, and go when nobody has for a while.
"""

import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.storage import files
from projects.models.assets import Version
from projects.models.job_windows import WindowedJob
from projects.models.jobs import ACTIVE, TERMINAL, State
from projects.models.projects import MARK_AT_MOST, Project
from projects.models.renditions import Rendition

#: Lines of a viewing copy. Every film has the first as its proxy.
PROXY_HEIGHT, LARGE_HEIGHT = HEIGHTS = (540, 1080)


class ViewingCopy(WindowedJob):
    """`viewer` and `mark` are empty where no name is in the picture: such a copy is for all."""

    kind = "copy"
    stage_words = {"copy": _("making the viewing copy"), "store": _("storing")}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="copies")
    version = models.ForeignKey(Version, models.CASCADE, related_name="copies")
    height = models.PositiveSmallIntegerField(_("lines"))
    viewer = models.CharField(max_length=60, blank=True, default="")
    mark = models.CharField(_("watermark"), max_length=MARK_AT_MOST, blank=True, default="")
    rendition = models.OneToOneField(
        Rendition, models.SET_NULL, null=True, editable=False, related_name="copy"
    )
    asked_at = models.DateTimeField(_("last wanted"), default=timezone.now)

    class Meta:
        verbose_name, verbose_name_plural = _("viewing copy"), _("viewing copies")
        ordering = ["-queued_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "height", "viewer", "mark"], name="copy_once"
            ),
            models.CheckConstraint(condition=models.Q(height__in=HEIGHTS), name="copy_height"),
        ]

    def __str__(self) -> str:
        return f"{self.version.shown_name} {self.height}p"

    @classmethod
    def visibility(cls, actor: Any) -> models.Q:
        return super().visibility(actor) & models.Q(version__asset__deleted_at=None)

    def get_absolute_url(self) -> str:
        return reverse("asset", args=[self.version.asset_id])

    @property
    def storage_prefix(self) -> str:
        """Where the files of all its attempts lie."""
        return f"copies/{self.pk.hex}/"

    @property
    def is_there(self) -> bool:
        return self.state == State.READY and self.rendition_id is not None

    @property
    def has_failed(self) -> bool:
        return self.state in (State.FAILED, State.ERRORED)

    def groups(self) -> list[str]:
        """Only who waits for it hears of it, not everybody who watches the project."""
        return [f"{self.kind}.{self.pk}"]

    @classmethod
    @transaction.atomic
    def want(
        cls, version: Version, *, height: int, viewer: str = "", mark: str = "", again: bool = False
    ) -> "ViewingCopy":
        """The copy, ready or being made; one that failed is tried once more if `again`."""
        must_be_possible(version, height)
        copy, new = cls.objects.get_or_create(
            version=version,
            height=height,
            viewer=viewer,
            mark=mark,
            defaults={"project": version.project},
        )
        cls.objects.filter(pk=copy.pk).update(asked_at=timezone.now())
        if new:
            copy.send()
        elif copy.state in TERMINAL and not copy.is_there and (again or not copy.has_failed):
            copy.again()
        return copy

    def again(self) -> None:
        """Make it once more; attempts go on, for they are the fence."""
        mine = type(self).objects.filter(pk=self.pk, state__in=TERMINAL)
        mine.update(
            state=State.QUEUED,
            error_code="",
            error_facts={},
            fraction=0,
            finished_at=None,
            swept_at=None,
            sent_at=None,
            seq=F("seq") + 1,
        )
        self.refresh_from_db()
        self.send()

    def drop(self) -> None:
        """Row and files; what a worker still stores is found by its prefix."""
        for key, _size in files.listed(self.storage_prefix):
            files.delete(key)
        Rendition.objects.filter(copy=self).delete()
        self.delete()


def must_be_possible(version: Version, height: int) -> None:
    """Raises `copy:height` where there is nothing to make it from, `copy:not_yet` before that."""
    if version.ingest.state in ACTIVE:
        raise PortalError("copy:not_yet", name=version.file_name)
    lines = version.facts.get("height") or 0
    proxy = version.rendition("proxy")
    film = proxy and proxy.media_type.startswith("video/")  # of this version: kinds can change
    if not film or height not in HEIGHTS or (height > PROXY_HEIGHT and lines <= PROXY_HEIGHT):
        raise PortalError("copy:height", name=version.file_name)
