"""Who finds faces: the cascades, or YuNet and SFace where the operator has installed them."""

from functools import cache
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from projects.media.faces.appearance import Floats
from projects.media.faces.boxes import Box, Picture
from projects.media.faces.cascades import SEARCHES, SMALLEST, Face, find_faces
from projects.media.faces.models import SFACE, YUNET, installed

MODELS, CASCADES, MARKS = "models", "cascades", "marks"
ENOUGH = 0.7  # score of YuNet from which on something is a face
SIDE = 640  # pixels of the longer side that YuNet looks at


class Finder(Protocol):
    """Finds faces, and tells what SFace makes of one (nothing without it)."""

    by: str
    searches: tuple[str, ...]  # tried one after the other until somebody is found

    def find(self, picture: Picture, search: str) -> list[Face]: ...

    def embedding(self, picture: Picture, box: Box) -> Floats | None: ...


class Cascades:
    by = CASCADES
    searches = tuple(SEARCHES)

    def find(self, picture: Picture, search: str) -> list[Face]:
        return find_faces(picture, search)

    def embedding(self, picture: Picture, box: Box) -> Floats | None:
        return None


class Models:
    """`detector` and `recogniser` are OpenCV's FaceDetectorYN and FaceRecognizerSF, of `folder`.

    Another process, to which no object of OpenCV can be sent, loads them itself.
    """

    by = MODELS
    searches = ("once",)

    def __init__(
        self,
        detector: cv2.FaceDetectorYN,
        recogniser: cv2.FaceRecognizerSF,
        folder: Path | None = None,
    ) -> None:
        self.detector, self.recogniser, self.folder = detector, recogniser, folder

    def __reduce__(self) -> tuple:
        return _kept, (self.folder,)

    def find(self, picture: Picture, search: str) -> list[Face]:
        least = SMALLEST * min(picture.shape[:2])
        faces = [Face(_box(row), 3, round(float(row[14]), 3)) for row in self._rows(picture)]
        return [face for face in faces if face.box.size >= least]

    def embedding(self, picture: Picture, box: Box) -> Floats | None:
        """Of the face that lies in the box, of length 1."""
        rows = [row for row in self._rows(picture) if _box(row).shared(box) > 0.3]
        if not rows:
            return None
        best = max(rows, key=lambda row: _box(row).shared(box))
        found = self.recogniser.feature(self.recogniser.alignCrop(picture, best)).ravel()
        return (found / max(float(np.linalg.norm(found)), 1e-6)).astype(np.float32)

    def _rows(self, picture: Picture) -> list[Floats]:
        """What the detector tells: box, five points, score; in pixels of the picture."""
        factor = min(1.0, SIDE / max(picture.shape[:2]))
        seen = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        self.detector.setInputSize((seen.shape[1], seen.shape[0]))
        _count, rows = self.detector.detect(seen)
        return [np.append(row[:14] / factor, row[14]) for row in (() if rows is None else rows)]


def finder(folder: Path) -> Finder:
    """With models when both are in the folder as they should be, else with cascades."""
    yunet, sface = installed(YUNET, folder), installed(SFACE, folder)
    if yunet is None or sface is None:
        return Cascades()
    detector = cv2.FaceDetectorYN.create(str(yunet), "", (SIDE, SIDE), ENOUGH)
    return Models(detector, cv2.FaceRecognizerSF.create(str(sface), ""), folder)


@cache
def _kept(folder: Path) -> Finder:
    return finder(folder)


def _box(row: Floats) -> Box:
    return Box(*(float(side) for side in row[:4]))
