"""Whether a backup is whole, before anything of a portal is touched."""

from pathlib import Path

from portal.backups import contents
from portal.backups.contents import Manifest, damaged
from portal.backups.shelf import place


def whole(folder: Path, *, read_objects: bool) -> Manifest:
    """Raises BackupFault for the first thing that is missing or not what was written.

    Objects are looked for by size; `read_objects` hashes each, which takes as long as reading all.
    """
    manifest = contents.read(folder)
    for name, told in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise damaged(path, "it is missing")
        if path.stat().st_size != told["size"] or contents.digest(path) != told["sha256"]:
            raise damaged(path, "it is not what was written")
    count = 0
    for item in contents.inventory(folder):
        _object(folder.parent, item, read_objects)
        count += 1
    if count != manifest.objects:
        raise damaged(folder / contents.INVENTORY, f"{count} objects, not {manifest.objects}")
    return manifest


def _object(shelf: Path, item: contents.Item, read: bool) -> None:
    path = place(shelf, item.sha256)
    if not path.is_file():
        raise damaged(path, f"the object {item.key} is missing")
    if path.stat().st_size != item.size or (read and contents.digest(path) != item.sha256):
        raise damaged(path, f"the object {item.key} is not what was written")
