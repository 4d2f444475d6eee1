"""Removing an asset for good: its files first, then proof, then the rows."""

from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from portal.models import AuditEvent
from portal.storage import files
from projects.leftovers import may_grow
from projects.models import Asset, Candidate, Decision, Ingest, Rendition, Upload, ViewingCopy

#: So many hashes of originals stand in the proof; of more their number is told.
HASHES = 50


class StillThere(RuntimeError):
    """A stored object answered after it had been deleted."""


@transaction.atomic
def remove(pk: Any) -> None:
    """Locked, so that nobody takes it back meanwhile. Raises `StillThere`; nothing is written then.

    Where somebody signed, the rows stay: a decision is never erased.
    """
    coming = Upload.objects.filter(asset=pk, state=Upload.State.OPEN)
    list(coming.select_for_update().values_list("pk"))  # first, as finishing an upload does
    rows = Asset.objects.select_for_update(of=["self"]).select_related("project__studio")
    asset = rows.filter(Asset.due(), pk=pk).first()
    if asset is None:
        return
    proof = _facts(asset)
    for upload in coming:
        upload.abort()
    keys = _keys(asset)
    for key in keys:
        files.delete(key)
    if left := sum(files.exists(key) for key in keys):
        raise StillThere(f"{left} of {len(keys)} objects are still there")
    if _signed(asset):
        asset.files_removed_at = timezone.now()
        asset.save(update_fields=["files_removed_at"])
    elif may_grow(asset):
        return  # the row knows where a late file would lie; the proof comes with its end
    else:
        _candidates(asset).delete()  # also of those whose first film is another
        asset.delete()
    AuditEvent.record(None, "asset:removed", asset.project.studio, files=len(keys), **proof)


def _candidates(asset: Asset) -> Any:
    """What was made from it, alone or together with others."""
    mine = Q(version__asset=asset) | Q(run__request__versions__asset=asset)
    return Candidate.objects.filter(pk__in=Candidate.objects.filter(mine).values("pk"))


def _signed(asset: Asset) -> bool:
    return Decision.objects.filter(candidate__in=_candidates(asset)).exists()


def _made_from(asset: Asset) -> Any:
    made = Rendition.objects.filter(version__asset=asset)
    return made | Rendition.objects.filter(candidate__in=_candidates(asset))


def _keys(asset: Asset) -> list[str]:
    """What rows name, and what lies under the prefixes of its examinations and copies."""
    keys = dict.fromkeys(asset.versions.values_list("storage_key", flat=True))
    keys |= dict.fromkeys(_made_from(asset).values_list("storage_key", flat=True))
    makers = (Ingest, ViewingCopy)
    for job in (job for model in makers for job in model.objects.filter(version__asset=asset)):
        keys |= dict.fromkeys(key for key, _size in files.listed(job.storage_prefix))
    return list(keys)


def _facts(asset: Asset) -> dict[str, Any]:
    versions = list(asset.versions.order_by("number").values_list("size", "tree_sha256"))
    made = _made_from(asset).aggregate(sum=Sum("size"))["sum"] or 0
    return {
        "asset": asset.name,
        "project": asset.project.name,
        "bytes": sum(size for size, _hash in versions) + made,
        "originals": [tree for _size, tree in versions[:HASHES]],
    }
