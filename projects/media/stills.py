"""The best stills of each shot of a film: found, measured, written.

Three passes over the film: one finds the shots, one measures, one writes what was chosen.
Nothing is held in memory but measures, a few numbers a frame.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media.frames import display_size, frames_of, turned
from projects.media.likeness import likeness
from projects.media.shots.breakdown import Breakdown, break_down
from projects.media.shots.decisions import Wishes
from projects.media.shots.transitions import Shot
from projects.media.worth_showing import WIDTH, Measured, fairly, measured, scores, spaced

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


@dataclass
class _Plan:
    shots: Sequence[Shot]
    chosen: dict[int, int] = field(default_factory=dict)  # frame → index of its shot
    score: dict[int, float] = field(default_factory=dict)
    measure: dict[int, Measured] = field(default_factory=dict)


def find_stills(path: Path, folder: Path, choice: Choice, progress: Progress) -> Found:
    """Raises `NoPicture` or `Unreadable`, and whatever `progress` raises."""

    def watch(stage: str, share: float) -> None:
        low, high = SHARES[stage]
        progress(stage, low + (high - low) * min(share, 1.0))

    wishes = Wishes(sensitivity=choice.sensitivity)
    broken = break_down(path, folder, wishes, 64, lambda _stage, share: watch(FINDING, share))
    plan = _choose(path, broken, choice, lambda share: watch(MEASURING, share))
    stills = _write(path, folder, broken, plan, choice, lambda share: watch(WRITING, share))
    return Found(broken, stills)


def _choose(path: Path, broken: Breakdown, choice: Choice, tell: Callable[[float], None]) -> _Plan:
    plan = _Plan(broken.shots)
    by_shot = [_best(frames, choice, plan) for frames in _by_shot(path, broken, choice, tell)]
    for index, numbers in enumerate(fairly(by_shot, choice.most)):
        plan.chosen |= dict.fromkeys(numbers, index)
    return plan


def _best(frames: list[Measured], choice: Choice, plan: _Plan) -> list[int]:
    score = scores(frames)
    best = spaced(score, choice.per_shot, choice.apart)
    plan.score |= {number: score[number] for number in best}
    plan.measure |= {frame.number: frame for frame in frames if frame.number in best}
    return best


def _by_shot(
    path: Path, broken: Breakdown, choice: Choice, tell: Callable[[float], None]
) -> Iterator[list[Measured]]:
    """The measured frames of each shot, none of one that is too short."""
    shots = [shot.clean for shot in broken.shots]
    at, found, before = 0, list[Measured](), None
    for number, frame in frames_of(path):
        while at < len(shots) and number >= shots[at][1]:
            yield found
            at, found, before = at + 1, [], None
        if at == len(shots):
            break
        start, end = shots[at]
        if number >= start and end - start >= choice.shortest:
            grey = _grey(frame)
            found.append(measured(number, grey, before))
            before = grey
        tell(number / max(1, broken.frames))
    yield found
    yield from ([] for _ in shots[at + 1 :])


def _grey(frame: VideoFrame) -> NDArray[np.uint8]:
    width = min(WIDTH, frame.width)
    height = max(2, round(frame.height * width / frame.width))
    return frame.reformat(width=width, height=height, format="gray").to_ndarray()


def _write(
    path: Path,
    folder: Path,
    broken: Breakdown,
    plan: _Plan,
    choice: Choice,
    tell: Callable[[float], None],
) -> list[Still]:
    target = folder / "stills"
    target.mkdir(exist_ok=True)
    last, stills = max(plan.chosen, default=-1), list[Still]()
    for number, frame in frames_of(path):
        if number > last:
            break
        if number in plan.chosen:
            stills.append(_still(number, frame, target, broken.film.aspect, plan, choice))
        tell(number / max(1, last))
    return stills


def _still(
    number: int,
    frame: VideoFrame,
    target: Path,
    aspect: Fraction | None,
    plan: _Plan,
    choice: Choice,
) -> Still:
    index = plan.chosen[number]
    shot, picture = plan.shots[index], _upright(frame, aspect)
    stem = f"shot_{index + 1:04d}_frame_{number:07d}"
    full = target / f"{stem}{choice.ending}"
    large, small = target / f"{stem}_large.jpg", target / f"{stem}_small.jpg"
    _save(full, picture, QUALITY["full"])
    _save(large, shrunk(picture, LARGE), QUALITY["large"])
    _save(small, shrunk(picture, SMALL), QUALITY["small"])
    height, width = picture.shape[:2]
    return Still(
        number=number,
        shot=index + 1,
        plate=(shot.start + shot.end) // 2,
        score=round(plan.score[number], 4),
        measure=plan.measure[number],
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
