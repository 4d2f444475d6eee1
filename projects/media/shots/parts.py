"""What the pass over the film leaves on disk: tiny pictures and candidate thumbnails, in parts.

A part is written whole or not at all, so that a run that was killed goes on with the
parts it finds. `NNNNNN.npy` holds the tiny pictures and is written last; `NNNNNN.jpegs`
holds the candidates.
"""

import errno
import json
import os
import re
import shutil
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from projects.media.shots.pictures import SIZE, Pictures


@dataclass
class Part:
    """Frames `first` and on: their tiny pictures, and JPEG candidates by frame number."""

    first: int
    pictures: list[NDArray[np.uint8]] = field(default_factory=list)
    candidates: dict[int, bytes] = field(default_factory=dict)

    @property
    def after(self) -> int:
        """The number of the frame that follows the part."""
        return self.first + len(self.pictures)


class Parts:
    """The folder of parts, named by the number of their first frame."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, identity: dict[str, object]) -> set[int]:
        """First frames of the parts to keep; parts of another film or version are removed.

        Raises `FileExistsError` where a folder of that name holds somebody's own files.
        """
        label = self.folder / "identity.json"
        if self.folder.is_dir() and any(map(_foreign, self.folder.iterdir())):
            said = "it holds other files, which were left as they are; choose another folder"
            raise FileExistsError(errno.EEXIST, said, str(self.folder))
        if not label.exists() or json.loads(label.read_text()) != identity:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            _write(label, lambda path: path.write_text(json.dumps(identity)))
        return set(self.firsts())

    def save(self, part: Part) -> None:
        """Write the part; it exists once this returns, also after a power cut of the process."""
        blob = {
            str(number): np.frombuffer(jpeg, np.uint8) for number, jpeg in part.candidates.items()
        }
        _write(self._path(part.first, "jpegs"), lambda path: _save_archive(path, blob))
        stacked = np.array(part.pictures, np.uint8).reshape(-1, SIZE)
        _write(self._path(part.first, "npy"), lambda path: _save_array(path, stacked))

    def firsts(self) -> list[int]:
        """The numbers of the parts' first frames, ascending."""
        return sorted(int(path.stem) for path in self.folder.glob("*.npy"))

    def frames(self) -> int:
        """How many frames all parts have together."""
        return sum(len(self._open(first)) for first in self.firsts())

    def pictures(self, start: int, stop: int) -> Pictures:
        """Tiny pictures of the frames start..stop (clipped to the film), N x SIZE."""
        found = [np.empty((0, SIZE), np.uint8)]
        firsts = self.firsts()
        earliest = max(0, bisect_right(firsts, start) - 1)
        for first in firsts[earliest : bisect_left(firsts, stop)]:
            found.append(self._open(first)[max(0, start - first) : max(0, stop - first)])
        return np.concatenate(found)

    def candidate_numbers(self) -> list[int]:
        """Frame numbers of all candidate thumbnails, ascending."""
        numbers: list[int] = []
        for first in self.firsts():
            with np.load(self._path(first, "jpegs")) as archive:
                numbers += [int(name) for name in archive.files]
        return sorted(numbers)

    def candidate(self, number: int) -> bytes:
        """The JPEG of a frame named by `candidate_numbers`."""
        first = max(first for first in self.firsts() if first <= number)
        with np.load(self._path(first, "jpegs")) as archive:
            return archive[str(number)].tobytes()

    def remove(self) -> None:
        """Delete the folder, once the result is written."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _open(self, first: int) -> Pictures:
        return np.load(self._path(first, "npy"), mmap_mode="r")

    def _path(self, first: int, kind: str) -> Path:
        return self.folder / f"{first:08d}.{kind}"


def _foreign(path: Path) -> bool:
    """Nothing that this module writes: what is removed with the folder has to be our own."""
    ours = path.name.removesuffix(".new")
    return not re.fullmatch(r"identity\.json|\d{8,}\.(npy|jpegs)", ours) or path.is_dir()


def _write(path: Path, writer: Callable[[Path], object]) -> None:
    """Let `writer` fill a neighbour of the file, then put it in place in one step."""
    beside = path.with_name(path.name + ".new")
    writer(beside)
    os.replace(beside, path)


def _save_array(path: Path, array: Pictures) -> None:
    with path.open("wb") as file:
        np.save(file, array)


def _save_archive(path: Path, arrays: dict[str, NDArray[np.uint8]]) -> None:
    with path.open("wb") as file:
        np.savez(file, **arrays)
