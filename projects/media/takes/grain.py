"""Noise, fine detail and the blocks of strong compression, on the luma of a frame."""

import cv2
import numpy as np
from numpy.typing import NDArray

_KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32) / 6  # keeps white noise
_TILE, _BLOCK = 16, 8
_DARK, _BRIGHT = 20, 235  # tiles beyond are crushed or clipped and hold no noise
_STEP = (3, 40)  # what a border of blocks is high, of 255: higher ones are things

Grey = NDArray[np.uint8]
Plain = NDArray[np.float32]


def residue(grey: Grey) -> Plain:
    """What straight edges and slopes leave out; white noise passes with its own deviation."""
    return cv2.filter2D(grey.astype(np.float32), -1, _KERNEL)


def noise(grey: Grey, rest: Plain, before: Plain | None) -> float:
    """Deviation of the noise, of 255: in the quietest tiles, and only what changes by frame.

    Texture stays from frame to frame while noise changes, and flat tiles have little of it: the
    lower of both counts. `rest` and `before` are the residues of this frame and the last.
    """
    level = _tiles(grey.astype(np.float32)).mean(axis=1)
    fair = (level > _DARK) & (level < _BRIGHT)
    if fair.sum() < 12:
        return 0.0
    found = float(np.quantile(_tiles(rest)[fair].std(axis=1), 0.2))
    if before is not None and before.shape == rest.shape:
        moved = float(np.quantile(_tiles(rest - before)[fair].std(axis=1), 0.2))
        found = min(found, moved / np.sqrt(2))
    return found


def detail(grey: Grey, rest: Plain) -> float:
    """Fine structure as a share of the picture's own contrast, so that exposure falls out."""
    low, high = np.quantile(grey[::4, ::4], (0.05, 0.95))
    return float(np.abs(rest).mean()) / max(8.0, float(high - low))


def blocks(grey: Grey) -> float:
    """How plainly a grid of eight pixels is to be seen; below 3 in good pictures, 10 is bad.

    Two things have to come together: lone steps, flat on both sides, on one line of the grid
    more than on others, and steps there that are higher than those within the blocks. The grid
    may begin anywhere; single columns with many steps are things and do not count.
    """
    return sum(_grid(part) for part in (grey, np.ascontiguousarray(grey.T))) / 2


def _grid(grey: Grey) -> float:
    step = np.abs(np.diff(grey.astype(np.int16), axis=1)).astype(np.uint8)
    side = cv2.dilate(step, np.array([[1, 0, 1]], np.uint8))
    lone = (step >= _STEP[0]) & (step <= _STEP[1]) & (step >= 3 * side.astype(np.uint16))
    columns = np.sort(_by_place(lone), axis=0)
    share = columns[: max(1, len(columns) * 4 // 5)].mean(axis=0)
    height = _by_place(np.minimum(step, 24)).mean(axis=0)
    ratio = float(height.max()) / max(0.25, float(np.median(height))) - 1
    return 1000 * float(share.max() - np.median(share)) * max(0.0, ratio)


def _by_place(values: NDArray[np.generic]) -> NDArray[np.float64]:
    """Means by column, as rows of eight: one column for each place of the grid."""
    mean = values.mean(axis=0)
    return mean[: len(mean) // _BLOCK * _BLOCK].reshape(-1, _BLOCK)


def _tiles(values: Plain) -> Plain:
    rows, columns = (n // _TILE for n in values.shape)
    part = values[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    return part.transpose(0, 2, 1, 3).reshape(rows * columns, -1)
