"""Making up what was never seen: the surroundings flow in, coarse to fine."""

import cv2
import numpy as np
from numpy.typing import NDArray


def fill(picture: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """`picture` H x W x 3 with the places that are not `known` (H x W) made up smoothly.

    Known places stay as they are. Where nothing is known at all the picture is returned.
    """
    if known.all() or not known.any():
        return picture
    weight = known.astype(np.float32)[..., None]
    return np.where(weight > 0, picture, _flow(picture * weight, weight))


def _flow(weighted: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weighted means of ever larger surroundings, each where the smaller ones know nothing."""
    height, width = weight.shape[:2]
    mean = weighted / np.maximum(weight, 1e-6)
    if min(height, width) < 2 or float(weight.min()) > 0:
        return mean
    half = ((width + 1) // 2, (height + 1) // 2)
    small = cv2.resize(weighted, half, interpolation=cv2.INTER_AREA)
    share = cv2.resize(weight, half, interpolation=cv2.INTER_AREA)[..., None]
    below = _flow(small, share)
    above = cv2.resize(below, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(weight > 0, mean, above).astype(np.float32)
