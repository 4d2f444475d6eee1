"""What nobody needs any more: deleted assets, abandoned uploads, old work folders."""

import logging
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.models import IdempotencyKey, Studio
from portal.storage import files
from portal.tenancy import in_studio
from projects.leftovers import may_grow, remove_leftovers
from projects.models import Asset, Decision, Export, Ingest, Rendition, Run, Upload
from projects.models.jobs import ACTIVE

log = logging.getLogger(__name__)
_DAY = timedelta(days=1)


def tidy() -> None:
    """Studio by studio, so that a slip can remove nothing of another one."""
    _attempt(forget_keys)
    _attempt(clear_work)
    for studio in Studio.objects.all():
        with in_studio(studio):
            _attempt(remove_deleted_assets)
            _attempt(abort_abandoned_uploads)
            _attempt(remove_expired_exports)
            _attempt(remove_leftovers)


def _attempt(step: Callable[[], None]) -> None:
    """Each step stands alone: one that fails is logged and tried again in an hour."""
    try:
        step()
    except Exception:
        log.exception("tidy: %s failed", step.__name__)


def remove_deleted_assets() -> None:
    """Files first. Where somebody signed, the rows stay: a decision is never erased."""
    for asset in Asset.objects.exclude(deleted_at=None).filter(files_removed_at=None):
        try:
            _remove(asset)
        except Exception:
            log.exception("tidy: the files of asset %s could not be removed", asset.pk)


def _remove(asset: Asset) -> None:
    for upload in Upload.objects.filter(asset=asset, state=Upload.State.OPEN):
        upload.abort()
    keys = [*asset.versions.values_list("storage_key", flat=True)]
    made = Rendition.objects.filter(version__asset=asset)
    made |= Rendition.objects.filter(candidate__version__asset=asset)
    keys += made.values_list("storage_key", flat=True)
    for ingest in Ingest.objects.filter(version__asset=asset):
        keys += [key for key, _size in files.listed(ingest.storage_prefix)]
    for key in keys:
        files.delete(key)
    if Decision.objects.filter(candidate__version__asset=asset).exists():
        asset.files_removed_at = timezone.now()
        asset.save(update_fields=["files_removed_at"])
    elif not may_grow(asset):  # the row knows where a late file would lie
        asset.delete()


def abort_abandoned_uploads() -> None:
    limit = timezone.now() - settings.UPLOAD_ABANDONED_DAYS * _DAY
    for upload in Upload.objects.filter(state=Upload.State.OPEN, touched_at__lt=limit):
        upload.abort()


def remove_expired_exports() -> None:
    """Archives whose time is over, and what attempts that failed have left."""
    for export in Export.objects.exclude(state__in=ACTIVE).select_related("studio"):
        if not export.is_there:
            export.remove_files()


def forget_keys() -> None:
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - _DAY).delete()


def clear_work() -> None:
    """Folders of runs and exports that have ended (cancelled ones leave theirs behind)."""
    root = Path(settings.WORK_ROOT)
    folders = list(root.iterdir()) if root.exists() else []  # listed before the jobs are asked
    active = _active_jobs()
    for folder in folders:
        if folder.name not in active:
            shutil.rmtree(folder, ignore_errors=True)


def _active_jobs() -> set[str]:
    found: set[str] = set()
    for studio in Studio.objects.all():
        with in_studio(studio):
            for model in (Run, Export):
                rows = model.objects.filter(state__in=ACTIVE).values_list("pk", flat=True)
                found |= {pk.hex for pk in rows}
    return found
