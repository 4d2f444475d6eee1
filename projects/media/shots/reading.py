"""Decoding the film once: tiny pictures and candidate thumbnails, part by part."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
from av.video.frame import VideoFrame

from projects.media.frames import open_film, picture_stream
from projects.media.shots.parts import Part, Parts
from projects.media.shots.pictures import tiny
from projects.media.shots.segments import SEGMENT_FRAMES, Segment
from projects.media.shots.thumbnails import ThumbnailStyle, jpeg


class Untrusted(Exception):
    """The pieces of a film do not add up; it has to be decoded straight through."""


class Stopped(Exception):
    """Somebody asked the pass to stop."""


@dataclass
class Pass:
    """What the readers of one film share: where to read, where to write, when to stop."""

    path: Path
    parts: Parts
    style: ThumbnailStyle
    stop: threading.Event = field(default_factory=threading.Event)
    seen: int = 0
    position: float = 0.0
    errors: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, part: Part, frame: VideoFrame) -> None:
        """Take what detection and thumbnails need of the next frame of `part`."""
        if self.stop.is_set():
            raise Stopped
        if self.style.wants(part.after):
            part.candidates[part.after] = jpeg(frame, self.style)
        part.pictures.append(tiny(frame))
        with self.lock:
            self.seen += 1
            self.errors += bool(frame.is_corrupt)


def read_segment(work: Pass, segment: Segment) -> None:
    """Decode one segment on the calling thread and save it as a part; may raise Untrusted."""
    work.parts.save(_decoded(work, segment))


def part_of(path: Path, style: ThumbnailStyle, segment: Segment) -> tuple[Part, int]:
    """One segment, saved nowhere, and how many of its frames are broken. Raises Untrusted."""
    work = Pass(path, Parts(path), style)
    return _decoded(work, segment), work.errors


def _decoded(work: Pass, segment: Segment) -> Part:
    part = Part(segment.first)
    try:
        for frame in _segment_frames(work.path, segment):
            work.add(part, frame)
    except av.error.FFmpegError as error:
        raise Untrusted(str(error)) from error
    if len(part.pictures) != segment.frames:
        raise Untrusted(f"{len(part.pictures)} frames instead of {segment.frames}")
    return part


def read_straight(work: Pass) -> None:
    """Decode from the first packet to the last with all cores; broken packets are skipped."""
    part = Part(0)
    for frame in _straight_frames(work):
        work.add(part, frame)
        if len(part.pictures) == SEGMENT_FRAMES:
            work.parts.save(part)
            part = Part(part.after)
    if part.pictures:
        work.parts.save(part)


def _segment_frames(path: Path, segment: Segment) -> Iterator[VideoFrame]:
    with open_film(path) as container:
        stream = picture_stream(container)
        stream.codec_context.thread_count = 1
        yield from segment_frames(container, stream, segment)


def segment_frames(container, stream, segment: Segment) -> Iterator[VideoFrame]:
    """The frames of one segment of an opened film, as shown; may raise Untrusted, FFmpegError."""
    container.seek(segment.seek, stream=stream)
    fed = 0
    for packet in container.demux(stream):
        if not fed and packet.pts != segment.start:
            continue
        fed += 1
        yield from _inside(packet.decode(), segment)
        if fed == segment.packets:
            break
    yield from _inside(stream.codec_context.decode(None), segment)


def _inside(frames: list[VideoFrame], segment: Segment) -> Iterator[VideoFrame]:
    for frame in frames:
        if frame.pts is None:
            raise Untrusted("a frame without a time")
        if segment.start <= frame.pts < segment.end:
            yield frame


def _straight_frames(work: Pass) -> Iterator[VideoFrame]:
    size = max(1, work.path.stat().st_size)
    with open_film(work.path) as container:
        stream = picture_stream(container)
        stream.thread_type = "AUTO"
        for packet in _packets(work, container, stream):
            if work.stop.is_set():
                raise Stopped
            if packet.pos is not None:
                work.position = max(work.position, min(1.0, packet.pos / size))
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                work.errors += 1


def _packets(work: Pass, container, stream) -> Iterator[av.Packet]:
    try:
        yield from container.demux(stream)
    except av.error.FFmpegError:
        work.errors += 1
