"""What the worker does for a further viewing copy: from the proxy where that is large enough."""

import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.storage import files
from projects import origin
from projects.media.confined import Limits, confined
from projects.media.copying import FILE
from projects.models import Rendition, State, Version, ViewingCopy
from projects.models.copies import PROXY_HEIGHT
from projects.piecework import BYTES_A_SECOND, SILENCE
from projects.storing import storing

ROLE, MEDIA_TYPE = "copy", "video/mp4"


def work_on_copy(job: ViewingCopy) -> None:
    """Leaves one rendition; raises Refused with the reason."""
    key, facts = _source(job)
    with (
        files.local(key) as source,
        tempfile.TemporaryDirectory(prefix="last-mile-copy-") as folder,
    ):
        job.progress("copy", 0.0)
        if not source.exists():
            raise FileNotFoundError(key)
        made = _made(job, source, folder, facts)
        made["origin"] = origin.sign_copy(job.version, Path(folder) / FILE, "viewing_copy")
        job.progress("store", 0.97)
        stored = f"{job.storage_prefix}{job.attempt}/{FILE}"
        with storing(job) as put:
            put(stored, Path(folder) / FILE, MEDIA_TYPE)
            _keep(job, stored, (Path(folder) / FILE).stat().st_size, made)


def _source(job: ViewingCopy) -> tuple[str, dict[str, Any] | None]:
    """Where it is made from, and what is known of that file."""
    version = Version.objects.select_related("asset").get(pk=job.version_id)
    proxy = version.rendition("proxy")
    if job.height <= PROXY_HEIGHT and proxy:
        return proxy.storage_key, None
    return version.storage_key, version.facts


def _made(job: ViewingCopy, source: Path, folder: str, facts: Any) -> dict[str, Any]:
    def tick() -> None:
        if not job.renew():
            raise job.lost_by()

    mark = f"{job.mark} · {timezone.now():%Y-%m-%d %H:%M} UTC" if job.mark else ""
    return confined(
        "copy",
        {
            "source": str(source),
            "folder": folder,
            "height": job.height,
            "mark": mark,
            "facts": facts,
        },
        limits=Limits(silence=SILENCE + source.stat().st_size / BYTES_A_SECOND),
        heard=job.progress,
        tick=tick,
    )


@transaction.atomic
def _keep(job: ViewingCopy, key: str, size: int, made: dict[str, Any]) -> None:
    job.finish(State.READY)
    version = Version.objects.select_for_update().get(pk=job.version_id)
    last = version.renditions.filter(role=ROLE).order_by("-index").first()
    job.rendition = Rendition.objects.create(
        project=job.project,
        version=version,
        role=ROLE,
        index=last.index + 1 if last else 0,
        media_type=MEDIA_TYPE,
        storage_key=key,
        size=size,
        facts=made,
    )
    job.save(update_fields=["rendition"])
