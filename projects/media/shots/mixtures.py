"""How well the frames between two frames are a mixture of them that runs from one to the other.

For a dissolve from frame s (the last clean one) to frame e (the first clean one) every
frame between is (1 - a) s + a e with a share a that grows steadily. Its share and what is
left over follow from inner products alone (see `similarity.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.shots.pictures import Pictures
from projects.media.shots.similarity import Band, band, patterns, vectors
from projects.media.shots.trees import Forest

LENGTHS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20, 22, 25, 28, 31, 34, 37, 40, 44, 48)
POINTS = 8  # frames looked at between the two
OUTSIDE = (2, 4)  # frames looked at before and after
LONGEST = LENGTHS[-1]
MARGIN = LONGEST + OUTSIDE[-1] + 12
WORTH_A_LOOK = (2.0, 0.25, 0.7)  # least log distance, most error of shares, most left over
LIKELY = 0.05

Table = NDArray[np.float32]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Scene:
    """A window of film as mixtures see it: products, correlations, mean and contrast of luma."""

    products: Band
    likeness: Band
    mean: Table
    contrast: Table


def scene(pictures: Pictures, mean: Table, contrast: Table) -> Scene:
    """Prepare a window of tiny pictures; `mean` and `contrast` are those of `features.py`."""
    width = LONGEST + 2 * OUTSIDE[-1]
    return Scene(band(vectors(pictures), width), band(patterns(pictures), width), mean, contrast)


def proposals(window: Scene, judge: Forest) -> Iterator[tuple[int, int, float]]:
    """Spans (last clean frame, first clean frame, probability) that may be a dissolve."""
    rows, starts, lengths = [np.empty((0, 24), np.float32)], [], []
    for length in LENGTHS:
        start = np.arange(OUTSIDE[-1], window.products.frames - length - OUTSIDE[-1])
        features = mixture_features(window, start, length)
        distance, error, left = WORTH_A_LOOK
        good = (features[:, 0] > distance) & (features[:, 2] < error) & (features[:, 4] < left)
        rows.append(features[good])
        starts += start[good].tolist()
        lengths += [length] * int(good.sum())
    chances = judge.probability(np.concatenate(rows)).tolist()
    for start, length, chance in zip(starts, lengths, chances, strict=True):
        if chance > LIKELY:
            yield start, start + length, chance


def mixture_features(window: Scene, start: Index, length: int) -> Table:
    """N x F for the spans `start .. start + length` (both ends clean frames).

    Spans must lie at least OUTSIDE[-1] frames inside the window.
    """
    found = window.products
    whole = found.distance(start, length)
    inside = sorted({round(length * (k + 1) / (POINTS + 1)) for k in range(POINTS)} - {0, length})
    shares = np.array([_share(found, start, length, k, whole) for k in inside])
    left = np.array(
        [_left(found, start, k, share, whole) for k, share in zip(inside, shares, strict=True)]
    )
    due = np.array(inside, np.float32)[:, None] / length
    steps = np.array([found.distance(start + k, 1) for k in range(length)])
    root = np.sqrt(whole)
    columns = [
        np.log(root + 1),
        np.full(len(start), np.log(length)),
        np.sqrt(((shares - due) ** 2).mean(0)),
        np.abs(shares - due).max(0),
        left.mean(0),
        left.max(0),
        np.sqrt(steps.max(0)) * length / (root + 1),
        np.sqrt(np.median(steps, axis=0)) * length / (root + 1),
        np.sqrt(steps.min(0)) * length / (root + 1),
        *_outside(found, start, length, whole),
        *_light(window, start, length),
        *_likeness(window.likeness, start, length),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _share(found: Band, start: Index, length: int, inner: int, whole: Table) -> Table:
    """The share of the last frame in the frame `inner` after the first."""
    to_end = found.product(start + inner, length - inner) - found.product(start, length)
    to_start = found.product(start, inner) - found.product(start, 0)
    return (to_end - to_start) / (whole + 1)


def _left(found: Band, start: Index, inner: int, share: Table, whole: Table) -> Table:
    """What the mixture leaves over, as a share of the whole way."""
    rest = found.distance(start, inner) - share**2 * whole
    return np.sqrt(np.maximum(rest, 0) / (whole + 1))


def _outside(found: Band, start: Index, length: int, whole: Table) -> list[Table]:
    """Movement just before and after against the whole way: small where both sides are clean."""
    end, columns = start + length, []
    for k in OUTSIDE:
        columns.append(np.sqrt(found.distance(start - k, k) / (whole + 1)))
        columns.append(np.sqrt(found.distance(end, k) / (whole + 1)))
        across = found.distance(start - k, length + 2 * k)
        columns.append(np.sqrt(across / (whole + 1)))
    return columns


def _light(window: Scene, start: Index, length: int) -> list[Table]:
    """Brightness and contrast at the ends and between, and likeness of the two ends."""
    found, contrast = window.products, window.contrast
    end, middle = start + length, start + length // 2
    lowest = np.min([contrast[start + k] for k in range(length + 1)], axis=0)
    spread = np.maximum(contrast[start] * contrast[end], 1)
    norms = np.sqrt(found.product(start, 0) * found.product(end, 0)) + 1
    return [
        np.log(contrast[start] + 1),
        np.log(contrast[end] + 1),
        np.log(contrast[middle] + 1) - 0.5 * np.log(spread + 1),
        np.log(lowest + 1),
        np.abs(window.mean[start] - window.mean[end]),
        found.product(start, length) / norms,
    ]


def _likeness(found: Band, start: Index, length: int) -> list[Table]:
    """Correlation of the ends and of the middle with each: near 1 if only the light changed."""
    half = length // 2
    to_middle = found.product(start, half)
    from_middle = found.product(start + half, length - half)
    ends = found.product(start, length)
    return [ends, np.minimum(to_middle, from_middle), to_middle * from_middle - ends]
