"""Four corners in a picture, clockwise from the upper left, and where a homography takes them.

Whole numbers are the middles of pixels: (0, 0) is the middle of the upper left one.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float64]  # 4 x 2, x to the right and y down, in pixels
Matrix = NDArray[np.float64]  # 3 x 3, homography between pixels

LEAST_SIDE = 16.0  # pixels
FEW, OUTSIDE, TURNED, TINY = "few", "outside", "turned", "tiny"


def wrong(corners: Sequence[Sequence[float]], width: int, height: int) -> str | None:
    """What is wrong with the corners in a picture of that size: one of the words above, or None.

    `TURNED`: two sides cross, an angle is 180 degrees or more, or they run the other way round.
    """
    found = np.asarray(corners, np.float64)
    if found.shape != (4, 2) or not np.isfinite(found).all():
        return FEW
    edge = np.array([width - 1, height - 1]) + 0.5
    if (found < -0.5).any() or (found > edge).any():
        return OUTSIDE
    sides = np.roll(found, -1, axis=0) - found
    if np.linalg.norm(sides, axis=1).min() < LEAST_SIDE:
        return TINY
    after = np.roll(sides, -1, axis=0)
    if (sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0] <= 0).any():
        return TURNED
    return TINY if cv2.contourArea(found.astype(np.float32)) < LEAST_SIDE**2 else None


def through(matrix: Matrix, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where `matrix` takes the points, N x 2."""
    far = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(far[:, :2] / far[:, 2:])


def is_sane(matrix: Matrix, corners: Corners) -> bool:
    """Whether the corners stay before the camera, in their order, and are not a splinter."""
    depth = corners @ matrix[2, :2] + matrix[2, 2]
    if not np.isfinite(matrix).all() or (depth <= 0.05 * depth.max()).any():
        return False
    found = through(matrix, corners)
    sides = np.roll(found, -1, axis=0) - found
    after = np.roll(sides, -1, axis=0)
    upright = (sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0] > 0).all()
    return bool(upright) and float(np.linalg.norm(sides, axis=1).min()) > LEAST_SIDE / 4


def scaling(scale: float) -> Matrix:
    """From pixels to those of the picture made `scale` times as large, middles of pixels whole."""
    move = 0.5 * scale - 0.5
    return np.array([[scale, 0, move], [0, scale, move], [0, 0, 1.0]])


def inside(corners: Corners, width: int, height: int) -> NDArray[np.uint8]:
    """H x W: 255 within the corners."""
    mask = np.zeros((height, width), np.uint8)
    shape = np.round(corners * 256).astype(np.int32)
    cv2.fillConvexPoly(mask, shape, 255, cv2.LINE_8, shift=8)
    return mask


def picture_corners(width: int, height: int) -> Corners:
    """The outer corners of a picture of that size."""
    right, bottom = width - 0.5, height - 0.5
    return np.array([[-0.5, -0.5], [right, -0.5], [right, bottom], [-0.5, bottom]])


def homography(source: Corners, target: Corners) -> Matrix:
    """Takes the four points of `source` to those of `target`."""
    made = cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))
    return np.asarray(made, np.float64)
