"""A marked quadrilateral followed from its frame to both ends of a range, or until it is lost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.frames import Unreadable
from projects.media.geometry import sane_aspect
from projects.media.planar.quads import Corners, Matrix, inside, through, wrong
from projects.media.planar.sharpness import softness
from projects.media.planar.spooling import BUDGET, Picture, Spool, pictures
from projects.media.planar.tracking import Fit, Tracker
from projects.media.shots.breakdown import look_at

Grey = NDArray[np.uint8]
Tell = Callable[[float], None]

WORKING = 1920  # width of the pictures that are compared, at most
SHARP, SMALLEST = 0.8, 0.25  # softness in pixels that is aimed at, and the smallest scale for it
ROOM = 100.0  # pixels of the region's shorter side that it is not made smaller than
BLACK = 12  # levels: a region whose brightest places are darker shows nothing
OTHER = 0.5  # correlation of two tiny pictures below which it is another shot
CUT, LOST, RANGE = "cut", "lost", "range"  # why a track ends


class Unfit(Exception):
    """The region cannot be followed: `code` is corners, range, black, plain, one_frame
    or alone (the shot ends on both sides of it)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Wishes:
    """`corners` in pixels of frame `at`; frames start..stop (exclusive; None: to the end)."""

    corners: Corners
    at: int = 0
    start: int = 0
    stop: int | None = None


@dataclass
class Track:
    """`fits` by frame; each matrix takes pixels of frame `at` to those of that frame.

    `before`, `after`: why it begins and ends where it does. `skipped` is how many frames before
    `at` were too many to be kept; `announced` how many frames the file says it has.
    `scale` is how large the pictures were that were compared. `aspect` is a pixel's width by its
    height as it is shown, upright.
    """

    corners: Corners
    at: int
    width: int
    height: int
    rate: Fraction
    announced: int
    fits: dict[int, Fit] = field(default_factory=dict)
    before: str = RANGE
    after: str = RANGE
    skipped: int = 0
    scale: float = 1.0
    aspect: Fraction = Fraction(1)

    @property
    def first(self) -> int:
        return min(self.fits)

    @property
    def last(self) -> int:
        return max(self.fits)

    def matrix(self, number: int) -> Matrix:
        return self.fits[number].matrix

    def corners_of(self, number: int) -> Corners:
        return through(self.matrix(number), self.corners)


def follow(path: Path, folder: Path, wishes: Wishes, tell: Tell, budget: int = BUDGET) -> Track:
    """Follow the region; raises `Unfit`, `NoPicture`, `Unreadable`.

    Frames before `at` are kept in `folder` no longer than the call lasts.
    """
    film = look_at(path)
    track = Track(wishes.corners, wishes.at, 0, 0, film.rate, film.announced)
    track.aspect = sane_aspect(film.aspect)
    back = max(0, wishes.at - wishes.start)
    expected = back + max(1, (wishes.stop or film.announced or 1000) - wishes.start)
    spool = Spool(folder / "frames before", budget)
    try:
        return _follow(path, track, wishes, spool, lambda done: tell(min(1.0, done / expected)))
    finally:
        spool.close()
        if (track.width, track.height) == (film.height, film.width) != (film.width, film.height):
            track.aspect = 1 / track.aspect  # it is shown turned


def _follow(path: Path, track: Track, wishes: Wishes, spool: Spool, tell: Tell) -> Track:
    tracker: Tracker | None = None
    reference, last = np.zeros((1, 1), np.uint8), np.zeros((1, 1), np.uint8)
    seen = 0
    for number, picture in pictures(path, wishes.start, wishes.stop):
        seen += 1
        if not track.width:
            _measure(track, picture)
        grey = working(picture)
        if number < wishes.at:
            spool.add(number, grey)
        elif tracker is None:
            tracker, last = _begin(track, grey), grey
            reference = _compared(track, grey)
        elif _advance(track, tracker, number, _compared(track, grey)):
            last = grey
        else:
            track.after = _why(last, grey)
            break
        tell(seen)
    if not seen and not wishes.start:
        raise Unreadable("no frame can be decoded")
    if tracker is None:
        raise Unfit("range", f"{wishes.at}")
    _back(track, tracker, spool, reference, lambda done: tell(seen + done))
    _check(track, seen)
    return track


def _measure(track: Track, picture: Picture) -> None:
    track.height, track.width = picture.shape[:2]
    if (said := wrong(track.corners.tolist(), track.width, track.height)) is not None:
        raise Unfit("corners", f"{said}:{track.width}x{track.height}")


def working(picture: Picture) -> Grey:
    """The picture in grey, at most WORKING wide."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)
    height, width = grey.shape
    return _sized(grey, min(1.0, WORKING / width), width, height)


def _sized(grey: Grey, scale: float, width: int, height: int) -> Grey:
    size = (round(width * scale), round(height * scale))
    if grey.shape[::-1] == size:
        return grey
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _compared(track: Track, grey: Grey) -> Grey:
    """The working picture at the size at which it is compared."""
    return _sized(grey, track.scale, track.width, track.height)


def fitting_scale(grey: Grey, corners: Corners) -> float:
    """How much smaller to compare: a soft region holds nothing more in more pixels but grain."""
    within = inside(corners, grey.shape[1], grey.shape[0]) > 0
    soft = softness(grey.astype(np.float32), within) or 0.0
    least = max(SMALLEST, ROOM / float(np.ptp(corners, axis=0).min()))
    return min(1.0, max(least, SHARP / max(soft, SHARP)))


def _scale(track: Track) -> Matrix:
    """To the pictures that are compared: as they are resized, whole pixels in each direction."""
    wide = round(track.width * track.scale) / track.width
    high = round(track.height * track.scale) / track.height
    return np.array([[wide, 0, wide / 2 - 0.5], [0, high, high / 2 - 0.5], [0, 0, 1.0]])


def _begin(track: Track, grey: Grey) -> Tracker:
    track.scale = min(1.0, WORKING / track.width)
    corners = through(_scale(track), track.corners)
    mask = inside(corners, grey.shape[1], grey.shape[0])
    if float(np.percentile(grey[mask > 0], 99)) < BLACK:
        raise Unfit("black")
    track.scale *= fitting_scale(grey, corners)
    tracker = Tracker(_compared(track, grey), through(_scale(track), track.corners))
    if not tracker.holds:
        raise Unfit("plain", f"{len(tracker.points)}")
    track.fits[track.at] = Fit(np.eye(3), 1.0, 0.0, 0.0, len(tracker.points))
    return tracker


def _advance(track: Track, tracker: Tracker, number: int, grey: Grey) -> bool:
    fit = tracker.step(grey)
    if fit is None:
        return False
    scale = _scale(track)
    matrix = np.linalg.inv(scale) @ fit.matrix @ scale
    size = scale[0, 0]
    track.fits[number] = Fit(
        matrix / matrix[2, 2], fit.certainty, fit.residual / size, fit.strays / size, fit.count
    )
    return True


def _back(track: Track, tracker: Tracker, spool: Spool, reference: Grey, tell: Tell) -> None:
    tracker.again(reference)
    last = reference
    track.skipped = spool.dropped
    for done, (number, grey) in enumerate(spool.backwards()):
        if not _advance(track, tracker, number, _compared(track, grey)):
            track.before = _why(last, grey)
            break
        last = grey
        tell(done)


def _why(last: Grey, grey: Grey) -> str:
    """Whether another shot begins there or the plane alone was lost."""
    tiny = [cv2.resize(g, (32, 18), interpolation=cv2.INTER_AREA) for g in (last, grey)]
    values = [t.astype(np.float64).ravel() for t in tiny]
    if min(v.std() for v in values) < 1:
        return CUT
    return CUT if np.corrcoef(*values)[0, 1] < OTHER else LOST


def _check(track: Track, seen: int) -> None:
    if seen == 1:
        raise Unfit("one_frame")
    if len(track.fits) == 1:
        ends = {track.before, track.after}
        raise Unfit("alone" if CUT in ends else "plain", f"{track.fits[track.at].count}")
