"""Where the camera stood, measured by large parts of the picture: for grain that hides corners.

A corner's few pixels drown in grain; a part of sixty by sixty does not. Parts that somebody
crosses go their own ways, so the shift that most parts share is the camera's, and it is
believed only where no other shift far from it is shared by nearly as many.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

SMOOTH = 2.0  # deviation of the blur, in working pixels
WINDOW, STEP = 61, 32  # of the parts, in working pixels: each pixel is in about four of them
OVERLAP = (WINDOW / STEP) ** 2
SAME, NEAR, FAR = 1.0, 1.5, 4.0  # distances of two shifts, in working pixels
CLEARLY = 2.0  # so many times as many parts share the shift as share any other
LEAST = 12  # parts
SURELY = 3.0  # deviations of the measurement: shifts below are none


@dataclass(frozen=True)
class Shared:
    """Where `source` (N x 2) of the parts that move with the camera went (`target`).

    `share` is theirs of all parts; `still` says that the shift is no larger than what the
    measurement strays by.
    """

    source: NDArray[np.float64]
    target: NDArray[np.float64]
    share: float
    still: bool

    @property
    def shift(self) -> NDArray[np.float64]:
        return np.asarray(np.median(self.target - self.source, axis=0))


def smoothed(greys: Sequence[Grey]) -> list[Grey]:
    """The working pictures without what is too fine to be believed."""
    return [np.asarray(cv2.GaussianBlur(grey, (0, 0), SMOOTH), np.uint8) for grey in greys]


def parts_of(grey: Grey) -> NDArray[np.float32]:
    """The middles of the parts, N x 1 x 2; none where the picture is smaller than one."""
    height, width = grey.shape
    across, along = (np.arange(STEP, size - STEP + 1, STEP) for size in (width, height))
    grid = np.stack(np.meshgrid(across, along), axis=-1)
    return grid.reshape(-1, 1, 2).astype(np.float32)


def shared_shift(
    base: Grey, grey: Grey, parts: NDArray[np.float32], guess: NDArray[np.float64]
) -> Shared | None:
    """The way from `base` to `grey` that most of the parts share; `guess` is where to begin."""
    if len(parts) < LEAST:
        return None
    start = parts + guess.astype(np.float32)
    there, ok, _error = cv2.calcOpticalFlowPyrLK(
        base,
        grey,
        parts,
        start,
        winSize=(WINDOW, WINDOW),
        maxLevel=1,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    good = ok.ravel() == 1
    if good.sum() < LEAST:
        return None
    source, target = (p[good].reshape(-1, 2).astype(np.float64) for p in (parts, there))
    return _agreed(source, target, len(parts))


def _agreed(source: np.ndarray, target: np.ndarray, count: int) -> Shared | None:
    ways = target - source
    shared = (np.linalg.norm(ways[:, None] - ways[None], axis=2) < SAME).sum(1)
    first = ways[shared.argmax()]
    near = np.linalg.norm(ways - first, axis=1) < NEAR
    middle = np.median(ways[near], axis=0)
    away = np.linalg.norm(ways - middle, axis=1)
    rival = shared[away > FAR].max(initial=0)
    near = away < NEAR
    if near.sum() < LEAST or shared.max() < CLEARLY * rival:
        return None
    strays = float(np.median(away[near])) / np.sqrt(max(1.0, near.sum() / OVERLAP))
    still = float(np.linalg.norm(middle)) < SURELY * strays
    return Shared(source[near], target[near], float(near.sum()) / count, still)
