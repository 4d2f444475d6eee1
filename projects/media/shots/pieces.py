"""Frames from anywhere in a film, exactly as decoding it from its beginning gives them."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
from av.video.frame import VideoFrame

from projects.media import sharing
from projects.media.frames import open_film, picture_stream
from projects.media.shots.reading import Untrusted, segment_frames
from projects.media.shots.segments import Segment


def frames_at(
    path: Path, segments: Sequence[Segment], wanted: Sequence[int], *, one_core: bool = False
) -> Iterator[tuple[int, VideoFrame]]:
    """The frames `wanted` (ascending, such as a range) with their numbers.

    Only segments that hold one are decoded, each as far as it is needed. Raises `Untrusted` where
    anything does not add up or is damaged: then the film has to be decoded straight through, as
    what survives of it depends on where decoding begins.
    """
    with open_film(path) as container:
        stream = picture_stream(container)
        if one_core or sharing.one_of_several():
            stream.codec_context.thread_count = 1
        else:
            stream.thread_type = "AUTO"
        for segment in segments:
            low, high = (bisect_left(wanted, n) for n in (segment.first, _end(segment)))
            if low < high:
                yield from _of_one(container, stream, segment, wanted[low:high])


def held_by(segments: Sequence[Segment], wanted: Sequence[int]) -> tuple[Segment, ...]:
    """Those of the segments that hold one of the frames `wanted` (ascending)."""
    return tuple(
        one for one in segments if bisect_left(wanted, one.first) < bisect_left(wanted, _end(one))
    )


def stretches(segments: Sequence[Segment], count: int) -> list[tuple[Segment, ...]]:
    """The segments in at most `count` runs of about as many frames each."""
    frames = sum(segment.frames for segment in segments)
    runs: list[list[Segment]] = []
    for segment in segments:
        if not runs or segment.first - segments[0].first >= frames * len(runs) / count:
            runs.append([])
        runs[-1].append(segment)
    return [tuple(run) for run in runs]


def span_of(run: Sequence[Segment]) -> range:
    """The numbers of the frames of neighbouring segments."""
    return range(run[0].first, _end(run[-1]))


def _end(segment: Segment) -> int:
    return segment.first + segment.frames


def _of_one(
    container: av.container.InputContainer, stream, segment: Segment, wanted: Sequence[int]
) -> Iterator[tuple[int, VideoFrame]]:
    """Counted to its end when its last frame is wanted: one too many is as wrong as one missing."""
    chosen = wanted if isinstance(wanted, range) else set(wanted)
    number, last = segment.first, wanted[-1]
    try:
        for frame in segment_frames(container, stream, segment):
            if frame.is_corrupt or number >= _end(segment):
                raise Untrusted(f"frame {number}")
            if number in chosen:
                yield number, frame
            number += 1
            if number > last and last != _end(segment) - 1:
                return
    except av.error.FFmpegError as error:
        raise Untrusted(str(error)) from error
    if number <= last:
        raise Untrusted(f"{number - segment.first} frames instead of {segment.frames}")
