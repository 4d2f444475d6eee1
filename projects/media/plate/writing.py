"""The plate's files: 16 bits, 8 bits, the mask, and pictures to look at it by."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.plate.making import Plate

PREVIEW, QUALITY = 960, 88  # width of each of the two pictures, in pixels
GAP = 8
LOOKED = 1600  # width of the pictures that are compared on a screen, at most
#: Red, green, blue, opacity over the picture, of what was never seen and of what is doubtful.
NEVER, DOUBTFUL = (226, 61, 61, 190), (240, 176, 80, 170)
STRIPE = 6  # pixels; doubtful places are striped, so that colour alone need not tell them apart


@dataclass(frozen=True)
class Written:
    """Where the files are. `looks` are those to look at: the plate, and the frame beside it;
    `overlay` colours in the plate's size what was never seen or is doubtful.
    """

    plate: Path
    deep: Path
    confidence: Path
    preview: Path
    looks: tuple[Path, Path]
    overlay: Path


def write_plate(plate: Plate, folder: Path, ending: str) -> Written:
    """Write the files into `folder`; `ending` is that of the 16 bit picture (.tif, .png)."""
    files = Written(
        folder / "plate.png",
        folder / f"plate_16{ending}",
        folder / "confidence.png",
        folder / "preview.jpg",
        (folder / "look_plate.jpg", folder / "look_frame.jpg"),
        folder / "look_mask.png",
    )
    pair = eight_bit(plate.picture), eight_bit(plate.example)
    _save(files.plate, pair[0][..., ::-1])
    _save(files.deep, plate.picture[..., ::-1])
    _save(files.confidence, plate.mask)
    _save(files.preview, _beside(pair[1], pair[0])[..., ::-1])
    for path, picture in zip(files.looks, pair, strict=True):
        _save(path, cv2.resize(picture, _looked(picture), interpolation=cv2.INTER_AREA)[..., ::-1])
    _save(files.overlay, overlay(plate.mask)[..., [2, 1, 0, 3]])
    return files


def eight_bit(picture: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """16 bits to 8, rounded."""
    return ((picture.astype(np.uint32) + 128) // 257).astype(np.uint8)


def overlay(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Red, green, blue and opacity of `mask` (see `judging.confidence`) as it lies over the plate.

    A place is coloured where any part of it is, however small the picture gets.
    """
    size = _looked(mask)
    never, doubtful = (_any(part, size) for part in (mask == 0, (mask > 0) & (mask < 100)))
    rows, columns = np.indices(never.shape)
    stripes = (rows + columns) // STRIPE % 2 == 0
    coloured = np.zeros((*never.shape, 4), np.uint8)
    coloured[doubtful & stripes] = DOUBTFUL
    coloured[never] = NEVER
    return coloured


def _any(places: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.bool_]:
    return np.asarray(cv2.resize(places.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0)


def _looked(picture: np.ndarray) -> tuple[int, int]:
    """Width and height at which a screen shows it."""
    height, width = picture.shape[:2]
    wide = min(LOOKED, width)
    return wide, max(1, round(height * wide / width))


def _beside(frame: NDArray[np.uint8], plate: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = frame.shape[:2]
    size = (min(PREVIEW, width), max(1, round(height * min(PREVIEW, width) / width)))
    pair = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in (frame, plate)]
    return np.hstack([pair[0], np.zeros((size[1], GAP, 3), np.uint8), pair[1]])


def _save(path: Path, picture: np.ndarray) -> None:
    options = [cv2.IMWRITE_JPEG_QUALITY, QUALITY] if path.suffix == ".jpg" else []
    path.write_bytes(cv2.imencode(path.suffix, np.ascontiguousarray(picture), options)[1].tobytes())
