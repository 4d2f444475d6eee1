"""Every stored file of a studio: those that rows name, and those that only lie there.

A worker that died between storing a file and writing its row leaves a file without a name.
It lies under the prefix of the job's own id, so the prefixes of all rows are listed as well.
Keys come from the studio's own rows alone, so that nothing of another studio can be met.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from portal import possessions
from portal.storage import files
from projects.models import Closeout, Export, StoredObject, Upload, Version

BATCH = 500
UNFINISHED, NAMELESS = "unfinished upload", "left by a job that was cut short"
NOT_HASHED, TREE = "not hashed", "tree-sha256"


def take(closeout: Closeout) -> int:
    """Note down what is there; gives how many files are still to be deleted.

    Taken again it adds what came to light meanwhile, and opens what is there once more.
    """
    found = _found(closeout)
    while batch := list(islice(found, BATCH)):
        StoredObject.objects.bulk_create(
            batch,
            update_conflicts=True,
            unique_fields=["closeout", "key"],
            update_fields=["gone_at", "size"],
        )
    return left(closeout).count()


def left(closeout: Closeout) -> Any:
    return closeout.objects_found.filter(gone_at=None).order_by("pk")


def kept_exports(closeout: Closeout) -> list[Export]:
    """What the producers may still download, if that was their wish."""
    rows = Export.objects.filter(studio=closeout.studio_id).select_related("studio")
    return [row for row in rows if closeout.keep_export and row.is_there]


def _found(closeout: Closeout) -> Iterator[StoredObject]:
    base = {"studio_id": closeout.studio_id, "closeout": closeout}
    seen = {export.storage_key for export in kept_exports(closeout)}
    for row, key in possessions.stored_keys(closeout.studio_id):
        if key in seen or (isinstance(row, Upload) and row.version_id):
            continue  # an upload that became a version is told of as that
        seen.add(key)
        if files.exists(key):
            yield StoredObject(**base, key=key, size=files.size(key), **_of(row))
        elif isinstance(row, Upload):
            yield from _unfinished(base, row)
    for prefix in possessions.prefixes(closeout.studio_id):
        for key, size in files.listed(prefix):
            if key not in seen:
                seen.add(key)
                yield StoredObject(**base, key=key, size=size, kind=NAMELESS)


def _of(row: Any) -> dict[str, Any]:
    """What kind of file it is, and its hash where that is known already."""
    known: dict[str, Any] = {"kind": str(row._meta.verbose_name)}
    if isinstance(row, Version):
        known |= {"kind": "original", "hash_kind": TREE, "hash": row.tree_sha256}
        known["part_size"] = row.part_size
    elif isinstance(row, Export):
        known |= {"hash_kind": "sha256", "hash": row.sha256}
    return known


def _unfinished(base: dict[str, Any], upload: Upload) -> Iterator[StoredObject]:
    """Parts of a file that never became whole: there is nothing whose hash could be told."""
    key, ref = upload.storage_key, upload.storage_ref
    size = files.unfinished(key, ref)
    if size is not None:
        told = {"kind": UNFINISHED, "hash_kind": NOT_HASHED, "ref": ref}
        yield StoredObject(**base, key=key, size=size, **told)
    elif upload.state == Upload.State.OPEN:
        files.abandon(key, ref)  # begun, and nothing has arrived
