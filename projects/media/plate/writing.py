"""The plate's files: 16 bits, 8 bits, the mask, and the plate beside a frame."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.plate.making import Plate

PREVIEW, QUALITY = 960, 88  # width of each of the two pictures, in pixels
GAP = 8


@dataclass(frozen=True)
class Written:
    """Where the files are."""

    plate: Path
    deep: Path
    confidence: Path
    preview: Path


def write_plate(plate: Plate, folder: Path, ending: str) -> Written:
    """Write the files into `folder`; `ending` is that of the 16 bit picture (.tif, .png)."""
    files = Written(
        folder / "plate.png",
        folder / f"plate_16{ending}",
        folder / "confidence.png",
        folder / "preview.jpg",
    )
    _save(files.plate, eight_bit(plate.picture)[..., ::-1])
    _save(files.deep, plate.picture[..., ::-1])
    _save(files.confidence, plate.mask)
    _save(files.preview, _beside(eight_bit(plate.example), eight_bit(plate.picture))[..., ::-1])
    return files


def eight_bit(picture: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """16 bits to 8, rounded."""
    return ((picture.astype(np.uint32) + 128) // 257).astype(np.uint8)


def _beside(frame: NDArray[np.uint8], plate: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = frame.shape[:2]
    size = (min(PREVIEW, width), max(1, round(height * min(PREVIEW, width) / width)))
    pair = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in (frame, plate)]
    return np.hstack([pair[0], np.zeros((size[1], GAP, 3), np.uint8), pair[1]])


def _save(path: Path, picture: np.ndarray) -> None:
    options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY] if path.suffix == ".jpg" else []
    path.write_bytes(cv2.imencode(path.suffix, np.ascontiguousarray(picture), options)[1].tobytes())
