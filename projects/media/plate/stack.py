"""The sampled frames of a shot in a file: written frame by frame, read strip by strip."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Deep = NDArray[np.uint16]  # H x W x 3, red green blue, 0..65535
STRIP_BYTES = 10 * 2**20


class Stack:
    """N frames of H x W x 3 uint16. A pixel that is 0 in all three was outside the frame.

    The file is read with plain reads, not mapped: mapped pages would count as memory of the
    process, and a long shot would fill it.
    """

    def __init__(self, path: Path, height: int, width: int) -> None:
        self.shape, self.count = (height, width, 3), 0
        self.path = path
        self.file = path.open("w+b", buffering=0)

    @property
    def frame_bytes(self) -> int:
        return int(np.prod(self.shape)) * 2

    def add(self, picture: Deep) -> None:
        self.write(self.count, picture)
        self.count += 1

    def write(self, index: int, picture: Deep) -> None:
        rest = memoryview(np.ascontiguousarray(picture)).cast("B")
        at = index * self.frame_bytes
        while rest:
            done = os.pwrite(self.file.fileno(), rest, at)
            rest, at = rest[done:], at + done

    def read(self, index: int) -> Deep:
        return self._rows(index, 0, self.shape[0])

    def strips(self, count: int) -> Iterator[tuple[int, int]]:
        """Rows top..bottom, so many that `count` frames of them are a strip in memory."""
        height, width, _colours = self.shape
        rows = max(1, STRIP_BYTES // (count * width * 6))
        yield from ((top, min(height, top + rows)) for top in range(0, height, rows))

    def rows(self, which: Sequence[int], top: int, bottom: int) -> Deep:
        """Rows top..bottom of the frames `which`: len(which) x rows x W x 3."""
        return np.stack([self._rows(index, top, bottom) for index in which])

    def close(self) -> None:
        """Close and delete the file."""
        self.file.close()
        self.path.unlink(missing_ok=True)

    def _rows(self, index: int, top: int, bottom: int) -> Deep:
        row = self.frame_bytes // self.shape[0]
        found = np.empty((bottom - top, *self.shape[1:]), np.uint16)
        view, at = memoryview(found).cast("B"), index * self.frame_bytes + top * row
        while view:
            done = os.preadv(self.file.fileno(), [view], at)
            if not done:
                raise OSError("the file of sampled frames is shorter than it was written")
            view, at = view[done:], at + done
        return found
