"""One look at a film: a tiny picture of each frame, its shots, and where in it the picture is."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.pool import cores
from projects.media.shots.breakdown import FORMAT, Film, look_at, warnings_of
from projects.media.shots.decisions import Wishes, find_transitions
from projects.media.shots.parts import Parts
from projects.media.shots.passing import pass_over
from projects.media.shots.pictures import LUMA, SIZE, luma_of
from projects.media.shots.reading import Pass
from projects.media.shots.segments import plan
from projects.media.shots.thumbnails import ThumbnailStyle, candidate_step
from projects.media.shots.transitions import Transition, shots_between

WIDE, HIGH = 32, 18
CELLS = WIDE * HIGH
_BLACK = 24  # brighter than this somewhere in the film, a row belongs to the picture
_CHUNK = 2000

Box = tuple[float, float, float, float]
Tell = Callable[[float], None]


@dataclass(frozen=True)
class Seen:
    """A film as carrying sees it.

    `pictures` is N x CELLS luma (uint8) of the picture without bars; `shots` are frames
    (start, end exclusive); `box` is left, top, right, bottom of the picture within the frame,
    0..1; `aspect` is width over height of the frame.
    """

    pictures: NDArray[np.uint8]
    shots: tuple[tuple[int, int], ...]
    rate: Fraction
    aspect: float
    box: Box

    @property
    def frames(self) -> int:
        return len(self.pictures)

    @property
    def shape(self) -> float:
        """Width over height of the picture without its bars."""
        left, top, right, bottom = self.box
        return self.aspect * (right - left) / (bottom - top)


@dataclass(frozen=True)
class Looked:
    """A film as seen, what the file says of itself, its transitions, and the `parts` on disk with
    a JPEG of every so many frames; whoever asked for them removes them. `warnings` as a breakdown
    has them."""

    seen: Seen
    film: Film
    transitions: tuple[Transition, ...]
    parts: Parts
    warnings: tuple[dict[str, str], ...]


def look(path: Path, folder: Path, tell: Tell = lambda share: None) -> Seen:
    """Decode the film at `path` once, working in `folder`; `tell` gets 0..1 and may raise.

    Raises `NoPicture` or `Unreadable`.
    """
    # One candidate picture in a thousand frames: the pass makes some, nobody looks at them.
    looked = look_closely(path, folder, tell, WIDE, 1000)
    looked.parts.remove()
    return looked.seen


def look_closely(path: Path, folder: Path, tell: Tell, width: int, step: int | None) -> Looked:
    """As `look`, keeping a picture `width` wide every `step` frames (None: by the rate)."""
    cv2.setNumThreads(1)
    film, layout, parts = look_at(path), plan(path), Parts(folder)
    style = ThumbnailStyle(width, step or candidate_step(film.rate), film.aspect)
    identity = {"film": layout.fingerprint, "format": FORMAT, "size": SIZE, "width": width}
    work = Pass(path, parts, style)
    passed = pass_over(work, layout, identity, cores(), lambda share: tell(0.85 * share))
    frames = parts.frames()
    watch = partial(_later, tell)
    found = find_transitions(parts.pictures, frames, film.rate, Wishes(), watch, cores())
    shots = tuple((shot.start, shot.end) for shot in shots_between(found, frames))
    box = _box(parts, frames)
    pictures = np.concatenate([_cropped(parts, at, box) for at in range(0, frames, _CHUNK)])
    aspect = float(Fraction(film.width, film.height) * (film.aspect or 1))
    seen = Seen(pictures, shots, film.rate, aspect, _shares(box))
    told = warnings_of(film, frames, passed, even=layout.even)
    return Looked(seen, film, tuple(found), parts, tuple(told))


def look_at_still(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One picture (H x W luma) as the frames of a film are seen: 1 x CELLS, without bars."""
    rows = _lit(grey.max(axis=1)) or (0, grey.shape[0])
    columns = _lit(grey.max(axis=0)) or (0, grey.shape[1])
    inside = grey[slice(*rows), slice(*columns)]
    cells = cv2.resize(inside, (WIDE, HIGH), interpolation=cv2.INTER_AREA)
    return cells.reshape(1, CELLS).astype(np.uint8)


def _later(tell: Tell, share: float) -> None:
    tell(0.85 + 0.15 * share)


def _box(parts: Parts, frames: int) -> tuple[int, int, int, int]:
    """Cells that are ever bright, of 200 frames from all over the film; all where none is."""
    high, wide = LUMA
    brightest = np.zeros(LUMA, np.uint8)
    for at in np.unique(np.linspace(0, frames - 1, 200).astype(int)).tolist():
        brightest = np.maximum(brightest, luma_of(parts.pictures(at, at + 1))[0])
    rows, columns = _lit(brightest.max(axis=1)), _lit(brightest.max(axis=0))
    if rows is None or columns is None:
        return 0, 0, wide, high
    return columns[0], rows[0], columns[1], rows[1]


def _lit(line: NDArray[np.uint8]) -> tuple[int, int] | None:
    lit = np.flatnonzero(line > _BLACK)
    if len(lit) < len(line) // 4:
        return None
    return int(lit[0]), int(lit[-1]) + 1


def _cropped(parts: Parts, start: int, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    left, top, right, bottom = box
    found = luma_of(parts.pictures(start, start + _CHUNK))[:, top:bottom, left:right]
    size = (WIDE, HIGH)
    small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA).reshape(-1) for one in found]
    return np.array(small, np.uint8).reshape(-1, CELLS)


def _shares(box: tuple[int, int, int, int]) -> Box:
    (high, wide), (left, top, right, bottom) = LUMA, box
    return left / wide, top / high, right / wide, bottom / high
