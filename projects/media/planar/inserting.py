"""A picture laid into a frame: seen from where the plane is seen, as sharp as the film there."""

from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.planar.quads import (
    Corners,
    homography,
    inside,
    picture_corners,
    scaling,
    through,
)

Plain = NDArray[np.float32]

MOST_PIXELS = 60_000_000  # as many levels of 4 x 4 bytes each are held
LEAST_BLUR = 0.2  # deviation in pixels: less is not seen
AROUND = 8  # pixels around the quadrilateral that blur may reach


class NotAPicture(Exception):
    """The picture to insert cannot be read, or has too many pixels."""


@dataclass(frozen=True)
class Insert:
    """The picture (H x W x 3, blue green red, 0..255, multiplied by its opacity) and the opacity
    (H x W, 0..1), each halved again and again: `levels`, the whole size first.
    """

    levels: list[tuple[Plain, Plain]]

    @property
    def size(self) -> tuple[int, int]:
        height, width = self.levels[0][1].shape
        return width, height


def read_insert(path: Path) -> Insert:
    """Read a PNG, TIFF or JPEG; opacity counts. Raises `NotAPicture`."""
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
        found = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise NotAPicture(str(error)) from error
    if found is None or found.shape[0] * found.shape[1] > MOST_PIXELS:
        raise NotAPicture("no picture that can be read")
    return insert_of(found)


def insert_of(found: NDArray[np.generic]) -> Insert:
    """Of a decoded picture: grey, colour or colour with opacity, in 8 or 16 bits or 0..1."""
    most = {"u1": 255.0, "u2": 65535.0}.get(found.dtype.str[1:], 1.0)
    value = np.clip(np.nan_to_num(found.astype(np.float32)) / np.float32(most), 0, 1)
    if value.ndim == 2:
        value = np.repeat(value[..., None], 3, axis=2)
    opacity = value[..., 3] if value.shape[2] == 4 else np.ones(value.shape[:2], np.float32)
    levels = [(np.ascontiguousarray(value[..., :3] * 255 * opacity[..., None]), opacity)]
    while min(levels[-1][1].shape) >= 4:
        levels.append((_halved(levels[-1][0]), _halved(levels[-1][1])))
    return Insert(levels)


def _halved(value: Plain) -> Plain:
    height, width = value.shape[:2]
    size = ((width + 1) // 2, (height + 1) // 2)
    return np.asarray(cv2.resize(value, size, interpolation=cv2.INTER_AREA), np.float32)


@dataclass(frozen=True)
class Laid:
    """The picture as it lies in a frame, within the box left..right, top..bottom of the frame."""

    left: int
    top: int
    right: int
    bottom: int
    picture: Plain
    opacity: Plain

    @property
    def box(self) -> tuple[slice, slice]:
        return slice(self.top, self.bottom), slice(self.left, self.right)


def laid(insert: Insert, corners: Corners, width: int, height: int) -> Laid | None:
    """The picture in a frame of that size; None where it lies outside.

    Where it gets smaller it is taken from the halved pictures, so that nothing flickers; drawn
    at twice the size and averaged, so that its outline is smooth.
    """
    low = np.maximum(np.floor(corners.min(0) - AROUND).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(0) + AROUND).astype(int), [width, height])
    wide, tall = (int(v) for v in high - low)
    if wide < 1 or tall < 1:
        return None
    picture, opacity = insert.levels[_level(insert, corners)]
    ends = picture_corners(opacity.shape[1], opacity.shape[0])
    matrix = scaling(2.0) @ homography(ends, corners - low)
    size = (wide * 2, tall * 2)
    within = inside(through(scaling(2.0), corners - low), *size).astype(np.float32) / 255
    drawn = []
    for value in (picture, opacity):
        large = cv2.warpPerspective(
            value, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        large *= within[..., None] if large.ndim == 3 else within
        small = cv2.resize(large, (wide, tall), interpolation=cv2.INTER_AREA)
        drawn.append(np.asarray(small, np.float32))
    return Laid(int(low[0]), int(low[1]), int(high[0]), int(high[1]), drawn[0], drawn[1])


def _level(insert: Insert, corners: Corners) -> int:
    """How many times to halve: by the longer of the sides that each edge of the picture becomes."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = insert.size
    smaller = min(width / max(1.0, sides[0], sides[2]), height / max(1.0, sides[1], sides[3]))
    level = int(np.floor(np.log2(max(1.0, smaller)) + 0.25))
    return min(level, len(insert.levels) - 1)


def over(frame: NDArray[np.uint8], laid_in: Laid) -> None:
    """Put the picture over the frame, H x W x 3, which is changed."""
    below = frame[laid_in.box].astype(np.float32)
    mixed = laid_in.picture + below * (1 - laid_in.opacity[..., None])
    frame[laid_in.box] = np.clip(np.round(mixed), 0, 255).astype(np.uint8)


def softened(laid_in: Laid, blur: float) -> Laid:
    """The picture and its outline blurred by that deviation in pixels."""
    if blur < LEAST_BLUR:
        return laid_in
    picture, opacity = (
        np.asarray(cv2.GaussianBlur(v, (0, 0), blur), np.float32)
        for v in (laid_in.picture, laid_in.opacity)
    )
    return replace(laid_in, picture=picture, opacity=opacity)


def through_holes(laid_in: Laid, covered: NDArray[np.uint8]) -> Laid:
    """The picture behind what covers it (0..255, of the size of its box)."""
    left = 1 - covered.astype(np.float32) / 255
    return replace(
        laid_in, picture=laid_in.picture * left[..., None], opacity=laid_in.opacity * left
    )
