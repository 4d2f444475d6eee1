"""A take watched from first to last frame: numbers for each frame, pictures kept of none."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media.clock import snapped
from projects.media.frames import (
    Unreadable,
    area,
    frame_rate,
    is_full_range,
    open_film,
    picture_stream,
    planes,
)
from projects.media.takes import focus, grain, moving

WIDEST = 1280  # of what focus and noise are measured on, in pixels
LOOKS = (8, 3)  # closer looks a second in short takes and in long ones
_ENOUGH = 240  # looks in all, from which on they become rarer
_LEVELS = (0.05, 0.3, 0.5, 0.7, 0.95)
_FULL = np.clip((np.arange(256) - 16) * 255 / 219, 0, 255).round().astype(np.uint8)
MOTION = ("right", "down", "turn", "change", "stir", "light", "level")
CLOSER = ("frame", "sharpest", "edges", "noise", "blocks", "detail", "white", "black") + tuple(
    f"p{round(100 * level)}" for level in _LEVELS
)

Grey = NDArray[np.uint8]
Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Watched:
    """What a take looks like, as numbers.

    `motion` is frames x `MOTION`: shift of the camera since the last frame (parts of the
    width; not a number where nothing could be followed), turn (radians), mean change and that of
    the part of the picture that stirs most (of 255), change of light (stops), level (mean luma,
    of 255). `closer` is looks x `CLOSER`: number of
    the frame, blur of the sharpest and of the middle edges (thousandths of the width), noise
    (of 255), blocks, detail, shares clipped white and black, levels that 5 to 95 % of the
    picture stay below (of 255). `unread` counts packets that could not be decoded; `sound`: there
    is a track of it.
    """

    rate: Fraction
    width: int
    height: int
    frames: int
    unread: int
    motion: Numbers
    closer: Numbers
    timecode: str | None = None
    sound: bool = False

    def row(self, name: str) -> Numbers:
        """One column of `motion` or `closer`."""
        if name in MOTION:
            return self.motion[:, MOTION.index(name)]
        return self.closer[:, CLOSER.index(name)]

    @property
    def seconds(self) -> float:
        return float(self.frames / self.rate)


def watch(path: Path, tick: Callable[[float], None]) -> Watched:
    """Watch the whole film; `tick` is told the share done and may raise.

    Raises `NoPicture`, `Unreadable` (nothing can be decoded).
    """
    with open_film(path) as container:
        stream = picture_stream(container)
        stream.thread_type = "AUTO"
        rate, expected = frame_rate(stream), _expected(container)
        timecode, sound = _timecode(container), bool(container.streams.audio)
        eyes = _Eyes(_step(float(rate), expected))
        unread = _Count()
        for number, frame in enumerate(_decoded(container, unread)):
            eyes.see(number, frame)
            if number % 8 == 0:
                tick(min(1.0, number / max(1.0, expected * float(rate))))
    if not eyes.frames:
        raise Unreadable("no frame")
    rate = snapped(rate, frames=eyes.frames)
    return Watched(rate, *eyes.size, eyes.frames, unread.value, *eyes.numbers(), timecode, sound)


def _step(rate: float, seconds: float) -> int:
    """Frames from one closer look to the next; light and movement are followed on every one."""
    most, least = LOOKS
    return max(1, round(rate / min(most, max(least, _ENOUGH / max(1.0, seconds)))))


class _Count:
    value = 0


def _expected(container: InputContainer) -> float:
    return container.duration / av.time_base if container.duration else 60.0


def _timecode(container: InputContainer) -> str | None:
    """The start timecode, wherever the file keeps it."""
    places = [*(one.metadata for one in container.streams), container.metadata]
    return next((place["timecode"] for place in places if place.get("timecode")), None)


def _decoded(container: InputContainer, unread: _Count) -> Iterator[VideoFrame]:
    """Frames as shown; what cannot be decoded is left out and counted."""
    try:
        for packet in container.demux(picture_stream(container)):
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                unread.value += 1
    except av.error.FFmpegError:
        unread.value += 1


class _Eyes:
    """Follows the frames and writes down numbers."""

    def __init__(self, step: int) -> None:
        self._step, self.frames, self.size = step, 0, (0, 0)
        self._motion, self._closer = array("f"), array("f")
        self._small: Grey | None = None
        self._grey: Grey | None = None

    def see(self, number: int, frame: VideoFrame) -> None:
        luma, full = _luma(frame)
        if not number:
            self.size = (luma.shape[1], luma.shape[0])
        small = _scaled(luma, moving.WIDTH, full)
        self._motion.extend(self._moved(small))
        place = number % self._step
        if place == self._step - 1 and self._step > 1:
            self._grey = _scaled(luma, WIDEST, full)
        if place == 0:
            self._closer.extend((float(number), *self._looked(luma, full)))
        self._small, self.frames = small, self.frames + 1

    def numbers(self) -> tuple[Numbers, Numbers]:
        motion = np.array(self._motion, np.float32).reshape(-1, len(MOTION))
        return motion, np.array(self._closer, np.float32).reshape(-1, len(CLOSER))

    def _moved(self, small: Grey) -> tuple[float, ...]:
        before, level = self._small, float(small.mean())
        if before is None or before.shape != small.shape:
            return (np.nan, np.nan, np.nan, np.nan, np.nan, 0.0, level)
        shift = moving.camera(before, small) or (np.nan,) * 3
        return (*shift, *moving.change(before, small), moving.light(before, small), level)

    def _looked(self, luma: Grey, full: bool) -> tuple[float, ...]:
        grey = _scaled(luma, WIDEST, full)
        rest = grain.residue(grey)
        before = None if self._grey is None else grain.residue(self._grey)
        blur = focus.edge_blur(grey) or (np.nan, np.nan)
        count = np.bincount(grey.ravel(), minlength=256) / grey.size
        return (
            *(1000 * value / grey.shape[1] for value in blur),
            grain.noise(grey, rest, before),
            grain.blocks(_middle(luma)),
            grain.detail(grey, rest),
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
