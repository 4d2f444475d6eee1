"""One step of the track: from what is known of the frame before to where the plane is now.

A first guess comes from the frame before; then the frame is warped back onto the reference
and compared with it, so that nothing adds up over the shot.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.planar.features import covered, features, without_light
from projects.media.planar.quads import Corners, Matrix, is_sane, through

Grey = NDArray[np.uint8]
Points = NDArray[np.float64]

WINDOW = (15, 15)
THERE_AND_BACK = 0.7  # pixels that a feature followed there and back may be off
NEAR = 1.0  # pixels from where the plane takes it: a feature agrees
LEAST = 12  # features that must agree
SHARE, COVER = 0.12, 0.08  # of the features in sight, of the quadrilateral's area
ALIKE = 0.5  # correlation of a feature's surroundings in both pictures
ASTRAY = 3.0  # pixels that the corners may be uncertain by
PASSES = 3
MARGIN = 24  # pixels around the quadrilateral that are compared
STILL = 0.02  # pixels: another pass would not change anything
STOP = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 0.01)


@dataclass(frozen=True)
class Fit:
    """Where the plane is: `matrix` takes the reference's pixels to the frame's.

    `certainty` is the share of the features in sight that agree, `residual` how far these are
    off (RMS), and `strays` how far two fits by half of them each put the corners apart, halved:
    what the corners are uncertain by. In pixels of the frame.
    """

    matrix: Matrix
    certainty: float
    residual: float
    strays: float
    count: int


class Tracker:
    """Follows the quadrilateral of a reference frame, frame by frame in either direction."""

    def __init__(self, reference: Grey, corners: Corners) -> None:
        self.corners = corners
        self.points = features(reference, corners)
        height, width = reference.shape
        low = np.floor(corners.min(0) - MARGIN).astype(int)
        high = np.ceil(corners.max(0) + MARGIN).astype(int) + 1
        self.left, self.top = (int(v) for v in np.maximum(low, 0))
        self.right, self.bottom = (int(v) for v in np.minimum(high, [width, height]))
        even = without_light(reference)
        self.base = even[self.top : self.bottom, self.left : self.right]
        self.start()
        self.before = even

    @property
    def holds(self) -> bool:
        """Whether the reference has enough to hold on to."""
        return len(self.points) >= LEAST and covered(self.points, self.corners) >= COVER

    def start(self) -> None:
        """Back to the reference frame: `again` sets its picture."""
        self.matrix: Matrix = np.eye(3)
        self.last: Matrix = np.eye(3)

    def again(self, reference: Grey) -> None:
        self.start()
        self.before = without_light(reference)

    def step(self, grey: Grey) -> Fit | None:
        """The plane in the next frame, or None where it is lost; then nothing has changed."""
        even = without_light(grey)
        for guess in self._guesses(even):
            fit = self._refined(even, guess)
            if fit is not None:
                self.last, self.matrix, self.before = self.matrix, fit.matrix, even
                return fit
        return None

    def _guesses(self, even: Grey) -> list[Matrix]:
        """By the features from the frame before, by the last movement, and as it was."""
        found = []
        now = through(self.matrix, self.points)
        seen = _within(now, even.shape)
        source, target = followed(self.before, even, now[seen], levels=4)
        if len(source) >= LEAST:
            way, _agree = _fitted(source, target, 2.0)
            if way is not None:
                found.append(way @ self.matrix)
        moved = self.matrix @ np.linalg.inv(self.last) @ self.matrix
        return [m / m[2, 2] for m in (*found, moved, self.matrix) if is_sane(m, self.corners)]

    def _refined(self, even: Grey, guess: Matrix) -> Fit | None:
        matrix = guess
        for turn in range(PASSES):
            seen, source, target = self._compared(even, matrix, levels=2 if turn == 0 else 1)
            if len(source) < LEAST:
                return None
            way, agree = _fitted(source, target, NEAR)
            if way is None:
                return None
            step = through(way, self.corners) - self.corners
            before, matrix = matrix, matrix @ way
            matrix = matrix / matrix[2, 2]
            if not is_sane(matrix, self.corners):
                return None
            if np.abs(step).max() < STILL:
                break
        return self._judged(before, way, seen, source[agree], target[agree])

    def _compared(self, even: Grey, matrix: Matrix, levels: int) -> tuple[int, Points, Points]:
        """How many features are in sight, and those found again in the frame warped back."""
        shift = np.array([[1, 0, self.left], [0, 1, self.top], [0, 0, 1.0]])
        size = (self.right - self.left, self.bottom - self.top)
        back = cv2.warpPerspective(
            even,
            matrix @ shift,
            size,
            flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        seen = self.points[_within(through(matrix, self.points), even.shape)]
        origin = np.array([self.left, self.top], np.float64)
        source, target = followed(self.base, np.asarray(back, np.uint8), seen - origin, levels)
        alike = correlations(self.base, np.asarray(back, np.uint8), source, target) > ALIKE
        return len(seen), source[alike] + origin, target[alike] + origin

    def _judged(
        self, before: Matrix, way: Matrix, seen: int, source: Points, target: Points
    ) -> Fit | None:
        if len(source) < max(LEAST, SHARE * seen) or covered(source, self.corners) < COVER:
            return None
        matrix = before @ way
        matrix = matrix / matrix[2, 2]
        scale = _scale(matrix, self.corners)
        off = np.linalg.norm(through(way, source) - target, axis=1)
        halves = [_fitted(source[n::2], target[n::2], NEAR)[0] for n in (0, 1)]
        ends = [through(before @ half, self.corners) for half in halves if half is not None]
        if len(ends) < 2:
            return None
        strays = float(np.sqrt(((ends[0] - ends[1]) ** 2).sum(1).mean())) / 2
        if strays > ASTRAY:
            return None
        residual = float(np.sqrt((off**2).mean())) * scale
        return Fit(matrix, len(source) / max(1, seen), residual, strays, len(source))


def followed(one: Grey, two: Grey, points: Points, levels: int) -> tuple[Points, Points]:
    """The points that are found in `two` and, from there, found back in `one`: both places."""
    if not len(points):
        return np.zeros((0, 2)), np.zeros((0, 2))
    given = {"winSize": WINDOW, "maxLevel": levels, "criteria": STOP}
    start = points.reshape(-1, 1, 2).astype(np.float32)
    there, first, _e = cv2.calcOpticalFlowPyrLK(one, two, start, None, **given)
    back, second, _e = cv2.calcOpticalFlowPyrLK(two, one, there, None, **given)
    near = np.linalg.norm((back - start).reshape(-1, 2), axis=1) < THERE_AND_BACK
    good = near & (first.ravel() == 1) & (second.ravel() == 1)
    return points[good], there.reshape(-1, 2)[good].astype(np.float64)


def correlations(one: Grey, two: Grey, source: Points, target: Points) -> NDArray[np.float64]:
    """How alike the surroundings of two places are, -1 to 1, whatever their light."""
    if not len(source):
        return np.zeros(0)
    ends = [_patches(one, source), _patches(two, target)]
    plain = [p - p.mean(1, keepdims=True) for p in ends]
    size = [np.sqrt((p * p).sum(1)) + 1e-6 for p in plain]
    return np.asarray((plain[0] * plain[1]).sum(1) / (size[0] * size[1]))


def _patches(grey: Grey, points: Points, reach: int = 6) -> NDArray[np.float64]:
    across, along = np.meshgrid(*[np.arange(-reach, reach + 1)] * 2)
    x = (points[:, :1] + across.ravel()).astype(np.float32)
    y = (points[:, 1:] + along.ravel()).astype(np.float32)
    found = cv2.remap(grey, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.float64)


def _fitted(source: Points, target: Points, near: float) -> tuple[Matrix | None, NDArray[np.bool_]]:
    """The homography that most points agree with, by least squares over those."""
    nothing = np.zeros(len(source), bool)
    if len(source) < 4:
        return None, nothing
    cv2.setRNGSeed(7)
    rough, _agree = cv2.findHomography(source, target, cv2.USAC_MAGSAC, near, None, 2000, 0.999)
    if rough is None:
        return None, nothing
    agree = np.linalg.norm(through(rough, source) - target, axis=1) < near
    if agree.sum() < 4:
        return None, nothing
    fine, _all = cv2.findHomography(source[agree], target[agree], 0)
    return (None, nothing) if fine is None else (np.asarray(fine), agree)


def _within(points: Points, shape: tuple[int, ...], edge: float = 4.0) -> NDArray[np.bool_]:
    height, width = shape[:2]
    high = np.array([width - 1 - edge, height - 1 - edge])
    return np.asarray(((points >= edge) & (points <= high)).all(axis=1))


def _scale(matrix: Matrix, corners: Corners) -> float:
    """How many times as large the plane is in the frame as in the reference."""
    area = cv2.contourArea(through(matrix, corners).astype(np.float32))
    return float(np.sqrt(area / max(1.0, cv2.contourArea(corners.astype(np.float32)))))
