"""Changes of exposure between the frames of one shot, and frames that show something else."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEADY = 0.006  # gains that differ less are the measurement's noise
AGREES = 18.0  # levels of 255
LEAST_AGREEING = 0.15
WIDEST = 2.2
NEARER = (0.2, 0.1, 0.05, 0.03)  # relative distances from a gain, ever closer
EVERY = 2  # light is measured at every second place along and across

Small = NDArray[np.float32]  # N x h x w x 3, levels of 255


@dataclass(frozen=True)
class Light:
    """`gains` N x 3 bring each frame to the shot's exposure; `fits` N: may it be used?"""

    gains: NDArray[np.float32]
    fits: NDArray[np.bool_]


def even_out(small: Small, valid: NDArray[np.bool_]) -> Light:
    """Measure the exposure of each of the aligned small frames against all of them.

    `valid` is N x h x w. The gain is the median ratio over the pixels that change least,
    so that a large object passing does not pull it.
    """
    small, valid = small[:, ::EVERY, ::EVERY], valid[:, ::EVERY, ::EVERY]
    count = len(small)
    gains = np.ones((count, 3), np.float32)
    for _round in range(3):
        level = np.where(valid[..., None], small * gains[:, None, None], np.nan)
        middle = _median(level)
        quiet = _quiet(level, middle)
        gains = np.stack([_gain(small[i], middle, valid[i] & quiet) for i in range(count)])
        gains /= np.median(gains, axis=0)
    if np.percentile(np.abs(gains - 1), 95) < STEADY:
        gains = np.ones_like(gains)
    fits = np.array([_agreement(small[i] * gains[i], middle, valid[i]) for i in range(count)])
    apart = np.maximum(gains, 1 / gains).max(1) > WIDEST
    return Light(gains, (fits > LEAST_AGREEING) & ~apart)


def _median(level: np.ndarray) -> np.ndarray:
    """Median over time that ignores what was outside; 0 where nothing was ever inside."""
    ordered = np.sort(level, axis=0)  # what is not a number goes last
    known = np.isfinite(ordered).sum(0)
    picked = np.take_along_axis(ordered, (np.maximum(known, 1) - 1)[None] // 2, 0)[0]
    return np.nan_to_num(picked)


def _quiet(level: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """The half of the picture that strays least from the median over time."""
    stray = _median(np.abs(level - middle)).max(-1)
    good = (middle.min(-1) > 10) & (middle.max(-1) < 243)
    if good.sum() < 20:
        good = np.ones_like(good)
    return good & (stray <= np.percentile(stray[good], 60))


def _gain(frame: np.ndarray, middle: np.ndarray, where: np.ndarray) -> np.ndarray:
    """The ratio that most pixels share: a median, taken again among those near it."""
    if where.sum() < 20:
        return np.ones(3, np.float32)
    ratio = (middle[where] + 1) / (frame[where] + 1)
    gain = np.median(ratio, axis=0)
    for near in NEARER:
        close = (np.abs(ratio / gain - 1) < near).all(1)
        if close.sum() < 20:
            break
        gain = np.median(ratio[close], axis=0)
    return gain.astype(np.float32)


def _agreement(frame: np.ndarray, middle: np.ndarray, valid: np.ndarray) -> float:
    if valid.mean() < 0.3:
        return 0.0
    return float((np.abs(frame - middle).max(-1)[valid] < AGREES).mean())
