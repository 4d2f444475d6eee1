"""What is measured around each frame to tell whether a new shot begins with it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.shots.motion import evenly_lit, residuals, stacked
from projects.media.shots.pictures import Pictures, chroma_of, luma_of

MARGIN = 12  # frames needed on both sides of the frames that are asked for
BINS = 32
NEAR = (2, 3, 4, 5)  # gaps within which a flash is over

Series = NDArray[np.float32]


@dataclass(frozen=True)
class Measures:
    """Per frame t of a window: differences between t - gap and t, and the light in t.

    `step` and `lit` are motion-compensated residuals, as is and evenly lit, by gap;
    `least` is the third smallest block of `step[1]`; `colour` and `tones` are
    differences of chroma and of the luma histogram by gap; `mean` and `contrast`
    describe the luma of t.
    """

    step: dict[int, Series]
    lit: dict[int, Series]
    least: Series
    colour: dict[int, Series]
    tones: dict[int, Series]
    mean: Series
    contrast: Series


def measure(pictures: Pictures) -> Measures:
    """Measure a window of tiny pictures (N x SIZE); series have N values, 0 before the gap."""
    stack, count = stacked(pictures), len(pictures)
    even = evenly_lit(stack)
    blocks = residuals(stack[:, :, :-1], stack[:, :, 1:])
    chroma = chroma_of(pictures).astype(np.int16)
    histogram = _histograms(pictures)
    luma = stack.reshape(-1, stack.shape[2]).astype(np.float32)
    return Measures(
        step={1: _late(blocks.mean(0), 1)} | {gap: _moved(stack, gap) for gap in (2, 3, 4, 5, 9)},
        lit={gap: _moved(even, gap) for gap in (1, 2, 3, 4, 5)},
        least=_late(np.sort(blocks, axis=0)[2], 1),
        colour={gap: _late(_change(chroma, gap), gap)[:count] for gap in (1, 5)},
        tones={gap: _late(_change(histogram, gap), gap)[:count] for gap in (1, 5)},
        mean=luma.mean(0),
        contrast=luma.std(0),
    )


def cut_features(found: Measures) -> NDArray[np.float32]:
    """N x F: each row describes frame t as the possible first frame of a new shot."""
    columns = [*_surroundings(found.step[1], 0.5), *_surroundings(found.lit[1], 0.5)]
    columns += [*_surroundings(found.colour[1], 0.2), *_surroundings(found.tones[1], 0.5)]
    columns.append(_log(found.least, 0.5))
    columns += [*_across(found.step, (3, 5)), *_across(found.lit, (3, 5))]
    columns += [*_returns(found.step), *_returns(found.lit)]
    columns += [_log(_at(found.step[9], 4), 0.5) - _log(found.step[1], 0.5)]
    columns += [_log(_at(found.colour[5], 2), 0.2) - _log(found.colour[1], 0.2)]
    columns += [_log(_at(found.tones[5], 2), 0.5) - _log(found.tones[1], 0.5)]
    columns += [np.abs(found.mean - _at(found.mean, -1)), _at(found.contrast, -1), found.contrast]
    return np.stack(columns, axis=1).astype(np.float32)


def _surroundings(series: Series, floor: float) -> list[Series]:
    """A change itself, and how far it stands out from the changes near by (log ratios)."""
    own = _log(series, floor)
    next_to = np.maximum(_at(series, -1), _at(series, 1))
    sides = [_reach(series, range(-4, -1)), _reach(series, range(2, 5))]
    usual = np.median([_at(series, k) for k in range(-8, 9) if k], axis=0)
    others = [next_to, np.minimum(_at(series, -1), _at(series, 1)), *sides, usual]
    return [own, *(own - _log(other, floor) for other in others)]


def _across(series: dict[int, Series], gaps: tuple[int, ...]) -> list[Series]:
    """Differences over the frame against that at it, and against those within either side."""
    columns = []
    for gap in gaps:
        over = _log(_at(series[gap], gap // 2), 0.5)
        before, after = _log(_at(series[gap], -1), 0.5), _log(_at(series[gap], gap), 0.5)
        columns += [over - _log(series[1], 0.5), over - np.maximum(before, after)]
        columns += [over - np.minimum(before, after)]
    return columns


def _returns(series: dict[int, Series]) -> list[Series]:
    """Whether the picture before comes back, or this one was there before, within 5 frames."""
    comes_back = np.min([_at(series[gap], gap - 1) for gap in NEAR], axis=0)
    was_there = np.min([series[gap] for gap in NEAR], axis=0)
    own = _log(series[1], 0.5)
    return [own - _log(comes_back, 0.5), own - _log(was_there, 0.5)]


def _moved(stack: NDArray[np.uint8], gap: int) -> Series:
    return _late(residuals(stack[:, :, :-gap], stack[:, :, gap:]).mean(0), gap)[: stack.shape[2]]


def _change(values: NDArray[np.int16], gap: int) -> Series:
    """Mean absolute difference of rows `gap` apart."""
    difference = np.abs(values[gap:] - values[:-gap])
    return difference.mean(tuple(range(1, values.ndim)), dtype=np.float32)


def _histograms(pictures: Pictures) -> NDArray[np.int16]:
    """N x BINS: how many luma samples fall into each of 32 tones."""
    tones = luma_of(pictures).reshape(len(pictures), -1) // (256 // BINS)
    offsets = np.arange(len(pictures), dtype=np.int64)[:, None] * BINS
    counts = np.bincount((tones + offsets).reshape(-1), minlength=len(pictures) * BINS)
    return counts.reshape(-1, BINS).astype(np.int16)


def _late(values: Series, gap: int) -> Series:
    """Values that begin at frame `gap`, with zeros for the frames before."""
    return np.concatenate([np.zeros(gap, np.float32), values.astype(np.float32)])


def _at(series: Series, offset: int) -> Series:
    """The series seen `offset` frames later, its ends repeated."""
    index = np.clip(np.arange(len(series)) + offset, 0, len(series) - 1)
    return series[index]


def _reach(series: Series, offsets: range) -> Series:
    return np.max([_at(series, offset) for offset in offsets], axis=0)


def _log(series: Series, floor: float) -> Series:
    return np.log(series + floor)
