"""What each place of the picture looked like over time: its few colours and when it had them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KINDS = 4
CHUNK = 384


@dataclass(frozen=True)
class Visits:
    """K colours for each of P places, commonest first.

    `when` K x N x P: in which samples the place had the colour; `colour` K x P x 3 (levels
    of 255); `support` K x P: in what share of the samples in which it was inside the frame;
    `spread` K x P: standard deviation of the colour; `runs` K x P: longest row of samples.
    """

    when: NDArray[np.bool_]
    colour: NDArray[np.float32]
    support: NDArray[np.float32]
    spread: NDArray[np.float32]
    runs: NDArray[np.int32]


def find_visits(series: np.ndarray, valid: np.ndarray, near: float) -> Visits:
    """Group the N x P x 3 `series` place by place; `near` is the radius of a colour in levels.

    The densest colour is taken first, with all samples around it; then the densest of
    what is left. A colour that nothing is left for has support 0 and repeats the first.
    """
    count, places, _colours = series.shape
    when = np.zeros((KINDS, count, places), bool)
    colour = np.zeros((KINDS, places, 3), np.float32)
    spread = np.zeros((KINDS, places), np.float32)
    for start in range(0, places, CHUNK):
        part = slice(start, start + CHUNK)
        found = _chunk(series[:, part].transpose(1, 0, 2), valid[:, part].T, near)
        when[:, :, part], colour[:, part], spread[:, part] = found
    inside = np.maximum(valid.sum(0), 1)
    support = (when.sum(1) / inside).astype(np.float32)
    return Visits(when, colour, support, spread, _longest(when, valid))


def _chunk(
    values: np.ndarray, free: np.ndarray, near: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """`values` p x N x 3, `free` p x N → when K x N x p, colour K x p x 3, spread K x p."""
    values = np.ascontiguousarray(values, np.float32)
    length = (values**2).sum(2)
    close = (
        length[:, :, None] + length[:, None] - 2 * values @ values.transpose(0, 2, 1)
    ) < near**2
    row, free = np.arange(len(values)), free.copy()
    when, colours, spreads = [], [], []
    for kind in range(KINDS):
        density = np.matmul(close, free[:, :, None].astype(np.float32))[..., 0] * free
        mine = close[row, density.argmax(1)] & free
        for _again in range(2):
            mean = _mean(values, mine)
            mine = (((values - mean[:, None]) ** 2).sum(2) < near**2) & free
        empty = ~mine.any(1)
        mean = np.where(empty[:, None], colours[0] if kind else mean, _mean(values, mine))
        square = (((values - mean[:, None]) ** 2).sum(2) * mine).sum(1)
        spreads.append(np.sqrt(square / np.maximum(mine.sum(1), 1) / 3))
        when.append(mine.T)
        colours.append(mean)
        free &= ~mine
    return np.stack(when), np.stack(colours), np.stack(spreads)


def _mean(values: np.ndarray, mine: np.ndarray) -> np.ndarray:
    total = np.matmul(mine[:, None].astype(np.float32), values)[:, 0]
    return total / np.maximum(mine.sum(1), 1)[:, None]


def _longest(when: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """The longest row along the samples, K x P; samples outside the frame do not break it."""
    longest = np.zeros(when[:, 0].shape, np.int32)
    now = longest.copy()
    for index, inside in enumerate(valid):
        now = np.where(inside, (now + 1) * when[:, index], now)
        np.maximum(longest, now, out=longest)
    return longest
