"""What of a plane can be held on to: corners spread evenly, in pictures without their light."""

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.planar.quads import Corners, inside

Grey = NDArray[np.uint8]

MOST, CELLS = 400, 8  # features, and the cells in each direction that they are spread over
SPREAD = 10.0  # deviation of the surroundings that brightness is measured against, in pixels
FLOOR = 5.0  # levels: weaker contrast is not amplified as if it were detail
CONTRAST = 40.0  # levels that one deviation becomes
WEAK = 1.4  # levels across a pixel, both ways: weaker corners cannot be told from grain


def without_light(grey: Grey) -> Grey:
    """Each place against its surroundings, so that light that changes does not show."""
    value = grey.astype(np.float32)
    mean = cv2.GaussianBlur(value, (0, 0), SPREAD)
    away = value - mean
    deviation = np.sqrt(cv2.GaussianBlur(away * away, (0, 0), SPREAD))
    even = 128 + CONTRAST * away / np.maximum(deviation, FLOOR)
    return np.asarray(np.clip(even, 0, 255), np.uint8)


def features(grey: Grey, corners: Corners, most: int = MOST) -> NDArray[np.float64]:
    """N x 2: corners in the picture within the quadrilateral, the strongest of each cell."""
    height, width = grey.shape
    mask = inside(corners, width, height)
    left, top, wide, high = cv2.boundingRect(np.asarray(np.floor(corners), np.float32))
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.0)
    strength = cv2.cornerMinEigenVal(smooth, 5, 3)
    strength[mask == 0] = 0
    peaks = (strength == cv2.dilate(strength, np.ones((5, 5)))) & (strength > _least())
    rows, columns = np.nonzero(peaks)
    if not len(rows):
        return np.zeros((0, 2))
    cell = (rows - top) * CELLS // max(1, high) * CELLS + (columns - left) * CELLS // max(1, wide)
    order = np.argsort(-strength[rows, columns])
    rank = _ranks(cell[order])
    chosen = order[np.argsort(rank, kind="stable")[:most]]
    return np.stack([columns[chosen], rows[chosen]], axis=1).astype(np.float64)


def covered(points: NDArray[np.float64], corners: Corners) -> float:
    """The share of the quadrilateral's area that the points surround, 0 to 1."""
    if len(points) < 3:
        return 0.0
    hull = cv2.convexHull(points.astype(np.float32))
    return float(cv2.contourArea(hull) / max(1.0, cv2.contourArea(corners.astype(np.float32))))


def _least() -> float:
    """`cornerMinEigenVal` of steps of WEAK levels a pixel: OpenCV scales by block and kernel."""
    scale = 1.0 / (4 * 5 * 255)  # of a Sobel kernel of 3 over a block of 5, eight bits
    return float(25 * (8 * WEAK * scale) ** 2)


def _ranks(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """The how manieth of its cell each one is, in the order given."""
    order = np.argsort(cells, kind="stable")
    ordered = cells[order]
    first = np.searchsorted(ordered, ordered)
    ranks = np.empty_like(cells)
    ranks[order] = np.arange(len(cells)) - first
    return ranks
