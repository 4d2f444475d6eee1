"""What is to be sent: files as they lie on the disk at this moment."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: What programs leave beside footage, and what is still being written.
LITTER = ("thumbs.db", "desktop.ini")
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".filepart")


class NothingThere(Exception):
    """A path that was named does not exist, or cannot be read; the text is a sentence."""


@dataclass(frozen=True)
class Found:
    """A file: where, its size in bytes, and when it was last changed (ns)."""

    path: Path
    size: int
    changed: int

    @classmethod
    def at(cls, path: Path) -> "Found":
        """Raises OSError when it is gone."""
        told = path.stat()
        return cls(path, told.st_size, told.st_mtime_ns)

    @property
    def name(self) -> str:
        return self.path.name

    def is_the_same(self) -> bool:
        """Whether size and time are still what they were."""
        try:
            return Found.at(self.path) == self
        except OSError:
            return False


def find(paths: Iterable[Path]) -> list[Found]:
    """All files, those of folders in order of their names; each once. Raises NothingThere."""
    found = {file.path: file for path in paths for file in _below(path.absolute())}
    return list(found.values())


def _below(path: Path) -> Iterator[Found]:
    try:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield Found.at(path)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise NothingThere(f"{path} cannot be sent: {reason}.") from error


def _in_folder(top: Path) -> Iterator[Found]:
    """Links to folders are not followed: a loop would never end."""
    for place, folders, names in os.walk(top, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place) / name
            if not _is_litter(name) and path.is_file():
                yield Found.at(path)


def _raise(error: OSError) -> None:
    raise error


def _is_litter(name: str) -> bool:
    lower = name.lower()
    return lower.startswith(".") or lower in LITTER or lower.endswith(UNFINISHED)
