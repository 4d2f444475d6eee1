"""Frames as they are shown, and frames kept on disk so that they can be read backwards."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.frames import frames_of, turned

Grey = NDArray[np.uint8]
Picture = NDArray[np.uint8]  # H x W x 3, blue green red

BUDGET = 4 * 2**30  # bytes of frames kept on disk


def pictures(path: Path, start: int, stop: int | None) -> Iterator[tuple[int, Picture]]:
    """Frames start..stop (exclusive) upright, in eight bits."""
    for number, frame in frames_of(path, start, stop):
        yield number, turned(frame.to_ndarray(format="bgr24"), frame.rotation)


class Spool:
    """Grey frames on disk, without loss, first in and last out; the oldest go beyond BUDGET."""

    def __init__(self, folder: Path, budget: int = BUDGET) -> None:
        self.folder, self.budget, self.bytes = folder, budget, 0
        self.kept: deque[tuple[int, Path, int]] = deque()
        self.dropped = 0
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, number: int, grey: Grey) -> None:
        path = self.folder / f"{number}.png"
        data = cv2.imencode(".png", grey, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()
        path.write_bytes(data)
        self.kept.append((number, path, len(data)))
        self.bytes += len(data)
        while self.bytes > self.budget and len(self.kept) > 1:
            self._forget(*self.kept.popleft())
            self.dropped += 1

    def backwards(self) -> Iterator[tuple[int, Grey]]:
        """The latest first; each is deleted when it was read."""
        while self.kept:
            number, path, size = self.kept.pop()
            data = np.frombuffer(path.read_bytes(), np.uint8)
            self._forget(number, path, size)
            yield number, np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)

    def close(self) -> None:
        while self.kept:
            self._forget(*self.kept.popleft())
        self.folder.rmdir()

    def _forget(self, _number: int, path: Path, size: int) -> None:
        path.unlink(missing_ok=True)
        self.bytes -= size
