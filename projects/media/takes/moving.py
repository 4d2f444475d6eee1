"""From one frame to the next: where the camera went, how light and content changed."""

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH = 320  # of the pictures compared
_CELLS = (16, 9)

Grey = NDArray[np.uint8]


def camera(before: Grey, after: Grey) -> tuple[float, float, float] | None:
    """Shift right and down (parts of the width) and turn (radians) of most of the picture.

    None where too little can be followed.
    """
    points = cv2.goodFeaturesToTrack(before, 150, 0.01, 8)
    if points is None or len(points) < 8:
        return None
    there, seen, _error = cv2.calcOpticalFlowPyrLK(
        before, after, points, None, winSize=(15, 15), maxLevel=3
    )
    good = seen.ravel() == 1
    if good.sum() < 8:
        return None
    here, there = points[good].reshape(-1, 2), there[good].reshape(-1, 2)
    middle = np.array([before.shape[1] / 2, before.shape[0] / 2], np.float32)
    found, agreed = cv2.estimateAffinePartial2D(
        here - middle, there - middle, method=cv2.RANSAC, ransacReprojThreshold=0.7
    )
    if found is None or agreed.sum() < max(6, 0.25 * len(here)):
        return None
    wide = before.shape[1]
    turn = float(np.arctan2(found[1, 0], found[0, 0]))
    return float(found[0, 2]) / wide, float(found[1, 2]) / wide, turn


def change(before: Grey, after: Grey) -> tuple[float, float]:
    """Mean difference of two small frames, and that of the part that stirs most; of 255."""
    apart = cv2.absdiff(before, after)
    cells = cv2.resize(apart.astype(np.float32), _CELLS, interpolation=cv2.INTER_AREA)
    return float(cells.mean()), float(np.partition(cells.ravel(), -2)[-2])


def light(before: Grey, after: Grey) -> float:
    """How much brighter most of the picture became, in stops of display light (power 2.2)."""
    one, two = (
        cv2.resize(g.astype(np.float32), _CELLS, interpolation=cv2.INTER_AREA)
        for g in (before, after)
    )
    fair = (np.minimum(one, two) > 8) & (np.maximum(one, two) < 245)
    if fair.sum() < 10:
        return 0.0
    return float(np.median(2.2 * np.log2(two[fair] / one[fair])))
