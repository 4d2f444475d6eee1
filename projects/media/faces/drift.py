"""What of a character is otherwise in one shot than in the one it is measured by."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from projects.media.faces.boxes import Picture
from projects.media.faces.casting import Seen
from projects.media.faces.comparing import colour_of, cues

#: CIELAB units (lightness counted half) from which on somebody is told; light alone stays below.
NOTICED = {"wardrobe": 12.0, "hair": 12.0, "skin": 9.0}
PATTERN = 0.6  # of the wardrobe's edges, 0..8
STEADY = 2.0  # times what it changes within either of the two shots
GAP = 12


@dataclass(frozen=True)
class Drift:
    """`region` of a person in a shot against the hero's. `amount` and `noticed` in its units.

    `lightness`, `red_green`, `yellow_blue`: the shot's less the hero's, in CIELAB units.
    """

    region: str
    amount: float
    noticed: bool
    lightness: float = 0.0
    red_green: float = 0.0
    yellow_blue: float = 0.0


def hero_of(members: Sequence[int], far: np.ndarray) -> int:
    """The one most like all others; the first where nothing can be compared."""
    inner = np.nan_to_num(far[np.ix_(members, members)], nan=0.0)
    return members[int(inner.sum(1).argmin())]


def drifts(seen: Seen, hero: Seen) -> list[Drift]:
    found = []
    for region, border in NOTICED.items():
        here, there = colour_of(seen.looks, region), colour_of(hero.looks, region)
        if here is None or there is None:
            continue
        change = here - there
        amount = float(np.linalg.norm(change * (0.5, 1, 1)))
        wander = max(_wander(seen, region), _wander(hero, region))
        noticed = amount > max(border, STEADY * wander)
        found.append(
            Drift(region, round(amount, 2), noticed, *(round(float(c), 2) for c in change))
        )
    pattern = cues(seen.looks, hero.looks).get("pattern")
    if pattern is not None:
        found.append(Drift("pattern", round(pattern, 3), pattern > PATTERN))
    return found


def beside(hero: Seen, seen: Seen) -> bytes:
    """A JPEG with the hero's picture on the left and the shot's on the right."""
    left, right = (_picture(one.shown) for one in (hero, seen))
    gap = np.zeros((left.shape[0], GAP, 3), np.uint8)
    both = np.hstack([left, gap, right])
    return cv2.imencode(".jpg", both, [cv2.IMWRITE_JPEG_QUALITY, 88])[1].tobytes()


def _picture(jpeg: bytes) -> Picture:
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None  # it was written by `casting`
    return picture.astype(np.uint8, copy=False)


def _wander(seen: Seen, region: str) -> float:
    """How far the pictures of one shot lie from their middle."""
    middle = colour_of(seen.looks, region)
    each = [look.colours[region] for look in seen.looks if region in look.colours]
    return float(np.median([np.linalg.norm((one - middle) * (0.5, 1, 1)) for one in each]))
