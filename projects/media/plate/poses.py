"""Where the camera stood at each sampled frame, seen from one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.plate.coarse import Shared, parts_of, shared_shift, smoothed

WORKING = 960  # pictures are at most so wide while they are compared
CORNERS, LEAST = 4000, 12
CLEAR = 0.02  # of the best corner: fainter ones are noise
CELL, PER_CELL = 48, 3  # working pixels
SPREAD = 0.4  # a pose holds in such a share of the picture's parts at least
PART = 160  # working pixels
AGREEING = 0.12  # of the tracked points; somebody large in front takes most of them
ENOUGH, FIRM = 0.9, 0.5  # shares of frames placed and of corners that hold; below, parts are tried
LOCKED = 0.6  # share of the frames that stand still; the rest is then taken to stand too
ALMOST = 0.8  # standing still is believed when it explains nearly as many points
STILL = 0.12  # displacements below are noise of the measurement, in working pixels
SWAY = 0.03  # up to this share of the width the plate takes the middle pose

Grey = NDArray[np.uint8]
Matrix = NDArray[np.float64]  # 3 x 3: from pixels of the plate to pixels of the frame


@dataclass(frozen=True)
class Poses:
    """`matrices` holds None where a frame could not be placed.

    `travel` is how far the picture's corners move from the middle pose, in pixels of the
    film, but for a twentieth of the frames; `jerk` the typical step against the smooth
    course, in the same; `held` the share of the tracked points that agree with the camera's
    motion, at the median.
    """

    matrices: list[Matrix | None]
    reference: int
    travel: float
    jerk: float
    held: float


def working_grey(grey: Grey) -> Grey:
    """A picture at working size, with brightness and contrast evened out place by place."""
    values = cv2.GaussianBlur(grey, (0, 0), 1.0).astype(np.float32)
    mean = cv2.GaussianBlur(values, (0, 0), 10)
    deviation = np.sqrt(cv2.GaussianBlur((values - mean) ** 2, (0, 0), 10)) + 12
    return np.clip(128 + 40 * (values - mean) / deviation, 0, 255).astype(np.uint8)


def find_poses(greys: Sequence[Grey], width: int, height: int) -> Poses:
    """The poses of all frames, seen from the middle one; sizes are those of the film."""
    reference, scale = len(greys) // 2, width / greys[0].shape[1]
    points = _corners(greys[reference])
    if len(points) < LEAST:  # nothing to hold on to: a wall, a sky
        return Poses([np.eye(3) for _ in greys], reference, 0.0, 0.0, 0.0)
    found, held = _by_corners(greys, reference, points)
    if _count(found) < ENOUGH * len(greys) or float(np.median(held)) < FIRM:
        coarse = _by_parts(greys, reference)
        if _stands(coarse[0]) or _count(coarse[0]) > _count(found):
            found, held = coarse
    return _centred([_scaled(m, scale) for m in found], reference, held, width, height, scale)


Tried = tuple[list[Matrix | None], list[float]]  # a pose and a share that holds for each frame


def _count(found: Sequence[Matrix | None]) -> int:
    return sum(matrix is not None for matrix in found)


def _stands(found: Sequence[Matrix | None]) -> bool:
    """Whether most of the frames that have a pose stand still."""
    known = [np.array_equal(matrix, np.eye(3)) for matrix in found if matrix is not None]
    return len(known) > LOCKED * len(found) and float(np.mean(known)) > LOCKED


def _by_corners(greys: Sequence[Grey], reference: int, points: np.ndarray) -> Tried:
    found: list[Matrix | None] = [None] * len(greys)
    held = [0.0] * len(greys)
    found[reference], held[reference] = np.eye(3), 1.0
    for index, before in _outward(reference, len(greys)):
        guess = found[before] if found[before] is not None else np.eye(3)
        found[index], held[index] = _placed(greys[reference], greys[index], points, guess)
    return found, held


def _by_parts(greys: Sequence[Grey], reference: int) -> Tried:
    greys = smoothed(greys)
    parts = parts_of(greys[reference])
    found: list[Matrix | None] = [None] * len(greys)
    held, shifts = [0.0] * len(greys), np.zeros((len(greys), 2))
    found[reference], held[reference] = np.eye(3), 1.0
    for index, before in _outward(reference, len(greys)):
        shared = shared_shift(greys[reference], greys[index], parts, shifts[before])
        shifts[index] = shared.shift if shared else shifts[before]
        if shared:
            found[index], held[index] = _pose_of(shared), shared.share
    return found, held


def _pose_of(shared: Shared) -> Matrix:
    if shared.still:
        return np.eye(3)
    source, target = shared.source, shared.target
    matrix, _inside = cv2.findHomography(source, target, 0)
    return _simplest(source, target, np.eye(3) if matrix is None else matrix)


def _corners(grey: Grey) -> np.ndarray:
    """Corners to follow, N x 1 x 2, no more in one part of the picture than in another:
    somebody large in front has more of them than a desert behind."""
    points = cv2.goodFeaturesToTrack(grey, CORNERS, CLEAR, 5)
    if points is None:
        return np.empty((0, 1, 2), np.float32)
    taken: dict[tuple[int, int], int] = {}
    kept = []
    for point in points:  # best first
        cell = int(point[0, 0] // CELL), int(point[0, 1] // CELL)
        taken[cell] = taken.get(cell, 0) + 1
        if taken[cell] <= PER_CELL:
            kept.append(point)
    return np.array(kept, np.float32)


def _outward(middle: int, count: int) -> Iterator[tuple[int, int]]:
    """Every other index with its neighbour towards the middle."""
    yield from ((i, i + 1) for i in range(middle - 1, -1, -1))
    yield from ((i, i - 1) for i in range(middle + 1, count))


def _placed(
    base: Grey, grey: Grey, points: np.ndarray, guess: Matrix | None
) -> tuple[Matrix | None, float]:
    start = cv2.perspectiveTransform(points, guess).astype(np.float32)
    flags = cv2.OPTFLOW_USE_INITIAL_FLOW
    there, ok, error = cv2.calcOpticalFlowPyrLK(
        base, grey, points, start, winSize=(17, 17), maxLevel=3, flags=flags
    )
    good = (ok.ravel() == 1) & (error.ravel() < 24)
    if good.sum() < LEAST:
        return None, 0.0
    source, target = points[good].reshape(-1, 2), there[good].reshape(-1, 2)
    still = _agree(source, target, np.eye(3))
    matrix, inside = cv2.findHomography(source, target, cv2.RANSAC, 1.5, maxIters=800)
    kept = inside.ravel() == 1 if matrix is not None else np.zeros(len(source), bool)
    share = float(max(kept.sum(), still.sum())) / len(points)
    if still.sum() > ALMOST * max(kept.sum(), LEAST) or _spread(source, still) > SPREAD:
        return np.eye(3), share
    if kept.sum() < LEAST or kept.mean() < AGREEING or _spread(source, kept) < SPREAD:
        return None, share
    return _simplest(source[kept], target[kept], matrix), share


def _spread(source: np.ndarray, kept: np.ndarray) -> float:
    """In what share of the picture's parts a third of the points are kept."""
    parts: dict[tuple[int, int], list[bool]] = {}
    for (x, y), one in zip(source, kept, strict=True):
        parts.setdefault((int(x // PART), int(y // PART)), []).append(bool(one))
    return float(np.mean([3 * sum(found) >= len(found) for found in parts.values()]))


def _agree(source: np.ndarray, target: np.ndarray, matrix: Matrix) -> np.ndarray:
    """Which points go where `matrix` says, to the precision of what stands still."""
    away = np.linalg.norm(_through(matrix, source.astype(np.float64)) - target, axis=1)
    return away < STILL * 1.5


def _simplest(source: np.ndarray, target: np.ndarray, homography: Matrix) -> Matrix:
    """The model with the fewest freedoms that explains the points about as well as the largest."""
    shift = np.eye(3)
    shift[:2, 2] = np.median(target - source, axis=0)
    similar, _inside = cv2.estimateAffinePartial2D(source, target, ransacReprojThreshold=1.5)
    models = [shift]
    if similar is not None:
        models.append(np.vstack([similar, [0, 0, 1]]))
    least = _error(source, target, homography)
    return next((m for m in models if _error(source, target, m) < least * 1.15 + 0.03), homography)


def _error(source: np.ndarray, target: np.ndarray, matrix: Matrix) -> float:
    away = _through(matrix, source.astype(np.float64)) - target
    return float(np.sqrt((away**2).sum(1).mean()))


def _scaled(matrix: Matrix | None, scale: float) -> Matrix | None:
    """From pixels of the working picture to those of the film (centres of pixels at .5)."""
    if matrix is None:
        return None
    up = np.array([[scale, 0, (scale - 1) / 2], [0, scale, (scale - 1) / 2], [0, 0, 1]])
    return up @ matrix @ np.linalg.inv(up)


def _centred(
    matrices: list[Matrix | None],
    reference: int,
    held: list[float],
    width: int,
    height: int,
    scale: float,
) -> Poses:
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64)
    known = [m for m in matrices if m is not None]
    standing = float(np.mean([np.array_equal(m, np.eye(3)) for m in known])) > LOCKED
    if standing:  # somebody close to the camera does not move it
        known = [np.eye(3)] * len(known)
    moved = np.stack([_through(m, corners) - corners for m in known])
    middle = np.median(moved, axis=0)
    travel = float(np.percentile(np.linalg.norm(moved - middle, axis=2).max(1), 95))
    jerk, share = _jerk(moved.mean(1)), float(np.median(held))
    if standing or float(np.percentile(np.linalg.norm(moved, axis=2).max(1), 90)) < STILL * scale:
        still = [None if m is None else np.eye(3) for m in matrices]
        return Poses(still, reference, travel, jerk, share)
    if travel < SWAY * width:
        back = np.eye(3)
        back[:2, 2] = -np.median(moved.mean(1), axis=0)
        matrices = [None if m is None else m @ back for m in matrices]
    return Poses(matrices, reference, travel, jerk, share)


def _through(matrix: Matrix, points: np.ndarray) -> np.ndarray:
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2), matrix).reshape(-1, 2)


def _jerk(course: np.ndarray) -> float:
    """The typical distance of a pose from the mean of its neighbours, in pixels."""
    if len(course) < 3:
        return 0.0
    bend = course[1:-1] - (course[:-2] + course[2:]) / 2
    return float(np.median(np.linalg.norm(bend, axis=1)))
