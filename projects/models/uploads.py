"""An upload on its way: start → sign parts → PUT → complete, or cancel.

OPEN → COMPLETE | ABORTED. The storage says which parts have arrived; our rows say what
was announced, so that "finished" means size and checksum agree.
"""

import hashlib
import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import TenantModel
from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import IncompleteUpload, Part, Signed, files
from projects.file_names import NAME_CHARACTERS, asset_name
from projects.models.assets import DELETED, Asset, Version
from projects.models.hierarchy import Shot
from projects.models.ingests import Ingest
from projects.models.projects import Project, ProjectRow
from projects.models.renditions import Rendition


class Upload(ProjectRow):
    class State(models.TextChoices):
        OPEN = "open", _("open")
        COMPLETE = "complete", _("complete")
        ABORTED = "aborted", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="uploads")
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, blank=True, related_name="+")
    shot = models.ForeignKey(Shot, models.SET_NULL, null=True, blank=True, related_name="+")
    person = models.ForeignKey("portal.User", models.CASCADE, related_name="uploads")
    file_name = models.CharField(_("file"), max_length=NAME_CHARACTERS)
    folder = models.CharField(_("folder"), max_length=255, blank=True, default="")
    size = models.BigIntegerField(_("size (bytes)"))
    part_size = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    storage_key = models.CharField(max_length=120, unique=True)
    storage_ref = models.CharField(max_length=1024, blank=True)
    version = models.OneToOneField(Version, models.SET_NULL, null=True, related_name="upload")
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("upload"), _("uploads")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_not_empty"),
            models.CheckConstraint(condition=Q(part_size__gt=0), name="upload_part_size"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """An upload belongs to the person who sends it; nobody else finishes it."""
        return super().visibility(actor) & Q(person=actor)

    @property
    def shown_name(self) -> str:
        gone = self.asset and self.asset.deleted_at
        return str(DELETED) if gone else self.file_name

    @property
    def part_count(self) -> int:
        return -(-self.size // self.part_size)

    def part(self, number: int, sha256: str) -> Part:
        offset = (number - 1) * self.part_size
        return Part(number, min(self.part_size, self.size - offset), sha256, offset)

    def confirmed(self) -> list[Part]:
        """What the storage has received and verified, by number."""
        announced = dict(self.parts.values_list("number", "sha256"))
        if self.state != self.State.OPEN or not announced:  # nobody has an address for a part
            return []
        arrived = files.parts(self.storage_key, self.storage_ref)
        if len(arrived) < len(announced) == self.part_count and files.exists(self.storage_key):
            # Whole already, when somebody died before that was written down: parts are no more.
            return [self.part(n, announced[n]) for n in sorted(announced)]
        return [
            Part(n, arrived[n].size, arrived[n].sha256 or announced.get(n, ""))
            for n in sorted(arrived)
        ]

    def sign(self, wanted: list[dict[str, Any]]) -> list[tuple[Part, Signed | None]]:
        """Addresses for parts; None for a part that has arrived already."""
        self._must_be_open()
        parts = list({row["number"]: self._announced(**row) for row in wanted}.values())
        if len(parts) < len(wanted):
            raise PortalError("upload:part_twice")
        known = set(self.parts.values_list("number", flat=True))
        again = any(part.number in known for part in parts)
        arrived = {part.number: part for part in self.confirmed()} if again else {}
        # What has arrived counts as it is: our row follows the storage, never the reverse.
        self._remember([arrived.get(part.number, part) for part in parts])
        place = {"key": self.storage_key, "ref": self.storage_ref, "whose": str(self.person_id)}
        return [
            (p, None if p.number in arrived else files.sign_part(part=p, **place)) for p in parts
        ]

    def _announced(self, *, number: int, size: int, sha256: str) -> Part:
        if not 1 <= number <= self.part_count:
            raise PortalError("upload:part_number", number=number, count=self.part_count)
        part = self.part(number, sha256)
        if part.size != size:
            raise PortalError("upload:part_size", number=number, size=part.size)
        return part

    def _remember(self, parts: list[Part]) -> None:
        UploadPart.objects.bulk_create(
            [self._row(part) for part in parts],
            update_conflicts=True,
            update_fields=["size", "sha256"],
            unique_fields=["upload", "number"],
        )
        Upload.objects.filter(pk=self.pk).update(touched_at=timezone.now())

    def _row(self, part: Part) -> "UploadPart":
        return UploadPart(
            studio_id=self.studio_id,
            upload=self,
            number=part.number,
            size=part.size,
            sha256=part.sha256,
        )

    def _must_be_open(self) -> None:
        if self.state != self.State.OPEN:
            raise PortalError("upload:gone")

    @transaction.atomic
    def complete(self, *, tree_sha256: str) -> Version:
        """The durable version, once: whoever completes again gets the same one."""
        upload = Upload.objects.select_for_update().get(pk=self.pk)
        if upload.version:
            return upload.version
        upload._must_be_open()
        if upload.asset and upload.asset.deleted_at:
            raise PortalError("upload:asset_gone")
        parts = upload._agreed(tree_sha256)
        try:
            files.finish(upload.storage_key, upload.storage_ref, parts)
        except IncompleteUpload as error:
            raise upload._missing(error.numbers) from error
        if files.size(upload.storage_key) != upload.size:
            raise PortalError("upload:whole_checksum")
        return upload._become_version(tree_sha256)

    def _agreed(self, tree_sha256: str) -> list[Part]:
        announced = dict(self.parts.values_list("number", "sha256"))
        absent = [n for n in range(1, self.part_count + 1) if n not in announced]
        if absent:
            raise self._missing(absent)
        parts = [self.part(n, announced[n]) for n in sorted(announced)]
        tree = hashlib.sha256(b"".join(bytes.fromhex(p.sha256) for p in parts)).hexdigest()
        if tree != tree_sha256:
            raise PortalError("upload:whole_checksum")
        return parts

    def _missing(self, numbers: list[int]) -> PortalError:
        return PortalError(
            "upload:parts_missing", count=len(numbers), fields={"missing": numbers[:1000]}
        )

    def _become_version(self, tree_sha256: str) -> Version:
        name = asset_name(self.file_name)
        asset = self.asset or Asset.objects.create(
            project=self.project, name=name, shot=self.shot, folder=self.folder
        )
        asset = Asset.objects.select_for_update().get(pk=asset.pk)
        if asset.deleted_at:  # while the storage put the file together
            raise PortalError("upload:asset_gone")
        newest = asset.versions.aggregate(newest=models.Max("number"))["newest"] or 0
        version = Version.objects.create(
            project=self.project,
            asset=asset,
            number=newest + 1,
            file_name=self.file_name,
            size=self.size,
            tree_sha256=tree_sha256,
            part_size=self.part_size,
            fingerprint=self.fingerprint,
            storage_key=self.storage_key,
            uploaded_by=self.person,
        )
        self.state, self.version, self.asset = self.State.COMPLETE, version, asset
        self.save()
        Ingest.enqueue(version)
        facts = {"name": version.file_name, "version": version.number, "bytes": version.size}
        AuditEvent.record(
            self.person,
            "upload:completed",
            self.project.studio,
            project=self.project.name,
            **facts,
        )
        return version

    def abort(self) -> None:
        """Compare and set: an upload that became a version meanwhile keeps its bytes.

        The file may be whole already, when the version could not be written down after it.
        """
        mine = Upload.objects.filter(pk=self.pk, state=self.State.OPEN)
        if mine.update(state=self.State.ABORTED):
            files.abandon(self.storage_key, self.storage_ref)
            files.delete(self.storage_key)


class UploadPart(TenantModel):
    """What the sender announced: number, size, SHA-256 in hex."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name, verbose_name_plural = _("part"), _("parts")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="part_once")]

    def __str__(self) -> str:
        return str(self.number)


def stored() -> tuple[models.QuerySet, ...]:
    """What counts against a quota: originals and renditions that are there, uploads coming."""
    gone = Q(version__asset__files_removed_at__isnull=False)
    gone |= Q(candidate__version__asset__files_removed_at__isnull=False)
    return (
        Version.objects.filter(asset__files_removed_at=None),
        Rendition.objects.exclude(gone),
        Upload.objects.filter(state=Upload.State.OPEN),
    )


def used_bytes(studio_id: Any) -> int:
    rows = (kept.filter(studio=studio_id) for kept in stored())
    return sum(kept.aggregate(sum=Sum("size"))["sum"] or 0 for kept in rows)
