"""What stands before the plane: where a frame differs from the region as most frames show it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.planar.quads import inside
from projects.media.planar.region import Frame, Plate

Plain = NDArray[np.float32]

SURE, PERHAPS = (4.0, 6.0), (2.0, 3.0)  # deviations and levels a place differs by
DETAIL = 0.5  # share of the contrast around a place that a track half a pixel off may cost
SMALLEST, HOLE = 0.0006, 0.004  # shares of the box: smaller spots and holes are none
CLOSE = 5  # pixels: narrower gaps are closed
FEATHER = 0.8  # deviation of the soft edge, in pixels of the region


def hidden(plate: Plate, frame: Frame) -> Plain:
    """h x w: 1 where something stands before the plane in this frame, 0 where not, soft between."""
    away = np.abs(cv2.GaussianBlur(frame.picture - plate.picture, (0, 0), 0.8)).max(2)
    spare = DETAIL * _contrast(plate.picture)
    fair = plate.known & frame.valid
    sure = fair & (away > spare + SURE[0] * plate.wavers + SURE[1])
    perhaps = fair & (away > spare + PERHAPS[0] * plate.wavers + PERHAPS[1])
    cleaned = _cleaned(_grown(sure, perhaps))
    return np.asarray(cv2.GaussianBlur(cleaned.astype(np.float32), (0, 0), FEATHER), np.float32)


def _contrast(picture: Plain) -> Plain:
    square = np.ones((3, 3), np.uint8)
    return np.asarray((cv2.dilate(picture, square) - cv2.erode(picture, square)).max(2), np.float32)


def _grown(sure: NDArray[np.bool_], perhaps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The connected parts of `perhaps` in which any place is sure."""
    count, parts = cv2.connectedComponents(perhaps.astype(np.uint8), connectivity=8)
    keep = np.bincount(parts[sure], minlength=count) > 0
    keep[0] = False
    return np.asarray(keep[parts])


def _cleaned(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Without specks, gaps and pinholes."""
    shape = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (CLOSE, CLOSE))
    closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, shape) > 0
    filled = closed | _small(~closed, HOLE)
    return np.asarray(filled & ~_small(filled, SMALLEST))


def _small(mask: NDArray[np.bool_], share: float) -> NDArray[np.bool_]:
    count, parts, told, _middles = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    few = told[:count, cv2.CC_STAT_AREA] < max(9, share * mask.size)
    few[0] = False
    return np.asarray(few[parts])


def in_frame(plate: Plate, number: int, mask: Plain) -> NDArray[np.uint8]:
    """The mask of the region as it lies in the frame: H x W, 0..255, black outside the corners."""
    track = plate.region.track
    size = (track.width, track.height)
    matrix = track.matrix(number) @ plate.region.small
    there = cv2.warpPerspective(mask, matrix, size, flags=cv2.INTER_LINEAR)
    within = inside(track.corners_of(number), *size) > 0
    return np.asarray(np.round(255 * there) * within, np.uint8)
