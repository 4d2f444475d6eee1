"""Announcing a file: what may come, and where its bytes are to go."""

import uuid
from typing import Any

from django.db import transaction
from django.template.defaultfilters import filesizeformat

from portal.errors import PortalError
from portal.models import Studio
from portal.storage import files
from projects.file_names import safe_folder, safe_name
from projects.models import Asset, Project, Shot, Upload
from projects.models.uploads import used_bytes
from projects.part_sizes import part_size_for


def start_upload(
    *,
    actor: Any,
    project: Project,
    file_name: str,
    size: int,
    asset: Asset | None,
    shot: Shot | None,
    part_size: int = 0,
    fingerprint: str = "",
    folder: str = "",
) -> Upload:
    """Announce a file. Refused when empty, over the quota, or when the disk has no room.

    `fingerprint`: SHA-256 over its first and last mebibyte, where the sender told it. `folder`:
    where it lies at home, such as a card's name; a label, never a path of ours.
    """
    if size <= 0:
        raise PortalError("upload:empty")
    project.studio.must_have_begun()
    name, label = safe_name(file_name), safe_folder(folder)
    key = f"originals/{uuid.uuid4().hex}"
    # Asked before the studio is locked: a slow storage would hold up all its other senders.
    ref = files.begin(key, kms_key=project.studio.kms_key)
    try:
        with transaction.atomic():
            _must_be_there(project)
            _must_fit(project, size)
            return Upload.objects.create(
                project=project,
                asset=asset,
                shot=shot,
                person=actor,
                file_name=name,
                folder=label,
                size=size,
                part_size=part_size_for(size, part_size),
                fingerprint=fingerprint,
                storage_key=key,
                storage_ref=ref,
            )
    except BaseException:
        files.abandon(key, ref)
        raise


def _must_be_there(project: Project) -> None:
    """Whoever deletes it holds it meanwhile."""
    if not Project.objects.select_for_update(no_key=True).filter(pk=project.pk).exists():
        raise PortalError("not_found")


def _must_fit(project: Project, size: int) -> None:
    studio = Studio.objects.select_for_update().get(pk=project.studio_id)
    left = studio.quota_bytes - used_bytes(studio.pk)
    if size > left:
        told: dict[str, Any] = {"left": filesizeformat(max(left, 0)), "size": filesizeformat(size)}
        raise PortalError("upload:quota", **told)
    free = files.free_bytes()
    if free is not None and size > free:
        raise PortalError("storage:full")
