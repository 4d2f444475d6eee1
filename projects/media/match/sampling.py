"""A few frames of a shot, small and upright, wherever in a film they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from projects.media.frames import (
    Unreadable,
    display_size,
    frame_rate,
    open_film,
    picture_stream,
    turned,
)
from projects.media.pictures import header, is_picture
from projects.media.refusal import Refused, gettext_noop

WIDTH = 480  # of the pictures compared; the longer side
COUNT = 5  # frames looked at in a shot
FAR = 200  # frames: further ahead it is quicker to jump to a key frame
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Sample:
    """`pictures`: H x W x 3 (red, green, blue) of frames `numbers`, counted from 0.

    `length` is how many frames the shot has as far as is known, `rate` frames per second (of a
    picture as good as none), `unread` how many of the frames that were wanted cannot be read.
    """

    pictures: list[Picture]
    numbers: list[int]
    length: int
    rate: Fraction
    start: int = 0
    unread: int = 0
    still: bool = False


def sample(
    path: Path, span: tuple[int, int] | None = None, tick: Callable[[float], None] = lambda s: None
) -> Sample:
    """Frames spread over the film or its frames `span` (end exclusive), or the one picture.

    Raises `NoPicture`, `Unreadable`, `Refused("match:bad_ranges")` for frames that the film
    does not have, and for pictures `Refused`.
    """
    with path.open("rb") as file:
        head = file.read(64)
    if is_picture(head):
        return Sample([_still(path)], [0], 1, Fraction(24), still=True)
    with open_film(path) as container:
        stream = picture_stream(container)
        rate = frame_rate(stream)
        announced = _frames(container, stream, rate)
        first, end = span or (0, announced)
        if end > max(announced, _lasting(container, stream, rate)):
            said = gettext_noop("%(first)s-%(end)s, of a film with %(count)s frames")
            raise Refused("match:bad_ranges", said, first=first, end=end, count=announced)
        wanted = spread(first, end)
        found: dict[int, Picture] = {}
        for number, frame in _wanted(container, stream, wanted, rate):
            found[number] = small(frame, stream.sample_aspect_ratio)
            tick(len(found) / len(wanted))
    if not found:
        raise Unreadable(f"no frame of {first} to {end}")
    numbers = sorted(found)
    end = end if span else max(end, numbers[-1] + 1)
    unread = len(wanted) - len(numbers)
    return Sample([found[n] for n in numbers], numbers, end - first, rate, first, unread)


def spread(first: int, end: int) -> list[int]:
    """At most `COUNT` frames, each in the middle of its share."""
    count = max(1, min(COUNT, end - first))
    return [first + (2 * n + 1) * (end - first) // (2 * count) for n in range(count)]


def small(frame: VideoFrame, aspect: Fraction | None) -> Picture:
    """The frame as a player shows it, its longer side `WIDTH` pixels."""
    shape = Fraction(frame.width, frame.height) * Fraction(aspect or 1)
    upright = 1 / shape if round(frame.rotation / 90) % 2 else shape
    wide = WIDTH if upright >= 1 else max(2, round(WIDTH * upright))
    width, height = display_size(frame, Fraction(aspect) if aspect else None, wide)
    picture = frame.reformat(width=width, height=height, format="rgb24", interpolation="AREA")
    return turned(picture.to_ndarray(), frame.rotation)


def _still(path: Path) -> Picture:
    header(path)  # refuses sizes nobody can hold
    whole = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    if whole is None:
        raise Unreadable(path.name)
    share = WIDTH / max(whole.shape[:2])
    size = (max(2, round(whole.shape[1] * share)), max(2, round(whole.shape[0] * share)))
    shrunk = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(shrunk, cv2.COLOR_BGR2RGB).astype(np.uint8)


def _frames(container: InputContainer, stream: VideoStream, rate: Fraction) -> int:
    if stream.frames:
        return int(stream.frames)
    return _lasting(container, stream, rate)


def _lasting(container: InputContainer, stream: VideoStream, rate: Fraction) -> int:
    """Frames by how long the film lasts: the last one of an uneven rate has a higher number."""
    if stream.duration and stream.time_base:
        return max(1, round(stream.duration * stream.time_base * rate))
    seconds = Fraction(container.duration or 0, av.time_base)
    return max(1, round(seconds * rate))


def _wanted(
    container: InputContainer, stream: VideoStream, wanted: list[int], rate: Fraction
) -> Iterator[tuple[int, VideoFrame]]:
    """The frames wanted, or where one cannot be decoded the next that can."""
    stream.thread_type = "AUTO"
    beat = stream.time_base or Fraction(1, 1000)
    start = stream.start_time or 0
    at, left = -FAR - 1, list(wanted)
    while left:
        if left[0] - at > FAR and left[0] > 0:
            container.seek(round(left[0] / rate / beat) + start, stream=stream)
        reached = None
        for number, frame in _numbered(container, stream, start, beat * rate):
            if number >= left[0]:
                reached = number
                yield number, frame
                break
        if reached is None:
            return
        at, left = reached, [n for n in left if n > reached]


def _numbered(
    container: InputContainer, stream: VideoStream, start: int, beat: Fraction
) -> Iterator[tuple[int, VideoFrame]]:
    try:
        for frame in container.decode(stream):
            if frame.pts is not None:
                yield round((frame.pts - start) * beat), frame
    except av.error.FFmpegError:
        return
