"""A box that a person has drawn, followed through its shot, both ways, until it is lost."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.faces.boxes import Box, Picture, cropped

GRID = 7  # points across and down that are followed, beside the corners
BACK = 1.5  # pixels by which a point may miss its origin when it is followed back
FEW = 8  # points that have to hold
GONE = 0.3  # of the box that is left in the picture
UNLIKE = 0.35  # correlation with the picture before, below which it is somebody else
SURE = 0.6  # correlation with the box as drawn, from which on it is laid back onto it
TEMPLATE = 48
FLOW = {"winSize": (21, 21), "maxLevel": 3}


@dataclass(frozen=True)
class Followed:
    """`places`: frame → box. `lost`: frames before or after which it could not be followed.

    `left`: frames from which on the box is out of the picture.
    """

    places: dict[int, Box]
    lost: list[int]
    left: list[int]


def follow(pictures: Sequence[tuple[int, Picture]], start: int, box: Box) -> Followed:
    """From picture number `start` of the list, where `box` was drawn, to both of its ends."""
    greys = [(number, cv2.cvtColor(p, cv2.COLOR_BGR2GRAY)) for number, p in pictures]
    found = Followed({greys[start][0]: box}, [], [])
    drawn = _template(greys[start][1], box)
    for way in (greys[start:], greys[start::-1]):
        _follow(way, box, drawn, found)
    return found


def _follow(
    greys: Sequence[tuple[int, Picture]], box: Box, drawn: Picture | None, found: Followed
) -> None:
    for (_number, before), (number, after) in itertools.pairwise(greys):
        moved = _moved(before, after, box)
        if moved is None:
            found.lost.append(number)
            return
        if moved.inside(after) < GONE:
            found.left.append(number)
            return
        if _likeness(_template(before, box), _template(after, moved)) < UNLIKE:
            found.lost.append(number)
            return
        box = found.places[number] = _laid_back(after, moved, drawn)


def _moved(before: Picture, after: Picture, box: Box) -> Box | None:
    """By what most of its points do: shift and scale; none where they do not agree."""
    points = _points(before, box)
    if len(points) < FEW:
        return None
    there, seen, _error = cv2.calcOpticalFlowPyrLK(before, after, points, None, **FLOW)
    back, also, _error = cv2.calcOpticalFlowPyrLK(after, before, there, None, **FLOW)
    missed = np.linalg.norm((back - points).reshape(-1, 2), axis=1)
    held = (seen.ravel() == 1) & (also.ravel() == 1) & (missed < BACK)
    if held.sum() < FEW:
        return None
    old, new = points[held].reshape(-1, 2), there[held].reshape(-1, 2)
    middle, centre = np.median(old, 0), np.median(new, 0)
    scale = _scale(old - middle, new - centre)
    x, y = centre + (np.array(box.centre) - middle) * scale
    width, height = box.width * scale, box.height * scale
    return Box(float(x - width / 2), float(y - height / 2), width, height)


def _scale(old: NDArray[np.float32], new: NDArray[np.float32]) -> float:
    before, after = np.linalg.norm(old, axis=1), np.linalg.norm(new, axis=1)
    far = before > np.median(before)
    return float(np.clip(np.median(after[far] / before[far]), 0.9, 1.1)) if far.any() else 1.0


def _points(grey: Picture, box: Box) -> NDArray[np.float32]:
    """A grid over the inner part and corners there, as far as they lie in the picture."""
    inner = box.part(0.12, 0.1, 0.76, 0.8)
    across = np.linspace(inner.left, inner.left + inner.width, GRID)
    down = np.linspace(inner.top, inner.top + inner.height, GRID)
    grid = np.array([(x, y) for y in down for x in across], np.float32)
    mask = np.zeros_like(grey)
    cropped(mask, inner)[:] = 255
    corners = cv2.goodFeaturesToTrack(grey, 40, 0.01, 3, mask=mask)
    if corners is not None:
        grid = np.concatenate([grid, corners.reshape(-1, 2)])
    height, width = grey.shape
    shown = (grid >= 0).all(1) & (grid < (width - 1, height - 1)).all(1)
    return grid[shown].reshape(-1, 1, 2)


def _template(grey: Picture, box: Box) -> Picture | None:
    piece = cropped(grey, box)
    if min(piece.shape) < 4:
        return None
    return cv2.resize(piece, (TEMPLATE, TEMPLATE), interpolation=cv2.INTER_AREA)


def _likeness(one: Picture | None, other: Picture | None) -> float:
    """Correlation, -1..1; of pictures without any contrast 0."""
    if one is None or other is None:
        return 0.0
    return float(cv2.matchTemplate(one, other, cv2.TM_CCOEFF_NORMED)[0, 0])


def _laid_back(grey: Picture, box: Box, drawn: Picture | None) -> Box:
    """Small slips add up: where the box as drawn is seen again nearby, it is laid onto that."""
    around = box.part(-0.15, -0.15, 1.3, 1.3)
    if drawn is None or around.inside(grey) < 0.999:
        return box
    side = round(TEMPLATE * 1.3)
    piece = cv2.resize(cropped(grey, around), (side, side), interpolation=cv2.INTER_AREA)
    _least, best, _where, (x, y) = cv2.minMaxLoc(
        cv2.matchTemplate(piece, drawn, cv2.TM_CCOEFF_NORMED)
    )
    if best < SURE:
        return box
    slip = (side - TEMPLATE) / 2
    left = box.left + (x - slip) / TEMPLATE * box.width
    return Box(left, box.top + (y - slip) / TEMPLATE * box.height, box.width, box.height)
