"""The objects of all backups in a folder, each content once, under its SHA-256.

An object that has the same key, size and stamp (time of writing, or ETag) as when it was last read
is not read again. Keys of the portal are drawn by chance and written once, so that holds for all
but what a restore has written anew; and what has the same content is kept once in any case.
"""

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.backups.contents import Item
from portal.backups.faults import BackupFault

_SCHEMA = """
create table if not exists known (
  key text primary key, size integer, stamp text, sha256 text, type text, kms text, run text
) without rowid
"""


class Shelf:
    """`folder` is one for backups alone; `run` names the backup that is being made."""

    def __init__(self, folder: Path, run: str) -> None:
        self.folder, self.run = folder, run
        self.copied = self.copied_bytes = 0
        _alone(folder)
        (folder / "objects").mkdir(mode=0o700, exist_ok=True)
        self._lock = (folder / "lock").open("ab")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._lock.close()
            raise BackupFault(
                f"Another backup is being made in {folder}. Wait for it to end."
            ) from None
        self._known = sqlite3.connect(folder / "known.sqlite", isolation_level=None)
        self._known.execute(_SCHEMA)

    def close(self) -> None:
        self._known.close()
        self._lock.close()

    def take(self, storage: Any, key: str, size: int, stamp: str) -> bool:
        """Whether it is on the shelf now; False where it has gone from the storage meanwhile."""
        before = self._known.execute(
            "select sha256 from known where key = ? and size = ? and stamp = ?", [key, size, stamp]
        ).fetchone()
        if before and _there(self.folder, before[0], size):
            self._known.execute("update known set run = ? where key = ?", [self.run, key])
            return True
        found = self._copy(storage, key)
        if found is None:
            return False
        row = [found.key, found.size, stamp, found.sha256, found.type, found.kms, self.run]
        self._known.execute("insert or replace into known values (?, ?, ?, ?, ?, ?, ?)", row)
        return True

    def _copy(self, storage: Any, key: str) -> Item | None:
        """In constant memory, whole or not at all, on the disk before it counts."""
        partial = self.folder / "objects" / ".partial"
        facts = storage.facts(key)
        if facts is None:
            return None
        with partial.open("wb") as out:
            read = _poured(storage, key, out)
            if read is None:
                return None
            os.fsync(out.fileno())
        size, sha256 = read
        target = place(self.folder, sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        os.replace(partial, target)
        self.copied, self.copied_bytes = self.copied + 1, self.copied_bytes + size
        return Item(key, size, sha256, **facts)

    def has(self, key: str) -> bool:
        """Whether this backup has it already."""
        asked = "select 1 from known where key = ? and run = ?"
        return bool(self._known.execute(asked, [key, self.run]).fetchone())

    def drop(self, key: str) -> None:
        """It is of this backup no more: it was deleted, and no row names it."""
        self._known.execute("update known set run = '' where key = ?", [key])

    def items(self) -> Iterator[Item]:
        """Of this backup, by key."""
        asked = "select key, size, sha256, type, kms from known where run = ? order by key"
        for row in self._known.execute(asked, [self.run]):
            yield Item(*row)


def place(folder: Path, sha256: str) -> Path:
    return folder / "objects" / sha256[:2] / sha256


def _poured(storage: Any, key: str, out: Any) -> tuple[int, str] | None:
    size, digest = 0, hashlib.sha256()
    try:
        for piece in storage.chunks(key):
            out.write(piece)
            digest.update(piece)
            size += len(piece)
    except FileNotFoundError:
        return None
    except Exception as error:
        if storage.exists(key):
            raise
        del error  # deleted while it was being read
        return None
    return size, digest.hexdigest()


def _there(folder: Path, sha256: str, size: int) -> bool:
    path = place(folder, sha256)
    return path.is_file() and path.stat().st_size == size


def _alone(folder: Path) -> None:
    """A folder of other things is none for backups: nothing of theirs is touched by mistake."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = set(os.listdir(folder))
    if names and "known.sqlite" not in names:
        raise BackupFault(f"{folder} holds other things. Name an empty folder for the backups.")
