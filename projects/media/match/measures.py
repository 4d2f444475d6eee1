"""How far a shot has drifted from the hero, in units people grade by."""

from collections.abc import Sequence

import numpy as np

from projects.media.match.grade import LUMA, Values, lab, linear, unlike
from projects.media.match.sampling import Picture

Box = tuple[float, float, float, float]
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                 [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
#: What `drift` tells, in its order.
UNITS = (
    "exposure_stops",
    "temperature_mired",
    "tint",
    "contrast_percent",
    "saturation_percent",
    "black_level_percent",
)


def drift(shot: Values, hero: Values) -> dict[str, float]:
    """Of colours of the same things (N x 3, 0..1), what the shot has more than the hero.

    `exposure_stops`; `temperature_mired` (positive is warmer) and `tint` (Duv x 1000, positive
    is greener) of a white; `contrast_percent`, `saturation_percent`; `black_level_percent` of
    full scale, by the darkest fiftieth.
    """
    one, two = shot @ LUMA, hero @ LUMA
    gain = np.median(np.maximum(linear(shot), 1e-4) / np.maximum(linear(hero), 1e-4), axis=0)
    mired, tint = _white(gain)
    there = _white(np.ones(3))
    chroma = [np.hypot(*np.moveaxis(lab(c)[:, 1:], 1, 0)).mean() for c in (shot, hero)]
    deviation = [np.subtract(*np.quantile(c, (0.9, 0.1))) for c in (one, two)]
    told = {
        "exposure_stops": float(np.log2(gain @ LUMA)),
        "temperature_mired": mired - there[0],
        "tint": tint - there[1],
        "contrast_percent": 100 * (deviation[0] / max(deviation[1], 1e-3) - 1),
        "saturation_percent": 100 * (chroma[0] / max(chroma[1], 0.5) - 1),
        "black_level_percent": 100 * float(np.quantile(one, 0.02) - np.quantile(two, 0.02)),
    }
    return {name: round(float(value), 2) for name, value in told.items()}


def _white(gain: Values) -> tuple[float, float]:
    """Mired and Duv x 1000 of a white with these amounts of red, green and blue light."""
    x, y, z = _XYZ @ gain
    u, v = 4 * x / (x + 15 * y + 3 * z), 6 * y / (x + 15 * y + 3 * z)
    n = (x / (x + y + z) - 0.3320) / (0.1858 - y / (x + y + z))
    kelvin = float(np.clip(449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33, 1500, 40000))
    s = kelvin
    pu = (0.860117757 + 1.54118254e-4 * s + 1.28641212e-7 * s * s) / (
        1 + 8.42420235e-4 * s + 7.08145163e-7 * s * s
    )
    pv = (0.317398726 + 4.22806245e-5 * s + 4.20481691e-8 * s * s) / (
        1 - 2.89741816e-5 * s + 1.61456053e-7 * s * s
    )
    return 1e6 / kelvin, 1000 * float(np.hypot(u - pu, v - pv) * np.sign(v - pv))


def region(pictures: Sequence[Picture], box: Box) -> Values:
    """The median colour (0..1) of a box (left, top, width, height as parts of the picture)."""
    high, wide = pictures[0].shape[:2]
    left, top = int(box[0] * wide), int(box[1] * high)
    right = max(left + 1, int((box[0] + box[2]) * wide))
    low = max(top + 1, int((box[1] + box[3]) * high))
    rows = np.concatenate([p[top:low, left:right].reshape(-1, 3) for p in pictures])
    return np.asarray(np.median(rows, axis=0) / 255.0)


def between(one: Values, two: Values) -> float:
    """How unlike two colours look (CIE94)."""
    return round(float(unlike(one, two)), 2)
