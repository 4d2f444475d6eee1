"""The first pass: what the range holds, and which shot of it is used."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from projects.media.frames import frames_of
from projects.media.shots.breakdown import look_at
from projects.media.shots.decisions import Wishes, find_transitions
from projects.media.shots.parts import Part, Parts
from projects.media.shots.pictures import luma_of, tiny
from projects.media.shots.transitions import Shot, Transition, shots_between

PART = 512
BLACK = 10  # a tiny picture whose brightest is below has nothing in it (0..255)
NEAR = 16  # frames before and after a change that are compared
FLAT = 1.5  # levels: a block that deviates less has no detail
ALIKE, SAME = 0.8, 0.35  # correlation of a block, share of such blocks in one camera position


@dataclass(frozen=True)
class Range:
    """What was found between two frames: its shots (frames of the film), and the dark ones.

    `lost` is how many frames the file announces there that could not be read.
    """

    frames: int
    start: int
    shots: list[Shot]
    black: float
    lost: int = 0

    @property
    def longest(self) -> Shot:
        return max(self.shots, key=lambda shot: shot.clean[1] - shot.clean[0])


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
        end = min(stop or film.announced, film.announced)
        return Range(frames, start, shots, _black(parts, frames), max(0, end - start - frames))
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
    """Whether the detail stays where it was: somebody crossed or the light changed, no cut."""
    before = luma_of(parts.pictures(max(0, cut.start - NEAR), cut.start))
    after = luma_of(parts.pictures(cut.end, cut.end + NEAR))
    if not len(before) or not len(after):
        return False
    one, two = (_blocks(np.median(part.astype(np.float32), axis=0)) for part in (before, after))
    both = (one.std(1) > FLAT) & (two.std(1) > FLAT)
    if both.sum() < 4:
        return False
    alike = [
        np.corrcoef(here, there)[0, 1] for here, there in zip(one[both], two[both], strict=True)
    ]
    return float(np.mean(np.array(alike) > ALIKE)) > SAME


def _blocks(luma: np.ndarray) -> np.ndarray:
    """32 x 72: the tiny picture in blocks of 9 x 8."""
    return luma.reshape(4, 9, 8, 8).transpose(0, 2, 1, 3).reshape(32, 72)


def _black(parts: Parts, frames: int) -> float:
    """Share of the frames in which nothing can be seen."""
    dark = 0
    for first in range(0, frames, PART):
        luma = luma_of(parts.pictures(first, first + PART))
        dark += int((np.percentile(luma, 99, axis=(1, 2)) < BLACK).sum())
    return dark / frames


def _moved(shot: Shot, by: int) -> Shot:
    return Shot(shot.start + by, shot.end + by, (shot.clean[0] + by, shot.clean[1] + by))
