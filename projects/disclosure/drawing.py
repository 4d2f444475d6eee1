"""The paper of a pack, drawn by a worker and kept: hundreds of pages take seconds.

It is drawn when the pack is made and anew after each signature. What was drawn before the newest
signature is never handed out: whoever is faster than the worker has it drawn while they wait.
"""

import tempfile
from pathlib import Path

from django.db import transaction

from portal import waking
from portal.storage import files
from projects.disclosure.paper import paper
from projects.models import DisclosurePack

MEDIA_TYPE = "application/pdf"


def draw(pack: DisclosurePack) -> str:
    """Draw it with all its signatures and keep it; gives the key of the file that stands."""
    signatures = list(pack.signatures.all())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.pdf"
        path.write_bytes(paper(pack, signatures))
        return _keep(pack, path, len(signatures))


@transaction.atomic
def _keep(pack: DisclosurePack, path: Path, count: int) -> str:
    """In the place of what was drawn with fewer signatures, whose file goes with it. What another
    attempt made, or what has more signatures, stays.
    """
    row = DisclosurePack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    other = (row.attempt, row.sha256) != (pack.attempt, pack.sha256)
    if other or (row.storage_key and row.drawn > count):
        return row.storage_key
    key = f"{pack.storage_prefix}{pack.attempt}-{count}.pdf"
    files.put(key, path, MEDIA_TYPE, kms_key=pack.studio.kms_key)
    older, row.storage_key, row.drawn = row.storage_key, key, count
    row.save(update_fields=["storage_key", "drawn"])
    if older and older != key:
        transaction.on_commit(lambda: files.delete(older))
    return key


def drawn(pack: DisclosurePack) -> str:
    """The key of the paper with every signature."""
    if pack.storage_key and pack.drawn == pack.signatures.count():
        return pack.storage_key
    return draw(pack)


def draw_soon(pack: DisclosurePack) -> None:
    """After the commit; a broker that is away costs whoever downloads it first a moment."""
    transaction.on_commit(lambda: _wake(pack))


def _wake(pack: DisclosurePack) -> None:
    from projects import tasks

    waking.wake(tasks.disclosure_paper, (str(pack.studio_id), str(pack.pk)), expires=600)
