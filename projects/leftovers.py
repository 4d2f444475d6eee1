"""Files without a row: left by a worker that died, or that heard too late of an end.

A job stores its files before their rows, under its own prefix and the number of the attempt.
Once it has ended, and no worker of it can be alive, what no row names is removed; once a job.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal import possessions
from portal.storage import files
from projects.models import Asset, DisclosurePack, Export, Ingest, Run, ViewingCopy
from projects.models.jobs import ACTIVE

log = logging.getLogger(__name__)

#: Longer than a worker is let live, see `tasks.HOURS`.
GRACE = timedelta(hours=7)
AT_MOST = 1000  # jobs of a kind in one go


def remove_leftovers() -> None:
    for model in (Run, Ingest, ViewingCopy, Export, DisclosurePack):
        over = model.objects.exclude(state__in=ACTIVE).filter(swept_at=None)
        long_over = over.filter(finished_at__lt=timezone.now() - GRACE)
        for pk in long_over.order_by("finished_at").values_list("pk", flat=True)[:AT_MOST]:
            try:
                _sweep(model, pk)
            except Exception:
                log.exception("what %s %s has left could not be removed", model.kind, pk)


@transaction.atomic
def _sweep(model: Any, pk: Any) -> None:
    """Locked: a job that is asked again waits, so that no new file is taken for an old one."""
    rows = model.objects.exclude(state__in=ACTIVE).select_for_update(of=["self"])
    job = rows.filter(pk=pk).first()
    if job is None:
        return
    for key in nameless(job.storage_prefix):
        files.delete(key)
    model.objects.filter(pk=pk).update(swept_at=timezone.now())


def nameless(prefix: str) -> list[str]:
    """Listed first, then asked for: a row written in between is seen."""
    there = [key for key, _size in files.listed(prefix)]
    named = possessions.named(there) if there else set()
    return [key for key in there if key not in named]


def may_grow(asset: Asset) -> bool:
    """Whether a worker may still be storing something that was made from it."""
    fresh = Q(finished_at__gt=timezone.now() - GRACE) | Q(state__in=ACTIVE)
    makers = (Ingest, ViewingCopy)
    return any(model.objects.filter(fresh, version__asset=asset).exists() for model in makers)
