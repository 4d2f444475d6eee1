"""What makes a frame a still: sharp, well exposed, not moving. And which of a shot to offer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH = 480  # pixels: enough to see focus, too few to see grain
_DARK, _BRIGHT = 12, 243  # grey levels beyond which detail is lost
_LOST = 0.35  # of the picture: so much lost detail makes it no still
_PLAIN = 2.0  # spread in grey levels: less is a black, white or empty frame


@dataclass(frozen=True)
class Measured:
    """One frame. `sharpness` has no unit (more is sharper, within one shot), `exposure` is the
    share of the picture that keeps its detail (0..1), `motion` the mean change since the frame
    before, in grey levels. `plain` frames show nothing."""

    number: int
    sharpness: float
    exposure: float
    motion: float
    plain: bool


def measured(number: int, grey: NDArray[np.uint8], before: NDArray[np.uint8] | None) -> Measured:
    """Measure a grey picture about `WIDTH` wide; `before` is the frame before it in the shot."""
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    edges = np.hypot(across, down)
    # The sharpest tenth: a blurred ground behind a sharp face is not held against it.
    sharpness = float(
        np.mean(np.partition(edges, -edges.size // 10, axis=None)[-edges.size // 10 :])
    )
    lost = float(np.mean((grey < _DARK) | (grey > _BRIGHT)))
    motion = 0.0 if before is None else moved(grey, before)
    return Measured(number, sharpness, 1 - lost, motion, float(grey.std()) < _PLAIN)


def moved(grey: NDArray[np.uint8], before: NDArray[np.uint8]) -> float:
    """Mean change from one grey picture to the next, in grey levels."""
    return float(np.mean(cv2.absdiff(grey, before)))


def scores(frames: Sequence[Measured]) -> dict[int, float]:
    """Frame number → 0..1, of the frames of one shot compared with each other, in order."""
    shown = [f for f in _first_moves(frames) if not f.plain]
    if not shown:
        return {}
    sharpest = max(f.sharpness for f in shown) or 1.0
    restless = max(f.motion for f in shown) or 1.0
    return {
        f.number: (f.sharpness / sharpest) * _kept(f.exposure) * (1 - 0.5 * f.motion / restless)
        for f in shown
    }


def _first_moves(frames: Sequence[Measured]) -> list[Measured]:
    """The first frame has none before it; it is taken to move as the second does."""
    if len(frames) < 2:
        return list(frames)
    return [replace(frames[0], motion=frames[1].motion), *frames[1:]]


def _kept(exposure: float) -> float:
    return max(0.05, 1 - (1 - exposure) / _LOST) if exposure < 1 else 1.0


def spaced(score: dict[int, float], count: int, apart: int) -> list[int]:
    """The `count` best frames that stand at least `apart` frames from each other, best first."""
    chosen: list[int] = []
    for number in sorted(score, key=lambda n: (-score[n], n)):
        if len(chosen) == count:
            break
        if all(abs(number - other) >= apart for other in chosen):
            chosen.append(number)
    return chosen


def fairly(by_shot: Iterable[Sequence[int]], most: int) -> list[list[int]]:
    """At most `most` of all: first the best of each shot, then the second best, and so on."""
    wanted = [list(numbers) for numbers in by_shot]
    kept: list[list[int]] = [[] for _ in wanted]
    left = most
    for place in range(max(map(len, wanted), default=0)):
        for index, numbers in enumerate(wanted):
            if place < len(numbers) and left:
                kept[index].append(numbers[place])
                left -= 1
    return kept
