"""The plate at full size: the mean of the samples that agree where the background was seen."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.plate.stack import Stack
from projects.media.pool import cores

LEVEL = 257.0  # one level of 255, as the stack counts
LOW, HIGH = 3.0, 14.0  # how far a sample may be from the median, in levels
NOISY = 3.0  # in mean distances from the median
FEW = 3


@dataclass(frozen=True)
class Painted:
    """`picture` H x W x 3 float32 0..65535; `agreeing` H x W: how many samples it is made of."""

    picture: NDArray[np.float32]
    agreeing: NDArray[np.uint16]


def paint(
    stack: Stack,
    which: Sequence[int],
    seen: NDArray[np.bool_],
    safe: NDArray[np.bool_],
    tell: Callable[[float], None],
) -> Painted:
    """Put the plate together strip by strip.

    `which` are the frames of the stack; `seen` and `safe` N x h x w say coarsely in which of
    them each place shows the background, `safe` farther from what stands before it.
    """
    height, width, _colours = stack.shape
    picture = np.zeros(stack.shape, np.float32)
    agreeing = np.zeros(stack.shape[:2], np.uint16)
    columns, lines = _nearest(width, seen.shape[2]), _nearest(height, seen.shape[1])

    def strip(rows: tuple[int, int]) -> int:
        top, bottom = rows
        values, where = stack.rows(which, top, bottom), lines[top:bottom]
        inside = values.any(-1)
        masks = [mask[:, where][:, :, columns] & inside for mask in (safe, seen)]
        use = _enough(masks[0], masks[1], inside)
        picture[top:bottom], agreeing[top:bottom] = _strip(values, use)
        return bottom

    with ThreadPoolExecutor(cores()) as pool:
        for bottom in pool.map(strip, stack.strips(len(which))):
            tell(bottom / height)
    return Painted(picture, agreeing)


def _nearest(full: int, small: int) -> np.ndarray:
    return np.minimum(((np.arange(full) + 0.5) * small / full).astype(int), small - 1)


def _enough(safe: np.ndarray, seen: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """The strictest mask that leaves samples, place by place."""
    use = np.where(seen.any(0), seen, inside)
    return np.where(safe.sum(0) >= FEW, safe, use)


def _strip(values: np.ndarray, use: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`values` N x r x W x 3 uint16, `use` N x r x W."""
    known = np.maximum(use.sum(0), 1)
    middle = _median(np.where(use[..., None], values, 65535), known)
    away = (np.maximum(values, middle) - np.minimum(values, middle)).max(-1)
    farthest = np.minimum(away, int(HIGH * LEVEL)) * use
    stray = farthest.sum(0, dtype=np.float32) / known
    limit = np.clip(NOISY * stray, LOW * LEVEL, HIGH * LEVEL).astype(np.uint16)
    kept = use & (away <= limit)
    count = kept.sum(0)
    total = np.einsum("nrwc,nrw->rwc", values, kept, dtype=np.float32, casting="unsafe")
    mean = total / np.maximum(count, 1)[..., None]
    return np.where(count[..., None] > 0, mean, middle), count


def _median(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """The middle of the `known` (r x W) lowest along the first axis."""
    ordered = np.sort(values, axis=0)
    return np.take_along_axis(ordered, ((known - 1) // 2)[None, ..., None], 0)[0]
