"""What the worker does with an export: everything a studio has, into one archive.

Rows are found by `portal.possessions`, so that a model made tomorrow is in it. Decisions and
audit are written once more for people to read. The archive is written to the work folder
piece by piece and copied from there: a studio of many gigabytes needs no more memory.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils import timezone

from portal import possessions
from portal.audit import verify_audit
from portal.audit.export import export
from portal.errors import PortalError
from portal.languages.spoken import speaking
from portal.models import AuditEvent, Membership
from portal.storage import files
from projects import judged
from projects.archive import Archive, line, safe
from projects.media.credentials.types import TRAINED
from projects.models import Export, Rendition, Version
from projects.models.renditions import FOR_LOOKING
from projects.models.trash import shows_deleted
from projects.storing import storing

#: Room for rows and for the list of the archive, besides the files themselves.
MARGIN = 64 * 1024 * 1024
_MEDIA_FROM, _MEDIA_TO = 0.1, 0.9


def work_on_export(job: Export) -> None:
    """Leaves the archive in the storage and READY, or says what stands in the way."""
    job.progress("count", 0.0)
    total = _bytes_of(job)
    folder = Path(settings.WORK_ROOT) / job.pk.hex
    shutil.rmtree(folder, ignore_errors=True)  # of an attempt that was cut short
    folder.mkdir(parents=True)
    try:
        _must_fit(folder, total)
        _make(job, folder / "export.zip", total)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(job: Export, path: Path, total: int) -> None:
    packing = Packing(job, total)
    with Archive(path, about=_about(job)) as archive:
        packing.fill(archive)
    job.progress("seal", _MEDIA_TO)
    made = {"size": path.stat().st_size, "sha256": _sha256(path)}
    job.progress("store", 0.95)
    key = f"{job.storage_prefix}{job.attempt}/export.zip"
    counts = {"file_count": len(archive.files), "missing": packing.missing}
    with storing(job) as put:
        put(key, path, "application/zip")
        job.ready(storage_key=key, **made, **counts)


def _about(job: Export) -> dict[str, Any]:
    return {
        "studio": {"id": str(job.studio_id), "name": job.studio.name},
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "with_renditions": job.with_renditions,
        "never_exported": sorted(possessions.WITHHELD),
    }


def _media(job: Export) -> list[Any]:
    """Originals that nobody has deleted; with them, on request, what was made from them."""
    here = {"studio": job.studio_id}
    versions = Version.objects.filter(**here, asset__deleted_at=None)
    chosen: list[Any] = [versions.select_related("project", "asset").order_by("pk")]
    # Further copies are left out: they can be made again, and some carry a person's name.
    rows = Rendition.objects.filter(**here).exclude(role="copy")
    rows = rows.exclude(version__asset__deleted_at__isnull=False)
    rows = rows.exclude(candidate__version__asset__deleted_at__isnull=False)
    rows = rows.exclude(shows_deleted("candidate__"))
    if not job.with_renditions:  # what candidates are made of is work, and no viewing copies
        rows = rows.exclude(candidate=None).exclude(role__in=FOR_LOOKING)
    chosen.append(rows.select_related("project").order_by("pk"))
    return chosen


def _bytes_of(job: Export) -> int:
    return sum(rows.aggregate(sum=Sum("size"))["sum"] or 0 for rows in _media(job))


def _must_fit(folder: Path, total: int) -> None:
    """Refuse before the disk is full: the archive lies in the work folder, then in the storage."""
    needed, free = total + MARGIN, shutil.disk_usage(folder).free
    kept = files.free_bytes()
    if kept is not None and os.stat(folder).st_dev == os.stat(settings.MEDIA_ROOT).st_dev:
        needed *= 2
    room = min(free, kept if kept is not None else free)
    if needed > room:
        raise PortalError("export:no_room", needed=needed // 1024**2, free=room // 1024**2)


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


class Packing:
    """Fills one archive, telling how far it is."""

    def __init__(self, job: Export, total: int) -> None:
        self.job, self.total, self.done, self.missing = job, total, 0, 0

    def fill(self, archive: Archive) -> None:
        with speaking(self.job.person):
            readme = render_to_string("projects/export_readme.txt", {"export": self.job})
        archive.add("README.txt", [readme.encode()], text=True)
        self._data(archive)
        for rows in _media(self.job):
            for row in rows.iterator(chunk_size=500):
                self._file(archive, row)

    def _data(self, archive: Archive) -> None:
        studio, models = self.job.studio, possessions.tenant_models()
        for number, model in enumerate(models):
            self.job.progress("data", 0.01 + 0.08 * number / len(models))
            if model is not AuditEvent:
                rows = possessions.rows_of(model, studio)
                archive.add(f"data/{model._meta.label}.jsonl", lines(rows), text=True)
        archive.add("data/people.jsonl", people(studio), text=True)
        archive.add("audit/audit.jsonl", audit(self.job), text=True)
        archive.add("audit/audit.txt", sentences(studio), text=True)
        verifier = Path(verify_audit.__file__).read_bytes()
        archive.add("audit/verify_audit.py", [verifier], text=True)
        archive.add("decisions/decisions.json", judged.as_json(studio), text=True)
        archive.add("decisions/decisions.csv", judged.as_csv(studio), text=True)

    def _file(self, archive: Archive, row: Any) -> None:
        """A file that is gone is listed as missing; the rest is worth taking away."""
        name, facts = place_of(row), {"id": str(row.pk), "model": row._meta.label}
        if not files.exists(row.storage_key):
            self.missing += 1
            archive.files.append({"name": name, "missing": True, **facts})
            return
        if isinstance(row, Version):
            facts |= {"tree_sha256": row.tree_sha256, "part_size": row.part_size}
        archive.add(name, self._counted(files.chunks(row.storage_key)), **facts)

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            self.done += len(piece)
            share = min(self.done / self.total, 1.0) if self.total else 1.0
            self.job.progress("files", _MEDIA_FROM + (_MEDIA_TO - _MEDIA_FROM) * share)


def place_of(row: Any) -> str:
    """A readable place in the archive that no other row has."""
    code, ident = safe(row.project.code), row.pk.hex[:12]
    if isinstance(row, Version):
        stem, ending = os.path.splitext(safe(row.file_name))
        return f"originals/{code}/{stem} v{row.number} {ident}{ending}"
    known = row.facts.get("origin", {}).get("source_type", "")
    ai = " with-ai" if known in TRAINED else ""
    return f"renditions/{code}/{row.role}-{row.index} {ident}{ai}{Path(row.storage_key).suffix}"


def lines(rows: Any) -> Iterator[bytes]:
    """Rows as JSON Lines, without what never leaves."""
    names = possessions.exported_fields(rows.model)
    for row in rows.values(*names).iterator(chunk_size=1000):
        yield line(row)


def people(studio: Any) -> Iterator[bytes]:
    """Who the ids of people stand for: members of today and of before."""
    rows = Membership.objects.filter(studio=studio).select_related("user").order_by("pk")
    for row in rows.iterator():
        who = {"id": row.user_id, "name": row.user.name, "email": row.user.email}
        yield line({**who, "role": row.role, "since": row.created_at, "revoked": row.revoked_at})


def sentences(studio: Any) -> Iterator[bytes]:
    """The same to be read, oldest first."""
    for row in possessions.rows_of(AuditEvent, studio).iterator(chunk_size=1000):
        yield f"{row.at:%Y-%m-%d %H:%M:%S} UTC  {row.sentence}\n".encode()


def audit(job: Export) -> Iterator[bytes]:
    """What happened, in the form that the verifier beside it checks."""
    for lines_ in export(actor=job.person, studio=job.studio):
        yield lines_.encode()
