"""From a shot to its empty background: two passes over the film, and the picture between."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.plate.filling import fill
from projects.media.plate.gathering import Aligned, Gathered, align, gather, measure, sampled
from projects.media.plate.grain import grain_of
from projects.media.plate.hypotheses import Chosen, choose
from projects.media.plate.judging import Judged, confidence, judge
from projects.media.plate.painting import paint
from projects.media.plate.poses import SWAY, Poses
from projects.media.plate.visits import Visits, find_visits
from projects.media.plate.watching import Range, watch_range
from projects.media.refusal import Refused, gettext_noop
from projects.media.shots.breakdown import Film, look_at
from projects.media.shots.transitions import Shot

LOOKING, READING, ALIGNING, CHOOSING, PAINTING = (
    "looking",
    "reading",
    "aligning",
    "choosing",
    "painting",
)
SHARES = {
    LOOKING: (0.0, 0.2),
    READING: (0.2, 0.45),
    ALIGNING: (0.45, 0.6),
    CHOOSING: (0.6, 0.75),
    PAINTING: (0.75, 1.0),
}
FEWEST = 8  # frames
BLACK = 0.9
PLACED, HELD = 0.6, 0.5  # shares of frames and of detailed places; below it is refused
CONSENT = 0.5  # share of the points that follow one motion, where the camera goes far

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Wishes:
    """Frames start..stop of the film (stop exclusive, None: to the end)."""

    start: int = 0
    stop: int | None = None
    samples: int = 120
    stabilise: bool = True


@dataclass(frozen=True)
class Plate:
    """`picture` H x W x 3 uint16 red green blue; `mask` H x W as `judging.confidence` says.

    `frame` is the film's frame nearest to the plate's framing, of which `example` is the
    picture as it was used.
    """

    film: Film
    found: Range
    picture: NDArray[np.uint16]
    mask: NDArray[np.uint8]
    example: NDArray[np.uint16]
    numbers: list[int]
    poses: Poses
    gains: NDArray[np.float32]
    judged: Judged
    left_out: int

    @property
    def rate(self) -> Fraction:
        return self.film.rate

    @property
    def shot(self) -> Shot:
        return self.found.longest

    @property
    def seen_seconds(self) -> float:
        """How long the background is seen where that is short (the fifth percentile)."""
        start, end = self.shot.clean
        return float(np.percentile(self.judged.share, 5)) * (end - start) / float(self.rate)

    def share(self, low: int, high: int) -> float:
        """Share of the plate whose confidence is low..high (inclusive)."""
        return float(((self.mask >= low) & (self.mask <= high)).mean())


def make_plate(path: Path, folder: Path, wishes: Wishes, progress: Progress) -> Plate:
    """The plate of the longest shot in the range.

    Raises `NoPicture`, `Unreadable`, `Refused`, and whatever `progress` raises; working
    files in `folder` are gone when it returns.
    """

    def watch(stage: str) -> Callable[[float], None]:
        low, high = SHARES[stage]
        return lambda share: progress(stage, low + (high - low) * min(max(share, 0.0), 1.0))

    film = look_at(path)
    found = watch_range(path, folder, wishes.start, wishes.stop, watch(LOOKING))
    start, stop = _usable(found)
    numbers = sampled(start, stop, wishes.samples, film.width * film.height)
    gathered = gather(path, folder, numbers, watch(READING))
    try:
        return _made(film, found, gathered, wishes, watch)
    finally:
        gathered.stack.close()


def _usable(found: Range) -> tuple[int, int]:
    if not found.frames:
        raise Refused("plate:range", gettext_noop("there is no frame in it"))
    if found.black >= BLACK:
        raise Refused("plate:black")
    start, stop = found.longest.clean
    if stop - start < FEWEST:
        raise Refused("plate:too_short", gettext_noop("%(count)s frames"), count=stop - start)
    return start, stop


def _made(
    film: Film,
    found: Range,
    gathered: Gathered,
    wishes: Wishes,
    watch: Callable[[str], Callable[[float], None]],
) -> Plate:
    watch(ALIGNING)(0)
    poses = measure(gathered)
    _standing_or_slow(poses, film.width, wishes)
    if not wishes.stabilise:
        poses = replace(poses, matrices=[np.eye(3)] * len(poses.matrices))
    aligned = align(gathered, poses, watch(ALIGNING))
    total = len(gathered.numbers)
    if len(aligned.which) < max(FEWEST, total // 4):
        raise Refused("plate:restless")
    visits, chosen = _choice(aligned, watch(CHOOSING))
    judged = judge(visits, chosen)
    if judged.texture < HELD:
        raise Refused("plate:moving")
    picture, mask = _painted(aligned, visits, chosen, judged, watch(PAINTING))
    return Plate(
        film,
        found,
        picture,
        mask,
        gathered.stack.read(aligned.which[len(aligned.which) // 2]),
        aligned.numbers,
        poses,
        aligned.light.gains,
        judged,
        total - len(aligned.which),
    )


def _standing_or_slow(poses: Poses, width: int, wishes: Wishes) -> None:
    """Refuses what cannot be laid over one another, or may not be and would have to."""
    placed = sum(matrix is not None for matrix in poses.matrices) / len(poses.matrices)
    far = poses.travel > SWAY * width
    if far and (not wishes.stabilise or poses.held < CONSENT):
        raise Refused("plate:moving")
    if wishes.stabilise and placed < PLACED:
        raise Refused("plate:moving")


def _choice(aligned: Aligned, tell: Callable[[float], None]) -> tuple[Visits, Chosen]:
    tell(0)
    count, height, width = aligned.valid.shape
    grain = grain_of(aligned.small, aligned.valid)
    series = aligned.small.reshape(count, -1, 3)
    near = float(np.clip(4 * grain * np.sqrt(3) + 5, 9, 24))
    visits = find_visits(series, aligned.valid.reshape(count, -1), near)
    tell(0.5)
    return visits, choose(visits, height, width, grain)


def _painted(
    aligned: Aligned,
    visits: Visits,
    chosen: Chosen,
    judged: Judged,
    tell: Callable[[float], None],
) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    shape = aligned.valid.shape
    places = np.arange(chosen.kind.size)
    seen = visits.when[chosen.kind.reshape(-1), :, places].T.reshape(shape)
    safe = np.stack([cv2.erode(m.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0 for m in seen])
    painted = paint(aligned.stack, aligned.which, seen, safe, tell)
    mask = confidence(judged, painted.agreeing, shape[0])
    filled = fill(painted.picture, mask > 0)
    return np.clip(np.round(filled), 0, 65535).astype(np.uint16), mask
