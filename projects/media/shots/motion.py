"""How different two pictures are once everything has been allowed to move a little.

Pictures here are 18 x 32 luma, stacked along the last axis (18 x 32 x N): a whole
window of film is compared at once and the inner loops run over N.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.shots.pictures import LUMA, Pictures, luma_of

ROWS, COLUMNS = LUMA[0] // 2, LUMA[1] // 2
REACH = (3, 5)  # how far a block may have moved: a sixth of the picture either way
BLOCK = (6, 8)
BLOCKS = (ROWS // BLOCK[0]) * (COLUMNS // BLOCK[1])

Stack = NDArray[np.uint8]


def stacked(pictures: Pictures) -> Stack:
    """N x SIZE tiny pictures to an 18 x 32 x N stack of luma at half the size."""
    luma = luma_of(pictures).astype(np.uint16)
    half = luma[:, ::2, ::2] + luma[:, 1::2, ::2] + luma[:, ::2, 1::2] + luma[:, 1::2, 1::2]
    return np.ascontiguousarray(((half + 2) // 4).astype(np.uint8).transpose(1, 2, 0))


def evenly_lit(stack: Stack) -> Stack:
    """The stack with each picture brought to the same mean and contrast.

    A change of exposure, or most of a camera flash, disappears. Nearly flat pictures
    are not blown up: their noise would be all there is to see.
    """
    values = stack.astype(np.float32)
    mean = values.mean((0, 1))
    contrast = np.maximum(values.std((0, 1)), 6)
    return np.clip((values - mean) / contrast * 32 + 128, 0, 255).astype(np.uint8)


def residuals(before: Stack, after: Stack) -> NDArray[np.float32]:
    """Mean absolute difference of each block of `after` to its best match in `before`.

    Returns BLOCKS x N, in levels of 0..255.
    """
    count = before.shape[2]
    if not count:
        return np.zeros((BLOCKS, 0), np.float32)
    (up, left), best = REACH, np.full((BLOCKS, count), np.iinfo(np.uint16).max, np.uint16)
    wide = np.pad(before, ((up, up), (left, left), (0, 0)), mode="edge")
    target = np.ascontiguousarray(after).reshape(-1, count)
    for y in range(2 * up + 1):
        for x in range(2 * left + 1):
            moved = np.ascontiguousarray(wide[y : y + ROWS, x : x + COLUMNS])
            np.minimum(best, _block_sums(cv2.absdiff(moved.reshape(-1, count), target)), out=best)
    return best.astype(np.float32) / (BLOCK[0] * BLOCK[1])


def _block_sums(difference: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """(18 * 32) x N to BLOCKS x N; sums of columns first, then of rows."""
    count = difference.shape[1]
    columns = _sum(difference.reshape(ROWS, COLUMNS // BLOCK[1], BLOCK[1], count), 2)
    rows = _sum(columns.reshape(ROWS // BLOCK[0], BLOCK[0], COLUMNS // BLOCK[1], count), 1)
    return rows.reshape(BLOCKS, count)


def _sum(values: NDArray[np.uint8] | NDArray[np.uint16], axis: int) -> NDArray[np.uint16]:
    """Sum over a short axis, one slice at a time: several times faster than ndarray.sum."""
    slices = np.moveaxis(values, axis, 0)
    total = slices[0].astype(np.uint16)
    for piece in slices[1:]:
        total += piece
    return total
