"""Where a process keeps things: the storage of files, and its disks."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from portal.examining.findings import Finding, doubt, ok, wrong
from portal.storage.proving import prove

GIGABYTE = 1024**3
#: A film of an hour is some gigabytes, and is looked at from the disk of its worker.
FREE_WRONG, FREE_DOUBT = GIGABYTE, 10 * GIGABYTE


def storage() -> Iterator[Finding]:
    steps = prove()
    failed = [step for step in steps if step.trouble]
    for step in failed:
        yield wrong(
            f"{step.step}: {step.trouble}",
            "manage.py check_storage prints the rules of the bucket, and sets them with --apply.",
        )
    if not failed:
        yield ok(f"{len(steps)} steps with a file went well")
    public = settings.S3_PUBLIC_ENDPOINT_URL or ""
    if settings.PRODUCTION and settings.S3_BUCKET and public and not public.startswith("https://"):
        yield wrong(
            f"browsers are sent to {public}, which they refuse from a page with TLS",
            "Give S3_PUBLIC_ENDPOINT_URL an address with https://.",
        )


def disks() -> Iterator[Finding]:
    found = {Path(settings.WORK_ROOT), Path(tempfile.gettempdir())}
    if not settings.S3_BUCKET:
        found.add(Path(settings.MEDIA_ROOT))
    for folder in sorted(found):
        yield _disk(folder)


def _disk(folder: Path) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        return wrong(f"{folder} cannot be written: {error.strerror}", "Let it be written to.")
    said = f"{folder} has {free / GIGABYTE:.1f} GB free"
    if free < FREE_DOUBT:
        grade = wrong if free < FREE_WRONG else doubt
        return grade(said, "Make room there, or give it a larger disk.")
    return ok(said)
