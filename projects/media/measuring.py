"""The frames of a film's shots measured, by several workers where it can be cut apart."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media.frames import frames_of
from projects.media.pool import Pool, Tell
from projects.media.shots.pieces import frames_at, span_of, stretches
from projects.media.shots.segments import Segment
from projects.media.worth_showing import WIDTH, Measured, measured, moved

EVEN = 6  # pieces of the film for each worker: with fewer, one has nothing to do at the end

Spans = Sequence[tuple[int, int]]
Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class _Part:
    path: Path
    run: tuple[Segment, ...]
    spans: Spans


@dataclass(frozen=True)
class _Row:
    """Frames of one part, and the first and last of them as they were measured."""

    frames: list[Measured]
    first: Grey
    last: Grey


def measured_frames(
    path: Path, segments: Sequence[Segment], spans: Spans, pool: Pool, tell: Tell
) -> Iterator[Measured]:
    """The frames in the `spans` (first and end, exclusive; in order), each compared with the one
    before it in its span. Without segments the film is decoded in one go.

    Raises `Untrusted`, and what `tell` raises, which gets the share done.
    """
    if not spans:
        return
    if not segments:
        end = spans[-1][1]
        frames = _telling(frames_of(path, 0, end), range(end), tell)
        yield from (found for found, _grey in _measured(frames, spans))
        return
    runs = stretches(segments, EVEN * pool.workers)
    parts = [_Part(path, run, inside) for run in runs if (inside := _inside(spans, span_of(run)))]
    yield from _joined(pool.each(measure, parts, tell), {start for start, _end in spans})


def _inside(spans: Spans, reach: range) -> list[tuple[int, int]]:
    cut = ((max(start, reach.start), min(end, reach.stop)) for start, end in spans)
    return [(start, end) for start, end in cut if start < end]


def measure(part: _Part, tell: Tell) -> _Row:
    """Of `measured_frames`, one part."""
    wanted = [number for start, end in part.spans for number in range(start, end)]
    frames = _telling(frames_at(part.path, part.run, wanted), span_of(part.run), tell)
    found: list[Measured] = []
    first = last = np.zeros((0, 0), np.uint8)
    for one, grey in _measured(frames, part.spans):
        first = first if found else grey
        last = grey
        found.append(one)
    return _Row(found, first, last)


def _telling(
    frames: Iterable[tuple[int, VideoFrame]], reach: range, tell: Tell
) -> Iterator[tuple[int, VideoFrame]]:
    for number, frame in frames:
        tell((number - reach.start) / max(1, len(reach)))
        yield number, frame


def _measured(
    frames: Iterable[tuple[int, VideoFrame]], spans: Spans
) -> Iterator[tuple[Measured, Grey]]:
    at, before = 0, None
    for number, frame in frames:
        while at < len(spans) and number >= spans[at][1]:
            at, before = at + 1, None
        if at == len(spans):
            return
        if number >= spans[at][0]:
            grey = _grey(frame)
            yield measured(number, grey, before), grey
            before = grey


def _joined(rows: Iterable[_Row], starts: set[int]) -> Iterator[Measured]:
    """What was measured without the frame before it, as that is in the part before, gets it."""
    before: _Row | None = None
    for row in rows:
        first, *rest = row.frames
        if before and first.number not in starts:
            first = replace(first, motion=moved(row.first, before.last))
        yield first
        yield from rest
        before = row


def _grey(frame: VideoFrame) -> Grey:
    width = min(WIDTH, frame.width)
    height = max(2, round(frame.height * width / frame.width))
    return frame.reformat(width=width, height=height, format="gray").to_ndarray()
