"""How much the picture wavers where nothing moves: grain, and what compression makes of it.

From one frame to the next it looks like nothing, since an encoder holds what it has shown
and then jumps; over the whole shot it shows.
"""

import numpy as np
from numpy.typing import NDArray

LOWEST = 0.3  # share of the samples: who stands there for most of the shot does not count
OF_THREE = 1.19  # that share of the samples is within so many deviations, in three colours


def grain_of(small: NDArray[np.float32], valid: NDArray[np.bool_]) -> float:
    """Standard deviation in levels at the middle place; `small` N x h x w x 3, `valid` N x h x w.

    One figure for the picture: place by place it would be large where somebody lingers.
    """
    known = np.maximum(valid.sum(0), 1)
    middle = _ordered(small, valid, (known - 1) // 2)
    away = np.sqrt(((small - middle) ** 2).sum(-1))
    near = _ordered(away[..., None], valid, (LOWEST * known).astype(int))
    return float(np.median(near)) / OF_THREE


def _ordered(values: np.ndarray, valid: np.ndarray, place: np.ndarray) -> np.ndarray:
    """The value that comes at `place` (h x w) among the valid ones; 0 where there are none."""
    known = np.sort(np.where(valid[..., None], values, np.inf), axis=0)
    picked = np.take_along_axis(known, place[None, ..., None], 0)[0]
    return np.where(np.isfinite(picked), picked, 0)
