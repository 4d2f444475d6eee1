"""Grain of the film, measured where the plane is plain, and made again."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Plain = NDArray[np.float32]

PATCH = 160  # pixels of each side
PLAIN = 0.3  # share of the places that have the least detail
OF_MEDIAN = 1.4826  # deviations in a median distance from the middle
FAR = 4.0  # deviations: what is farther is something else


@dataclass(frozen=True)
class Grain:
    """`levels`: its deviation in blue, green, red; `size`: of the blur that makes noise like it,
    in pixels."""

    levels: Plain
    size: float


@dataclass(frozen=True)
class Patch:
    """One place of the plane in a frame, in the light of the others.

    `back` PATCH x PATCH x 3 is laid back onto the marked frame, `own` h x w x 3 the frame's pixels
    as they are; `matrix` takes the first's places to the second's.
    """

    back: Plain
    own: Plain
    matrix: NDArray[np.float64]


def grain_of(patches: list[Patch]) -> Grain:
    """What differs from frame to frame: each frame's own pixels against the median of all, laid
    into the frame, for laying a frame back would smooth its grain."""
    middle = np.median(np.stack([patch.back for patch in patches]), axis=0)
    grey = cv2.GaussianBlur(middle.mean(2), (0, 0), 1.5)
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    plain = (slope <= np.quantile(slope, PLAIN)).astype(np.uint8)
    found = [_away(patch, middle, plain) for patch in patches if patch.own.size]
    if not found or not any(where.any() for _away_there, where in found):
        return Grain(np.zeros(3, np.float32), 0.0)
    away = np.concatenate([there[where] for there, where in found])
    levels = (OF_MEDIAN * np.median(np.abs(away), axis=0)).astype(np.float32)
    return Grain(levels, _size([(there[..., 1], where) for there, where in found], levels[1]))


def _away(patch: Patch, middle: Plain, plain: NDArray[np.uint8]) -> tuple[Plain, NDArray[np.bool_]]:
    """The frame's pixels less what they should be, and where that is plain and known."""
    size = patch.own.shape[1], patch.own.shape[0]
    there = cv2.warpPerspective(middle, patch.matrix, size, flags=cv2.INTER_CUBIC)
    where = cv2.warpPerspective(plain, patch.matrix, size, flags=cv2.INTER_NEAREST) > 0
    return np.asarray(patch.own - there, np.float32), where


def _size(found: list[tuple[Plain, NDArray[np.bool_]]], level: float) -> float:
    """By how alike neighbours are; 0 where they are not."""
    ends: list[list[Plain]] = [[], []]
    for away, where in found:
        fair = where & (np.abs(away) < FAR * level)
        pairs = fair[:, :-1] & fair[:, 1:]
        ends[0].append(away[:, :-1][pairs])
        ends[1].append(away[:, 1:][pairs])
    one, two = (np.concatenate(end) for end in ends)
    if len(one) < 100 or level < 0.3:
        return 0.0
    alike = float((one * two).mean() / max(1e-6, np.sqrt((one**2).mean() * (two**2).mean())))
    if alike < 0.1:
        return 0.0
    return min(3.0, float(np.sqrt(-1 / (4 * np.log(min(alike, 0.97))))))


def made(grain: Grain, height: int, width: int, seed: tuple[int, ...]) -> Plain:
    """H x W x 3 of grain around 0; the same seed makes the same."""
    noise = np.random.default_rng(seed).standard_normal((height, width, 3), np.float32)
    if grain.size > 0:
        noise = cv2.GaussianBlur(noise, (0, 0), grain.size)
        noise /= max(1e-6, float(noise.std()))
    return np.asarray(noise * grain.levels, np.float32)
