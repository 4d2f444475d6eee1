"""How soft edges are, and making a picture as soft as the film around it."""

import cv2
import numpy as np
from numpy.typing import NDArray

Plain = NDArray[np.float32]

ONE, TWO = 1.0, 2.0  # deviations of the two blurs that edges are compared by, in pixels
OWN = 0.55  # variance that pixels and the kernel of the slope add, in pixels squared
EDGES, SHARPEST = 0.93, 0.75  # quantiles: of slopes that are edges, of edges that count
LEAST = 40  # places
WEAK = 2.0  # levels a pixel
MOST = 4.0  # pixels: softer is not told apart


def softness(grey: Plain, where: NDArray[np.bool_]) -> float | None:
    """Deviation of the blur of the sharper edges there, in pixels; None without edges.

    An edge loses less of its slope by a further blur the softer it is already.
    """
    fine, coarse = (_slope(grey, size) for size in (ONE, TWO))
    if where.sum() < LEAST:
        return None
    edges = where & (fine > max(WEAK, float(np.quantile(fine[where], EDGES))))
    if edges.sum() < LEAST:
        return None
    ratio = float(np.quantile(fine[edges] / np.maximum(coarse[edges], 1e-3), SHARPEST))
    if ratio >= TWO / ONE:
        return 0.0
    if ratio <= 1.02:
        return MOST
    found = (TWO**2 - (ratio * ONE) ** 2) / (ratio**2 - 1) - OWN
    return min(MOST, float(np.sqrt(max(0.0, found))))


def _slope(grey: Plain, size: float) -> Plain:
    smooth = cv2.GaussianBlur(grey, (0, 0), size)
    across, along = (cv2.Sobel(smooth, cv2.CV_32F, *axis, scale=1 / 8) for axis in ((1, 0), (0, 1)))
    return np.asarray(np.hypot(across, along), np.float32)


def missing(film: float | None, picture: float | None) -> float:
    """Deviation of the blur that makes the picture as soft as the film; 0: none."""
    if film is None or picture is None or film <= picture:
        return 0.0
    return float(np.sqrt(film**2 - picture**2))
