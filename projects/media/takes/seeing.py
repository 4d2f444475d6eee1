"""Eyes that follow the frames of a take, or a stretch of them, and write down numbers.

A number that needs the frame before is made again where two stretches meet, from the pictures
at their ends: the take is told as if it had been watched in one go.
"""

import itertools
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media.frames import area, is_full_range, planes
from projects.media.takes import focus, grain, moving

WIDEST = 1280  # of what focus and noise are measured on, in pixels
_LEVELS = (0.05, 0.3, 0.5, 0.7, 0.95)
_FULL = np.clip((np.arange(256) - 16) * 255 / 219, 0, 255).round().astype(np.uint8)
MOTION = ("right", "down", "turn", "change", "stir", "light", "level")
CLOSER = ("frame", "sharpest", "edges", "noise", "blocks", "detail", "white", "black") + tuple(
    f"p{round(100 * level)}" for level in _LEVELS
)
_NOISE = CLOSER.index("noise")

Grey = NDArray[np.uint8]
Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class End:
    """The first or last frame of a stretch: small, and larger where the noise needs it."""

    small: Grey
    large: Grey | None


@dataclass(frozen=True)
class Seen:
    """Frames in a row: how many, width and height in pixels of the first, rows as `Watched` has
    them, packets that could not be decoded; `ends` is None where there was no frame.
    """

    frames: int
    size: tuple[int, int]
    motion: Numbers
    closer: Numbers
    unread: int
    ends: tuple[End, End] | None


class Eyes:
    """`step`: frames from one closer look to the next."""

    def __init__(self, step: int) -> None:
        self._step, self._frames, self._size = step, 0, (0, 0)
        self._motion, self._closer = array("f"), array("f")
        self._small: Grey | None = None
        self._large: Grey | None = None
        self._opening: End | None = None
        self._closing: End | None = None

    def see(self, number: int, frame: VideoFrame) -> None:
        """The next frame, which has this number in the take."""
        luma, full = _luma(frame)
        small = _scaled(luma, moving.WIDTH, full)
        place = number % self._step
        looked, before_look = place == 0, self._step > 1 and place == self._step - 1
        large = _scaled(luma, WIDEST, full) if looked or before_look else None
        self._motion.extend(_moved(self._small, small))
        if looked:
            self._closer.extend((float(number), *_looked(luma, large, self._large)))
        if before_look:
            self._large = large
        if not self._frames:
            self._size = (luma.shape[1], luma.shape[0])
            self._opening = End(small, large if looked else None)
        self._closing = End(small, large if before_look else None)
        self._small, self._frames = small, self._frames + 1

    def seen(self, unread: int = 0) -> Seen:
        motion = np.array(self._motion, np.float32).reshape(-1, len(MOTION))
        closer = np.array(self._closer, np.float32).reshape(-1, len(CLOSER))
        ends = (self._opening, self._closing) if self._opening and self._closing else None
        return Seen(self._frames, self._size, motion, closer, unread, ends)


def joined(stretches: Sequence[Seen]) -> Seen:
    """Stretches of a take that follow one another, none of them empty, as one."""
    for before, after in itertools.pairwise(stretches):
        _mend(before, after)
    return Seen(
        sum(one.frames for one in stretches),
        stretches[0].size,
        np.concatenate([one.motion for one in stretches]),
        np.concatenate([one.closer for one in stretches]),
        sum(one.unread for one in stretches),
        None,
    )


def _mend(before: Seen, after: Seen) -> None:
    """Give the first frame of a stretch what it could not know of the last one before it."""
    assert before.ends and after.ends
    last, first = before.ends[1], after.ends[0]
    after.motion[0] = _moved(last.small, first.small)
    if first.large is not None and last.large is not None:
        after.closer[0, _NOISE] = _noise(first.large, grain.residue(first.large), last.large)


def _moved(before: Grey | None, small: Grey) -> tuple[float, ...]:
    level = float(small.mean())
    if before is None or before.shape != small.shape:
        return (np.nan, np.nan, np.nan, np.nan, np.nan, 0.0, level)
    shift = moving.camera(before, small) or (np.nan,) * 3
    return (*shift, *moving.change(before, small), moving.light(before, small), level)


def _noise(large: Grey, rest: NDArray[np.float32], before: Grey | None) -> float:
    return grain.noise(large, rest, None if before is None else grain.residue(before))


def _looked(luma: Grey, large: Grey, before: Grey | None) -> tuple[float, ...]:
    rest = grain.residue(large)
    blur = focus.edge_blur(large) or (np.nan, np.nan)
    count = np.bincount(large.ravel(), minlength=256) / large.size
    return (
        *(1000 * value / large.shape[1] for value in blur),
        _noise(large, rest, before),
        grain.blocks(_middle(luma)),
        grain.detail(large, rest),
        float(count[250:].sum()),
        float(count[:6].sum()),
        *(float(v) for v in np.searchsorted(np.cumsum(count), _LEVELS)),
    )


def _luma(frame: VideoFrame) -> tuple[Grey, bool]:
    """Luma in 8 bits at its own size, and whether black is 0."""
    found, depth = planes(frame)
    luma = found[0]
    if depth > 8:
        luma = (luma >> (depth - 8)).astype(np.uint8)
    return luma, is_full_range(frame)  # type: ignore[return-value]


def _scaled(luma: Grey, width: int, full: bool) -> Grey:
    """At most `width` wide, black at 0 and white at 255."""
    high, wide = luma.shape
    if wide > width:
        luma = area(luma, width, max(8, round(width * high / wide)), 8)
    return luma if full else cv2.LUT(np.ascontiguousarray(luma), _FULL)


def _middle(luma: Grey) -> Grey:
    """A part of large pictures at their own size: blocks do not survive scaling."""
    top, left = (max(0, (n - most) // 2) for n, most in zip(luma.shape, (720, WIDEST), strict=True))
    return np.ascontiguousarray(luma[top : top + 720, left : left + WIDEST])
