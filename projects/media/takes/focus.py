"""How blurred edges are, in pixels, whatever the exposure and whatever is shown."""

import cv2
import numpy as np
from numpy.typing import NDArray

FINE, COARSE = 0.8, 2.0  # widths of the two looks at each edge, in pixels
MOST_BLUR = 6.0  # beyond, the two looks no longer tell how much
_TILE = 24
_FAINTEST = 3.0  # a step between neighbours, of 255, that still is an edge and no noise

Grey = NDArray[np.uint8]


def edge_blur(grey: Grey) -> tuple[float, float] | None:
    """The blur of the sharpest and of the middle edges, or None where there are too few.

    A straight edge blurred by `s` and looked at through a Gaussian of width w has a slope that
    falls with sqrt(w² + s²); two widths tell `s` without knowing how strong the edge is. The
    strongest edge of every tile is asked. `grey` is H x W; pixels.
    """
    fine, coarse = _slope(grey, FINE), _slope(grey, COARSE)
    rows, columns = (n // _TILE for n in grey.shape)
    if rows * columns < 12:
        return None
    tiles = coarse[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    tiles = tiles.transpose(0, 2, 1, 3).reshape(rows * columns, -1)
    other = fine[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    other = other.transpose(0, 2, 1, 3).reshape(rows * columns, -1)
    at = tiles.argmax(axis=1)
    each = np.arange(len(at))
    strong, near = tiles[each, at], other[each, at]
    edges = strong > max(_FAINTEST, float(np.quantile(strong, 0.5)) * 0.5)
    if edges.sum() < 8:
        return None
    blurs = _blur(near[edges] / strong[edges])
    low, middle = np.quantile(blurs, (0.2, 0.5))
    return float(low), float(middle)


def _slope(grey: Grey, width: float) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), width)
    across = cv2.Sobel(soft, -1, 1, 0, ksize=1, scale=0.5)
    down = cv2.Sobel(soft, -1, 0, 1, ksize=1, scale=0.5)
    # OpenCV's own magnitude comes from a library that rounds by where in memory the picture lies.
    return np.sqrt(across * across + down * down)


def _blur(ratio: NDArray[np.float32]) -> NDArray[np.float32]:
    """From fine/coarse slopes: ratio² = (coarse² + s²) / (fine² + s²)."""
    squared = np.maximum(ratio.astype(np.float64) ** 2, 1.0001)
    s = (COARSE**2 - squared * FINE**2) / (squared - 1)
    return np.sqrt(np.clip(s, 0.0, MOST_BLUR**2))
