"""Flash frames: one to three stray frames that belong to neither neighbour.

A camera flash looks alike at first: two sudden changes close together. But over it the
picture is the same, once light is evened out, and its pattern shows through.
"""

import numpy as np
from numpy.typing import NDArray

from projects.media.shots.features import Measures, Series

LONGEST = 3
WORTH_A_LOOK = 0.03  # probability of a cut at one of the two ends
SUDDEN = 3.0  # levels of motion-compensated change at both ends

Index = NDArray[np.intp]


def flash_candidates(found: Measures, cuts: Series, length: int) -> Index:
    """First frames of what may be `length` stray frames; `cuts` is the cut probability."""
    start = np.arange(5, len(cuts) - length - 5)
    end = start + length
    likely = np.maximum(cuts[start], cuts[end]) > WORTH_A_LOOK
    sudden = np.minimum(found.step[1][start], found.step[1][end]) > SUDDEN
    return start[likely & sudden]


def flash_features(found: Measures, cuts: Series, start: Index, length: int) -> NDArray[np.float32]:
    """N x F for the candidates `start` of `length` stray frames."""
    end, step, lit = start + length, found.step, found.lit
    into, out, over = step[1][start], step[1][end], step[length + 1][end]
    even_into, even_out, even_over = lit[1][start], lit[1][end], lit[length + 1][end]
    before = np.max([step[1][start - k] for k in (1, 2, 3)], axis=0)
    after = np.max([step[1][end + k] for k in (1, 2, 3)], axis=0)
    even_before = np.max([lit[1][start - k] for k in (1, 2, 3)], axis=0)
    even_after = np.max([lit[1][end + k] for k in (1, 2, 3)], axis=0)
    stray = [start + k for k in range(length)]
    returns = np.min([lit[gap][start + gap - 1] for gap in range(length + 1, 6)], axis=0)
    was_there = np.min([lit[gap][end] for gap in range(length + 1, 6)], axis=0)
    flat = np.min([found.contrast[frame] for frame in stray], axis=0)
    light = np.mean([found.mean[frame] for frame in stray], axis=0)
    columns = [
        np.full(len(start), length), cuts[start], cuts[end],
        np.max([cuts[start - 1], cuts[end + 1]], axis=0),
        _log(into), _log(out), _log(over), _log(even_into), _log(even_out), _log(even_over),
        _log(before), _log(after), _log(even_before), _log(even_after),
        _log(np.minimum(even_into, even_out)) - _log(even_over),
        _log(np.minimum(even_into, even_out)) - _log(np.maximum(even_before, even_after)),
        _log(np.minimum(into, out)) - _log(np.maximum(before, after)),
        _log(flat), light, light - found.mean[start - 1], light - found.mean[end],
        np.minimum(found.contrast[start - 1], found.contrast[end]),
        _log(returns) - _log(even_into), _log(was_there) - _log(even_out),
        found.colour[1][start], found.colour[1][end], found.colour[5][end + 2],
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)


def _log(values: Series) -> Series:
    return np.log(values + 0.5)
