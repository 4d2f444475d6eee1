"""A few frames from all over a film, found quickly."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from projects.media.counting import stamps
from projects.media.facts import Facts
from projects.media.reading import (
    PATIENCE,
    film_frames,
    frames_of,
    only,
    opened,
    picture_stream,
    use_cores,
)
from projects.media.scaling import Scaler

# Films up to this many pixels are decoded straight through in about a second.
_SHORT = 300_000_000
_BEARABLE = 3_000_000_000

Glimpse = tuple[int, np.ndarray]


def glimpses(path: Path, facts: Facts, *, count: int, size: tuple[int, int]) -> Iterator[Glimpse]:
    """Up to `count` distinct frames, evenly spread: frame index and RGB, H x W x 3 uint8.

    `size` is (width, height) of what comes out. Long films give the key frame at or before
    each place, so that nothing in between has to be decoded.
    """
    wanted = spread(facts.frames, count)
    weight = facts.coded_width * facts.coded_height * facts.frames
    scaler = Scaler(size, facts)
    found: list[Glimpse] = []
    if weight > _SHORT:
        found = [(at, _rgb(scaler, frame)) for at, frame in _key_frames(path, facts, wanted)]
    if len(found) < max(1, len(wanted) // 2) and (weight <= _BEARABLE or not found):
        found = [(at, _rgb(scaler, frame)) for at, frame in _straight(path, facts, wanted)]
    yield from found


def spread(frames: int, count: int) -> list[int]:
    """At most `count` frame indices, each in the middle of its share of the film."""
    count = max(1, min(count, frames))
    return [(2 * n + 1) * frames // (2 * count) for n in range(count)]


def _rgb(scaler: Scaler, frame: VideoFrame) -> np.ndarray:
    return scaler.scaled(frame).to_ndarray(format="rgb24", src_colorspace="ITU709")


def _straight(path: Path, facts: Facts, wanted: Sequence[int]) -> Iterator[tuple]:
    places = set(wanted)
    with opened(path) as container:
        stream = picture_stream(container)
        only(container, stream)
        use_cores(stream, steady=facts.damaged)
        for index, frame in enumerate(film_frames(container, stream)):
            if index in places:
                yield index, frame
            if index >= wanted[-1]:
                return


def _key_frames(path: Path, facts: Facts, wanted: Sequence[int]) -> Iterator[tuple]:
    listed = stamps(path) if facts.vfr else None
    seen: set[int] = set()
    with opened(path) as container:
        stream = picture_stream(container)
        only(container, stream)
        stream.codec_context.skip_frame = "NONKEY"
        use_cores(stream, steady=True)  # one picture at a time has no use for threads
        for place in wanted:
            frame = _key_frame(container, stream, _stamp(place, stream, facts, listed))
            index = place if frame is None else _index(frame, stream, facts, listed)
            if frame is not None and index not in seen:
                seen.add(index)
                yield index, frame


def _key_frame(container: InputContainer, stream: VideoStream, stamp: int) -> VideoFrame | None:
    try:
        container.seek(stamp, stream=stream, backward=True)
        return next(frames_of(container, stream, patience=10 * PATIENCE), None)
    except av.FFmpegError:
        return None


def _stamp(place: int, stream: VideoStream, facts: Facts, listed: np.ndarray | None) -> int:
    if listed is not None:
        return int(listed[min(place, len(listed) - 1)])
    return (stream.start_time or 0) + int(place / facts.rate / stream.time_base)


def _index(frame: VideoFrame, stream: VideoStream, facts: Facts, listed: np.ndarray | None) -> int:
    stamp = frame.pts or 0
    if listed is not None:
        return min(int(np.searchsorted(listed, stamp)), facts.frames - 1)
    elapsed = Fraction(stamp - (stream.start_time or 0)) * stream.time_base
    return min(max(0, round(elapsed * facts.rate)), facts.frames - 1)
