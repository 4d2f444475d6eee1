"""Whether a backup is whole, before anything of a portal is touched."""

import os
from pathlib import Path

from portal.backups import contents
from portal.backups.contents import Manifest, damaged
from portal.backups.faults import BackupFault
from portal.backups.shelf import place


def whole(folder: Path, *, read_objects: bool) -> Manifest:
    """Raises BackupFault for what is missing or not what was written.

    Objects are looked for by size, up to the first fault; `read_objects` hashes each, which takes
    as long as reading all, and puts those that are damaged out of the way of the next backup.
    """
    manifest = contents.read(folder)
    for name, told in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise damaged(path, "it is missing")
        if path.stat().st_size != told["size"] or contents.digest(path) != told["sha256"]:
            raise damaged(path, "it is not what was written")
    count, lost = 0, list[str]()
    for item in contents.inventory(folder):
        fault = _fault(place(folder.parent, item.sha256), item, read_objects)
        if fault and not read_objects:
            raise damaged(place(folder.parent, item.sha256), fault)
        lost += [fault] if fault else []
        count += 1
    if lost:
        raise _repairable(lost)
    if count != manifest.objects:
        raise damaged(folder / contents.INVENTORY, f"{count} objects, not {manifest.objects}")
    return manifest


def _fault(path: Path, item: contents.Item, read: bool) -> str:
    """In words; "" for none. What is damaged is kept under another name."""
    if not path.is_file():
        return f"the object {item.key} is missing"
    if path.stat().st_size == item.size and not (read and contents.digest(path) != item.sha256):
        return ""
    if read:
        os.replace(path, path.with_name(f"{path.name}.damaged"))
    return f"the object {item.key} is not what was written"


def _repairable(lost: list[str]) -> BackupFault:
    """Backups share what has the same content: one that copies it again mends all of them."""
    return BackupFault(
        f"The backup is damaged: {lost[0]} (and {len(lost) - 1} more). What is damaged was put"
        " aside as *.damaged. Make a backup into the same folder now: it copies again whatever the"
        " portal still has, and mends this one too."
    )
