"""The region as it is without what stands before it, its light, and its grain."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.planar.following import Track
from projects.media.planar.grain import PATCH, Grain, Patch, grain_of
from projects.media.planar.quads import Matrix, inside, picture_corners, scaling, through
from projects.media.planar.spooling import Picture, pictures

Plain = NDArray[np.float32]
Tell = Callable[[float], None]

SIDE = 480  # pixels of the longer side of the region as it is compared, at most
FRAMES, GRAINY, FEWEST = 60, 16, 8  # frames that are used: for the plate, for grain, at least
EDGE = 3  # pixels along the frame's border that are not trusted
DARK, BRIGHT = 16, 240  # levels: beyond, light is not measured


@dataclass(frozen=True)
class Frame:
    """The region of one frame in the light of the region's reference: h x w x 3 levels.

    `valid` h x w: was it in the picture, and within the corners? `gain` by colour: how many times
    as bright as the reference.
    """

    picture: Plain
    valid: NDArray[np.bool_]
    gain: Plain


class Region:
    """The box around the corners in the marked frame, at most SIDE pixels; `stack` frames of it."""

    def __init__(self, track: Track) -> None:
        self.track = track
        low = np.floor(track.corners.min(0)).astype(int)
        high = np.ceil(track.corners.max(0)).astype(int) + 1
        self.whole = (int(high[0] - low[0]), int(high[1] - low[1]))
        self.shift: Matrix = np.array([[1, 0, low[0]], [0, 1, low[1]], [0, 0, 1.0]])
        self.scale = min(1.0, SIDE / max(self.whole))
        self.size = (
            max(8, round(self.whole[0] * self.scale)),
            max(8, round(self.whole[1] * self.scale)),
        )
        self.small = self.shift @ np.linalg.inv(scaling(self.scale))
        self.within = inside(through(np.linalg.inv(self.small), track.corners), *self.size) > 0
        self.reference: Plain | None = None
        self.fair = self.within  # where the reference can be compared with

    def of(self, number: int, picture: Picture) -> Frame:
        """The region in frame `number`, in the light of `reference` once there is one."""
        matrix = self.track.matrix(number)
        flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
        back = cv2.warpPerspective(
            picture, matrix @ self.shift, self.whole, flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
        small = cv2.resize(back, self.size, interpolation=cv2.INTER_AREA).astype(np.float32)
        across, along = np.meshgrid(np.arange(self.size[0]), np.arange(self.size[1]))
        places = np.stack([across.ravel(), along.ravel()], axis=1).astype(np.float64)
        there = through(matrix @ self.small, places)
        high = np.array([self.track.width - 1 - EDGE, self.track.height - 1 - EDGE])
        seen = ((there >= EDGE) & (there <= high)).all(1).reshape(self.within.shape)
        return self._lit(small, seen & self.within)

    def _lit(self, small: Plain, valid: NDArray[np.bool_]) -> Frame:
        gain = np.ones(3, np.float32)
        if self.reference is not None:
            known = self.reference.min(2) > DARK
            fair = (
                valid
                & self.fair
                & known
                & (self.reference.max(2) < BRIGHT)
                & (small.max(2) < BRIGHT)
            )
            if fair.sum() > 50:
                ratio = small[fair] / self.reference[fair]
                gain = np.clip(np.median(ratio, axis=0), 0.1, 10).astype(np.float32)
        return Frame(small / gain, valid, gain)


@dataclass(frozen=True)
class Plate:
    """The region's `picture` (h x w x 3) as most frames show it, in the light of the marked frame,
    and where it is `known`.

    `wavers` is how far frames are from it, in levels (deviation); `grain` that of the film there.
    """

    region: Region
    picture: Plain
    known: NDArray[np.bool_]
    wavers: float
    grain: Grain


def gather(path: Path, track: Track, tell: Tell) -> Plate | None:
    """The plate of the region from frames spread over the track; None where there are too few."""
    numbers = sorted(track.fits)
    if len(numbers) < FEWEST:
        return None
    spread = np.linspace(0, len(numbers) - 1, min(FRAMES, len(numbers))).round().astype(int)
    wanted = {numbers[place] for place in spread} | {track.at}
    grainy = set(sorted(wanted)[:: max(1, len(wanted) // GRAINY)])
    region = Region(track)
    stack, valid, patches, marked = [], [], [], np.ones(3, np.float32)
    for number, picture in pictures(path, track.first, track.last + 1):
        if number in wanted:
            frame = region.of(number, picture)
            if region.reference is None:
                region.reference, region.fair = frame.picture, frame.valid
            if number == track.at:
                marked = frame.gain
            stack.append(np.clip(np.round(frame.picture), 0, 255).astype(np.uint8))
            valid.append(frame.valid)
            if number in grainy:
                patches.append(_patch(track, number, picture, frame.gain))
        tell((number - track.first + 1) / len(numbers))
    grain = grain_of(patches)
    return _plate(region, np.stack(stack), np.stack(valid), marked, grain)


def _plate(
    region: Region,
    stack: NDArray[np.uint8],
    valid: NDArray[np.bool_],
    marked: Plain,
    grain: Grain,
) -> Plate:
    """`marked` is how many times as bright the marked frame is as the stack."""
    count = valid.sum(0)
    middle = _middle(stack, valid, count)
    away = np.abs(stack.astype(np.int16) - middle).max(3).astype(np.uint8)
    near = _middle(away[..., None], valid, count)[..., 0]
    known = count >= max(4, len(stack) // 8)
    wavers = float(np.median(near[known])) * 1.2 if known.any() else 0.0
    picture = np.asarray(middle * marked, np.float32)
    region.reference, region.fair = picture, known
    return Plate(region, picture, known, max(0.5, wavers), grain)


def _middle(stack: NDArray[np.uint8], valid: NDArray[np.bool_], count: np.ndarray) -> np.ndarray:
    """The median of the valid ones at each place, as int16; 255 where there is none."""
    ordered = np.sort(np.where(valid[..., None], stack, np.uint8(255)), axis=0)
    place = np.maximum((count - 1) // 2, 0)[None, ..., None]
    return np.take_along_axis(ordered, place, 0)[0].astype(np.int16)


def _patch(track: Track, number: int, picture: Picture, gain: Plain) -> Patch:
    """The middle of the region in the marked frame's place, and the frame's own pixels of it."""
    middle = np.floor(track.corners.mean(0)) - PATCH // 2
    shift = np.array([[1, 0, middle[0]], [0, 1, middle[1]], [0, 0, 1.0]])
    matrix = track.matrix(number) @ shift
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    back = cv2.warpPerspective(
        picture, matrix, (PATCH, PATCH), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    ends = through(matrix, picture_corners(PATCH, PATCH))
    low = np.clip(np.ceil(ends.min(0)), 0, None).astype(int)
    high = np.minimum(np.floor(ends.max(0)).astype(int), [track.width, track.height])
    high = np.maximum(np.minimum(high, low + 2 * PATCH), low)
    own = picture[low[1] : high[1], low[0] : high[0]]
    move = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1.0]])
    return Patch(back.astype(np.float32) / gain, own.astype(np.float32) / gain, move @ matrix)
