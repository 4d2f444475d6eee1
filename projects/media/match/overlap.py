"""Which places of one picture show the same things as another, whatever their colours.

Features bring the hero's frame onto the shot's (moved, turned, scaled), a dense flow takes up
what is left. Then structure alone decides: small windows must agree when their brightness and
contrast are taken away. Windows without structure count little, and only when both have none.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.match.sampling import Picture

Grey = NDArray[np.float32]
CELL = 6  # pixels a side of what becomes one pair of colours
WINDOW = 15  # pixels a side of what must agree
ALIKE = 0.7  # correlation of windows that show the same
TEXTURE = 0.012  # deviation (0..1) of a window that has structure
LEAST_SHARE = 0.12  # of the structure that must agree, of the smaller picture
FEATURES = 500
SHARE = 0.6  # of the size, where features are looked for


@dataclass(frozen=True)
class Seen:
    """A picture made ready: values 0..1, structure, features."""

    values: Grey
    structure: NDArray[np.uint8]
    points: NDArray[np.float32]
    marks: NDArray[np.float32] | None


@dataclass(frozen=True)
class Pairs:
    """`shot` and `hero` colours (N x 3, 0..1) of the same things, how much each counts,
    which part of the picture they are from, and the share of structure that agrees."""

    shot: NDArray[np.float64]
    hero: NDArray[np.float64]
    weight: NDArray[np.float64]
    tile: NDArray[np.int64]
    share: float


def see(picture: Picture) -> Seen:
    values = picture.astype(np.float32) / 255
    grey = values.mean(axis=2)
    structure = _structure(grey)
    half = cv2.resize(structure, None, fx=SHARE, fy=SHARE, interpolation=cv2.INTER_AREA)
    found, marks = cv2.SIFT.create(FEATURES, contrastThreshold=0.02).detectAndCompute(half, None)
    points = np.array([k.pt for k in found], np.float32).reshape(-1, 2) / SHARE
    return Seen(values, structure, points, marks)


def _structure(grey: Grey) -> NDArray[np.uint8]:
    """The picture without its local brightness and contrast, 8 bit around 128."""
    mean = cv2.GaussianBlur(grey, (0, 0), 12)
    spread = np.sqrt(np.maximum(cv2.GaussianBlur((grey - mean) ** 2, (0, 0), 12), 0))
    return np.clip(128 + 40 * (grey - mean) / (spread + 0.01), 0, 255).astype(np.uint8)


def placements(hero: Seen, shot: Seen) -> list[NDArray[np.float64]]:
    """Ways the hero's frame may lie on the shot's (2 x 3): fitted by features, and as it is."""
    high, wide = shot.values.shape[:2]
    scale = np.array([wide / hero.values.shape[1], high / hero.values.shape[0]])
    ways = [np.array([[scale[0], 0, 0], [0, scale[1], 0]], np.float64)]
    if hero.marks is None or shot.marks is None or min(len(hero.marks), len(shot.marks)) < 8:
        return ways
    near = cv2.BFMatcher().knnMatch(hero.marks, shot.marks, k=2)
    good = [m for m, n in near if m.distance < 0.8 * n.distance]
    if len(good) < 8:
        return ways
    here = hero.points[[m.queryIdx for m in good]]
    there = shot.points[[m.trainIdx for m in good]]
    way, kept = cv2.estimateAffinePartial2D(here, there, ransacReprojThreshold=4.0)
    if way is not None and int(kept.sum()) >= 8 and 0.25 < np.hypot(way[0, 0], way[1, 0]) < 4:
        ways.insert(0, way)
    return ways


def place(hero: Seen, shot: Seen) -> tuple[float, NDArray[np.float64]]:
    """The better placement and the share of the shot's structure it explains."""
    tried = [(_explained(hero, shot, way), way) for way in placements(hero, shot)]
    return max(tried, key=lambda one: one[0])


def _explained(hero: Seen, shot: Seen, way: NDArray[np.float64]) -> float:
    size = (shot.values.shape[1], shot.values.shape[0])
    grey = cv2.warpAffine(hero.values.mean(axis=2), way, size, borderValue=-1)
    alike, texture, there = _likeness(shot.values.mean(axis=2), grey)
    return float((alike > ALIKE)[texture & there].sum() / max(1, texture.sum()))


def _likeness(one: Grey, two: Grey) -> tuple[Grey, NDArray[np.bool_], NDArray[np.bool_]]:
    """Correlation of windows, where there is structure in either, where both have a picture."""
    there = cv2.erode((two >= 0).astype(np.uint8), np.ones((WINDOW, WINDOW))) > 0

    def blur(picture: Grey) -> Grey:
        return cv2.boxFilter(picture, -1, (WINDOW, WINDOW))

    a, b = blur(one), blur(two)
    va, vb = blur(one * one) - a * a, blur(two * two) - b * b
    both = (blur(one * two) - a * b) / np.sqrt(np.maximum(va * vb, 1e-9))
    texture = np.maximum(va, vb) > TEXTURE**2
    return both.astype(np.float32), texture, there


def pairs(hero: Seen, shot: Seen, way: NDArray[np.float64]) -> Pairs:
    """Colours of the same things in both, from a placement."""
    size = (shot.values.shape[1], shot.values.shape[0])
    laid = cv2.warpAffine(hero.values, way, size, borderValue=(-1, -1, -1))
    moved, steady = _flowed(laid, shot)
    alike, texture, there = _likeness(shot.values.mean(axis=2), moved.mean(axis=2))
    trust = np.where(texture, np.clip((alike - ALIKE) / 0.2, 0, 1), 0.35) * there * steady
    share = float((alike > ALIKE)[texture & there & steady].sum() / max(1, texture.sum()))
    return _cells(shot.values, moved, trust.astype(np.float32), share)


def _flowed(laid: Grey, shot: Seen) -> tuple[Grey, NDArray[np.bool_]]:
    """The hero's frame pulled onto the shot's, and where the flow back agrees."""
    there = _structure(np.maximum(laid, 0).mean(axis=2))
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    go = flow.calc(shot.structure, there, None)
    back = flow.calc(there, shot.structure, None)
    high, wide = shot.structure.shape
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    at = (x + go[..., 0], y + go[..., 1])
    returned = cv2.remap(back, *at, cv2.INTER_LINEAR, borderValue=(99, 99))
    moved = cv2.remap(laid, *at, cv2.INTER_LINEAR, borderValue=(-1, -1, -1))
    steady = np.hypot(*np.moveaxis(go + returned, 2, 0)) < 1.5
    return moved.astype(np.float32), steady


def _cells(shot: Grey, hero: Grey, trust: Grey, share: float) -> Pairs:
    high, wide = (n // CELL for n in trust.shape)

    def mean(picture: Grey) -> Grey:
        whole = picture[: high * CELL, : wide * CELL]
        return cv2.resize(whole, (wide, high), interpolation=cv2.INTER_AREA)

    one, two = mean(shot).astype(np.float64), mean(hero).astype(np.float64)
    spread = np.sqrt(np.maximum(mean(shot * shot) - one**2, 0)).mean(axis=2)
    clipped = np.maximum(mean(_clipped(shot)), mean(_clipped(hero)))
    weight = mean(trust) / (1 + (spread / 0.03) ** 2)
    rows, columns = np.mgrid[:high, :wide]
    tile = rows * 6 // high * 10 + columns * 10 // wide
    use = (weight > 0.02) & (clipped < 0.02)
    return Pairs(one[use], two[use], weight[use].astype(np.float64), tile[use], share)


def _clipped(values: Grey) -> Grey:
    """1 where a channel stands at an end: what was there is lost."""
    return ((values <= 2.5 / 255).any(axis=2) | (values >= 252.5 / 255).any(axis=2)).astype(
        np.float32
    )
