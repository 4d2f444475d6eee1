"""The best stills of each shot of a film: found, measured, written.

Three passes over the film: one finds the shots, one measures, one writes what was chosen; each
of them by several workers where the film can be cut apart. Nothing is held in memory but
measures, a few numbers a frame.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media.frames import display_size, frames_of, turned
from projects.media.kept import Kept
from projects.media.likeness import likeness
from projects.media.measuring import EVEN, Spans, measured_frames
from projects.media.pool import Pool, Tell
from projects.media.shots.breakdown import Breakdown, break_down
from projects.media.shots.decisions import Wishes
from projects.media.shots.pieces import frames_at, held_by, stretches
from projects.media.shots.reading import Untrusted
from projects.media.shots.segments import Segment
from projects.media.worth_showing import Measured, fairly, scores, spaced

FINDING, MEASURING, WRITING = "finding", "measuring", "writing"
SHARES = {FINDING: (0.0, 0.5), MEASURING: (0.5, 0.8), WRITING: (0.8, 1.0)}
LARGE, SMALL = 1600, 320  # widths of the viewing renditions, in pixels, as shown upright
QUALITY = {"full": 95, "large": 86, "small": 80}

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Choice:
    """How many, and how far apart. `shortest` and `apart` are in frames."""

    per_shot: int = 3
    most: int = 200
    shortest: int = 8
    apart: int = 12
    ending: str = ".jpg"
    sensitivity: float = 0.5


@dataclass(frozen=True)
class Still:
    """One chosen frame: `shot` counts from 1; `plate` is the frame in the middle of its shot.

    `full`, `large` and `small` are files; width and height are those of `full`, in pixels."""

    number: int
    shot: int
    plate: int
    score: float
    measure: Measured
    width: int
    height: int
    hash: str
    full: Path
    large: Path
    small: Path


@dataclass(frozen=True)
class Found:
    """The film's breakdown and its stills, in film order."""

    breakdown: Breakdown
    stills: Sequence[Still]


@dataclass(frozen=True)
class _Chosen:
    """A frame to be written: number, its shot from 1, the shot's middle, why it was chosen."""

    number: int
    shot: int
    plate: int
    score: float
    measure: Measured


@dataclass(frozen=True)
class _Place:
    """Where to, and how: `aspect` of a pixel, `ending` of the file's name."""

    folder: Path
    aspect: Fraction | None
    ending: str


@dataclass(frozen=True)
class _Part:
    path: Path
    run: tuple[Segment, ...]
    chosen: list[_Chosen]
    place: _Place


def find_stills(
    path: Path, folder: Path, choice: Choice, progress: Progress, workers: int | None = None
) -> Found:
    """Raises `NoPicture`, `Unreadable`, `Refused` (as `Pool` does), and what `progress` raises."""

    def watch(stage: str, share: float) -> None:
        low, high = SHARES[stage]
        progress(stage, low + (high - low) * min(share, 1.0))

    wishes = Wishes(sensitivity=choice.sensitivity)
    broken = break_down(path, folder, wishes, 64, lambda _stage, share: watch(FINDING, share))
    with Pool(workers, Kept(folder, f"stills 1 {choice}", [path])) as pool:
        chosen = _choose(path, broken, choice, pool, lambda share: watch(MEASURING, share))
        place = _Place(folder / "stills", broken.film.aspect, choice.ending)
        stills = _write(path, broken, chosen, place, pool, lambda share: watch(WRITING, share))
    return Found(broken, stills)


def _choose(path: Path, broken: Breakdown, choice: Choice, pool: Pool, tell: Tell) -> list[_Chosen]:
    """In film order. A film that cannot be trusted in pieces is measured from end to end."""
    spans = [shot.clean for shot in broken.shots]
    spans = [span for span in spans if span[1] - span[0] >= choice.shortest]
    try:
        frames = measured_frames(path, broken.segments, spans, pool, tell)
        return _best(_by_span(frames, spans), broken, choice)
    except Untrusted:
        frames = measured_frames(path, (), spans, pool, tell)
        return _best(_by_span(frames, spans), broken, choice)


def _by_span(frames: Iterable[Measured], spans: Spans) -> Iterator[tuple[int, list[Measured]]]:
    """The frames of each span, with its first frame."""
    at, found = 0, list[Measured]()
    for frame in frames:
        while frame.number >= spans[at][1]:
            yield spans[at][0], found
            at, found = at + 1, []
        found.append(frame)
    if found:
        yield spans[at][0], found


def _best(
    by_span: Iterable[tuple[int, list[Measured]]], broken: Breakdown, choice: Choice
) -> list[_Chosen]:
    """Of each shot the best, then as many of all as are wanted."""
    index_of = {shot.clean[0]: index for index, shot in enumerate(broken.shots)}
    best: dict[int, list[_Chosen]] = {}
    for start, frames in by_span:
        index, score = index_of[start], scores(frames)
        shot, measure = broken.shots[index], {frame.number: frame for frame in frames}
        plate = (shot.start + shot.end) // 2
        best[index] = [
            _Chosen(number, index + 1, plate, score[number], measure[number])
            for number in spaced(score, choice.per_shot, choice.apart)
        ]
    kept = fairly(([one.number for one in row] for row in best.values()), choice.most)
    numbers = {number for row in kept for number in row}
    chosen = [one for row in best.values() for one in row if one.number in numbers]
    return sorted(chosen, key=lambda one: one.number)


def _write(
    path: Path,
    broken: Breakdown,
    chosen: list[_Chosen],
    place: _Place,
    pool: Pool,
    tell: Tell,
) -> list[Still]:
    place.folder.mkdir(exist_ok=True)
    numbers = [one.number for one in chosen]
    runs = stretches(held_by(broken.segments, numbers), EVEN * pool.workers)
    parts = [
        _Part(path, run, [one for one in chosen if held_by(run, [one.number])], place)
        for run in runs
    ]
    try:
        found = pool.each(_written, parts or [_Part(path, (), chosen, place)], tell, keep=False)
        return [still for stills in found for still in stills]
    except Untrusted:
        return _written(_Part(path, (), chosen, place), tell)


def _written(part: _Part, tell: Tell) -> list[Still]:
    """Without segments the film is decoded up to the last still."""
    chosen = {one.number: one for one in part.chosen}
    numbers = list(chosen)
    if not numbers:
        return []
    if part.run:
        frames = frames_at(part.path, part.run, numbers)
    else:
        frames = frames_of(part.path, 0, numbers[-1] + 1)
    first, stills = part.run[0].first if part.run else 0, list[Still]()
    for number, frame in frames:
        if number in chosen:
            stills.append(_still(chosen[number], frame, part.place))
        tell((number - first) / max(1, numbers[-1] - first))
    return stills


def _still(chosen: _Chosen, frame: VideoFrame, place: _Place) -> Still:
    picture = _upright(frame, place.aspect)
    stem = f"shot_{chosen.shot:04d}_frame_{chosen.number:07d}"
    full = place.folder / f"{stem}{place.ending}"
    large, small = place.folder / f"{stem}_large.jpg", place.folder / f"{stem}_small.jpg"
    _save(full, picture, QUALITY["full"])
    _save(large, shrunk(picture, LARGE), QUALITY["large"])
    _save(small, shrunk(picture, SMALL), QUALITY["small"])
    height, width = picture.shape[:2]
    return Still(
        number=chosen.number,
        shot=chosen.shot,
        plate=chosen.plate,
        score=round(chosen.score, 4),
        measure=chosen.measure,
        width=width,
        height=height,
        hash=likeness(picture),
        full=full,
        large=large,
        small=small,
    )


def _upright(frame: VideoFrame, aspect: Fraction | None) -> NDArray[np.uint8]:
    """The whole frame in square pixels as a player shows it (blue, green, red)."""
    sideways = round(frame.rotation / 90) % 2
    width, height = display_size(frame, aspect, frame.height if sideways else frame.width)
    picture = frame.reformat(width=width, height=height, format="bgr24").to_ndarray()
    return turned(picture, frame.rotation)


def shrunk(picture: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """At most `width` pixels wide, in the same shape."""
    high, wide = picture.shape[:2]
    if wide <= width:
        return picture
    size = (width, max(1, round(high * width / wide)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


def _save(path: Path, picture: NDArray[np.uint8], quality: int) -> None:
    options = [] if path.suffix == ".png" else [cv2.IMWRITE_JPEG_QUALITY, quality]
    path.write_bytes(cv2.imencode(path.suffix, picture, options)[1].tobytes())
