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
from projects.leftovers import remove_leftovers
from projects.lending import FILMS
from projects.models import Asset, Export, Run, Upload, ViewingCopy
from projects.models.jobs import ACTIVE
from projects.removing import remove

log = logging.getLogger(__name__)
_DAY = timedelta(days=1)


def tidy() -> None:
    """Studio by studio, so that a slip can remove nothing of another one."""
    _attempt(forget_keys)
    _attempt(clear_work)
    _attempt(abort_unknown_uploads)
    for studio in Studio.objects.all():
        with in_studio(studio):
            _attempt(remove_deleted_assets)
            _attempt(abort_abandoned_uploads)
            _attempt(remove_expired_exports)
            _attempt(drop_old_copies)
            _attempt(remove_leftovers)


def _attempt(step: Callable[[], None]) -> None:
    """Each step stands alone: one that fails is logged and tried again in an hour."""
    try:
        step()
    except Exception:
        log.exception("tidy: %s failed", step.__name__)


def remove_deleted_assets() -> None:
    """What has waited its time in the trash. One that fails is tried again in an hour."""
    for pk in Asset.objects.filter(Asset.due()).values_list("pk", flat=True):
        try:
            remove(pk)
        except Exception:
            log.exception("tidy: the files of asset %s could not be removed", pk)


def abort_abandoned_uploads() -> None:
    limit = timezone.now() - settings.UPLOAD_ABANDONED_DAYS * _DAY
    for upload in Upload.objects.filter(state=Upload.State.OPEN, touched_at__lt=limit):
        upload.abort()


def abort_unknown_uploads(older: timedelta | None = None) -> None:
    """What began in the storage and stands in no row: its answer was lost, or its worker died."""
    moment = timezone.now() - (settings.UPLOAD_ABANDONED_DAYS * _DAY if older is None else older)
    unknown = {ref: key for key, ref in files.begun_before(moment)}
    for studio in Studio.objects.all() if unknown else ():
        with in_studio(studio):
            rows = Upload.objects.filter(state=Upload.State.OPEN, storage_ref__in=[*unknown])
            for ref in rows.values_list("storage_ref", flat=True):
                del unknown[ref]
    for ref, key in unknown.items():
        files.abandon(key, ref)


def remove_expired_exports() -> None:
    """Archives whose time is over, and what attempts that failed have left."""
    for export in Export.objects.exclude(state__in=ACTIVE).select_related("studio"):
        if not export.is_there:
            export.remove_files()


def drop_old_copies() -> None:
    """Viewing copies nobody has wanted for long; they are made again when somebody does."""
    limit = timezone.now() - settings.COPY_DAYS * _DAY
    for copy in ViewingCopy.objects.exclude(state__in=ACTIVE).filter(asked_at__lt=limit):
        copy.drop()


def forget_keys() -> None:
    IdempotencyKey.objects.filter(created_at__lt=timezone.now() - _DAY).delete()


def clear_work() -> None:
    """Folders of runs and exports that have ended (cancelled ones leave theirs behind)."""
    root = Path(settings.WORK_ROOT)
    folders = list(root.iterdir()) if root.exists() else []  # listed before the jobs are asked
    active = _active_jobs()
    for folder in folders:
        if folder.name not in active and folder.name != FILMS:  # those have locks of their own
            shutil.rmtree(folder, ignore_errors=True)


def _active_jobs() -> set[str]:
    found: set[str] = set()
    for studio in Studio.objects.all():
        with in_studio(studio):
            for model in (Run, Export):
                rows = model.objects.filter(state__in=ACTIVE).values_list("pk", flat=True)
                found |= {pk.hex for pk in rows}
    return found
