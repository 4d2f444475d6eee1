"""What is to be sent: files as they lie on the disk at this moment."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: What programs leave beside footage, and what is still being written.
LITTER = ("thumbs.db", "desktop.ini")
UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download", ".filepart")


def readable(text: str) -> str:
    """As it can be told and sent: what is no UTF-8 in a name becomes a sign that says so."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class NothingThere(Exception):
    """A path that was named does not exist, or cannot be read; the text is a sentence."""


@dataclass(frozen=True)
class Found:
    """A file: where, its size in bytes, when it was last changed (ns).

    `label` is the folder that people know it by, from the one that was named on.
    """

    path: Path
    size: int
    changed: int
    label: str = ""

    @classmethod
    def at(cls, path: Path, label: str = "") -> "Found":
        """Raises OSError when it is gone."""
        told = path.stat()
        return cls(path, told.st_size, told.st_mtime_ns, label)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def title(self) -> str:
        """What people are told it is called."""
        return self.path.name

    def pieces(self, start: int, length: int) -> Iterator[bytes | tuple[Path, int, int]]:
        """Where these bytes lie: (file, offset, length)."""
        yield self.path, start, length

    def is_the_same(self) -> bool:
        """Whether size and time are still what they were."""
        try:
            return Found.at(self.path, self.label) == self
        except OSError:
            return False


def find(paths: Iterable[Path], left_out: list[Path] | None = None) -> list[Found]:
    """All files, those of folders in order of their names; each once. Raises NothingThere.

    What lies in the folders and is not sent is added to `left_out`.
    """
    skipped = left_out if left_out is not None else []
    found = {file.path: file for path in paths for file in _below(path.absolute(), skipped)}
    return list(found.values())


def _below(path: Path, skipped: list[Path]) -> Iterator[Found]:
    try:
        if path.is_dir():
            yield from _in_folder(path, skipped)
        else:
            yield Found.at(path)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise NothingThere(f"{path} cannot be sent: {reason}.") from error


def _in_folder(top: Path, skipped: list[Path]) -> Iterator[Found]:
    """Links to folders are not followed: a loop would never end."""
    for place, folders, names in os.walk(top, onerror=_raise):
        skipped += [Path(place) / name for name in folders if name.startswith(".")]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        label = (Path(top.name) / Path(place).relative_to(top)).as_posix()
        for name in sorted(names):
            path = Path(place) / name
            if not _is_litter(name) and path.is_file():
                yield Found.at(path, label)
            else:
                skipped.append(path)


def _raise(error: OSError) -> None:
    raise error


def _is_litter(name: str) -> bool:
    lower = name.lower()
    return lower.startswith(".") or lower in LITTER or lower.endswith(UNFINISHED)
