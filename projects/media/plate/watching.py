"""The first pass: what the range holds, and which shot of it is used."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame

from projects.media.frames import open_film, picture_stream
from projects.media.shots.breakdown import look_at
from projects.media.shots.decisions import Wishes, find_transitions
from projects.media.shots.parts import Part, Parts
from projects.media.shots.pictures import luma_of, tiny
from projects.media.shots.transitions import Shot, Transition, shots_between

PART = 512
BLACK = 10  # a tiny picture whose brightest is below has nothing in it (0..255)
SAME = 7.0  # median difference of two tiny pictures of one camera position (0..255)


@dataclass(frozen=True)
class Range:
    """What was found between two frames: its shots (frames of the film), and the dark ones."""

    frames: int
    start: int
    shots: list[Shot]
    black: float

    @property
    def longest(self) -> Shot:
        return max(self.shots, key=lambda shot: shot.clean[1] - shot.clean[0])


def frames_of(path: Path, start: int, stop: int | None) -> Iterator[tuple[int, VideoFrame]]:
    """Frames start..stop (exclusive; None: to the end), as shown; broken packets are left out."""
    number = 0
    with open_film(path) as container:
        stream = picture_stream(container)
        stream.thread_type = "AUTO"
        for packet in container.demux(stream):
            try:
                decoded = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in decoded:
                if stop is not None and number >= stop:
                    return
                if number >= start:
                    yield number, frame
                number += 1


def watch_range(
    path: Path, folder: Path, start: int, stop: int | None, tell: Callable[[float], None]
) -> Range:
    """Look at every frame of the range and divide it into shots.

    Working files are left in `folder` no longer than the call lasts.
    """
    film = look_at(path)
    expected = max(1, (stop or film.announced or 1000) - start)
    parts = Parts(folder / "tiny")
    parts.begin({})
    try:
        _fill(parts, path, start, stop, lambda done: tell(min(1.0, done / expected)))
        frames = parts.frames()
        if not frames:
            return Range(0, start, [], 0.0)
        found = find_transitions(parts.pictures, frames, film.rate, Wishes())
        cuts = [t for t in found if not _same(parts, t)]
        shots = [_moved(shot, start) for shot in shots_between(cuts, frames)]
        return Range(frames, start, shots, _black(parts, frames))
    finally:
        parts.remove()


def _fill(
    parts: Parts, path: Path, start: int, stop: int | None, tell: Callable[[float], None]
) -> None:
    part = Part(0)
    for number, frame in frames_of(path, start, stop):
        part.pictures.append(tiny(frame))
        if len(part.pictures) == PART:
            parts.save(part)
            part = Part(part.after)
        if number % 16 == 0:
            tell(number - start)
    if part.pictures:
        parts.save(part)


def _same(parts: Parts, cut: Transition) -> bool:
    """Whether most of the picture is the same before and after: somebody crossed, no cut."""
    before = luma_of(parts.pictures(max(0, cut.start - 8), cut.start)).astype(np.float32)
    after = luma_of(parts.pictures(cut.end, cut.end + 8)).astype(np.float32)
    if not len(before) or not len(after):
        return False
    one, two = np.median(before, 0), np.median(after, 0)
    gain = np.clip((np.median(one) + 1) / (np.median(two) + 1), 0.7, 1.4)
    return float(np.median(np.abs(one - two * gain))) < SAME and _alike(one, two) > 0.6


def _alike(one: np.ndarray, two: np.ndarray) -> float:
    """Correlation of what stands out from its surroundings, -1..1."""
    flat = one.std() < 2 or two.std() < 2
    return 0.0 if flat else float(np.corrcoef(one.ravel(), two.ravel())[0, 1])


def _black(parts: Parts, frames: int) -> float:
    """Share of the frames in which nothing can be seen."""
    dark = 0
    for first in range(0, frames, PART):
        luma = luma_of(parts.pictures(first, first + PART))
        dark += int((np.percentile(luma, 99, axis=(1, 2)) < BLACK).sum())
    return dark / frames


def _moved(shot: Shot, by: int) -> Shot:
    return Shot(shot.start + by, shot.end + by, (shot.clean[0] + by, shot.clean[1] + by))
