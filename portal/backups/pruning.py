"""Old backups removed, by number or by age, and the contents that no backup names any more.

The newest backup that is whole stays, whatever the rule says; one that is damaged counts for none.
A backup loses its manifest first, so that one whose removal was cut short is none any more.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from portal.backups import contents
from portal.backups.checking import whole
from portal.backups.faults import BackupFault
from portal.backups.shelf import Shelf


@dataclass(frozen=True)
class Rule:
    """A backup stays that is among the `count` newest or younger than `days`."""

    count: int = 0
    days: int = 0

    def keeps(self, place: int, age: timedelta) -> bool:
        return place < self.count or (self.days > 0 and age < timedelta(days=self.days))


@dataclass
class Pruned:
    """What was removed: names of backups; contents, and their bytes."""

    backups: list[str]
    contents: int = 0
    bytes: int = 0


def prune(folder: Path, rule: Rule, *, now: datetime | None = None) -> Pruned:
    """Raises BackupFault while a backup is being made there, or where none is whole."""
    shelf = Shelf(folder, "")
    try:
        done = Pruned([])
        for backup in _past(folder, rule, now or datetime.now(UTC)):
            (backup / contents.MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(backup)
            done.backups.append(backup.name)
        if done.backups:
            _sweep(folder, done)
        return done
    finally:
        shelf.close()


def _past(folder: Path, rule: Rule, now: datetime) -> list[Path]:
    """Newest first; none before the first that is whole."""
    kept, past = 0, list[Path]()
    for backup in _finished(folder):
        made = datetime.strptime(backup.name, "%Y%m%dT%H%M%S%z")
        if not kept or rule.keeps(kept, now - made):
            kept += _is_whole(backup) if not kept else _says_so(backup)
        else:
            past.append(backup)
    if not kept:
        raise BackupFault(f"No backup in {folder} is whole. None was removed. Make one first.")
    return past


def _finished(folder: Path) -> list[Path]:
    made = [path for path in folder.glob("*T*Z") if (path / contents.MANIFEST).is_file()]
    return sorted(made, key=lambda path: path.name, reverse=True)


def _is_whole(backup: Path) -> bool:
    try:
        whole(backup, read_objects=False)
    except BackupFault:
        return False
    return True


def _says_so(backup: Path) -> bool:
    try:
        contents.read(backup)
    except BackupFault:
        return False
    return True


def _sweep(folder: Path, done: Pruned) -> None:
    """Where an inventory cannot be read nothing goes: nobody knows what it names."""
    named = set[bytes]()
    for backup in _finished(folder):
        try:
            named.update(bytes.fromhex(item.sha256) for item in contents.inventory(backup))
        except (OSError, ValueError, TypeError):
            return
    for path in _contents(folder):
        if bytes.fromhex(path.name) not in named:
            done.bytes += path.stat().st_size
            path.unlink()
            done.contents += 1


def _contents(folder: Path) -> Iterator[Path]:
    for path in (folder / "objects").glob("??/*"):
        if len(path.name) == 64 and path.is_file():
            yield path
