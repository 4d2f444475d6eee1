"""The ASC CDL on display values, and how different two colours look."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LUMA = np.array([0.2126, 0.7152, 0.0722])  # Rec.709
Values = NDArray[np.float64]
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


@dataclass(frozen=True)
class Cdl:
    """Slope, offset and power of red, green and blue, then saturation; no units."""

    slope: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    power: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0

    @classmethod
    def of(cls, vector: Values) -> "Cdl":
        """From ten numbers: logarithm of slope, offset, logarithms of power and saturation."""
        slope, power = np.exp(vector[:3]), np.exp(vector[6:9])
        parts = [tuple(round(float(v), 6) for v in part) for part in (slope, vector[3:6], power)]
        return cls(parts[0], parts[1], parts[2], round(float(np.exp(vector[9])), 6))  # type: ignore[arg-type]

    @property
    def is_identity(self) -> bool:
        return self == Cdl()


def graded(values: Values, vector: Values) -> Values:
    """`values` (… x 3, 0..1) through the correction of ten numbers that `Cdl.of` takes."""
    return applied(values, np.exp(vector[:3]), vector[3:6], np.exp(vector[6:9]), np.exp(vector[9]))


def through(values: Values, cdl: Cdl) -> Values:
    """`values` (… x 3, 0..1) through the correction."""
    return applied(
        values, np.array(cdl.slope), np.array(cdl.offset), np.array(cdl.power), cdl.saturation
    )


def applied(
    values: Values, slope: Values, offset: Values, power: Values, saturation: float
) -> Values:
    """ASC order: slope, offset, clamp, power, saturation by Rec.709 luma, clamp."""
    bent = np.clip(values * slope + offset, 0, 1) ** power
    grey = (bent @ LUMA)[..., None]
    return np.clip(grey + saturation * (bent - grey), 0, 1)


def linear(values: Values) -> Values:
    """Display values (sRGB) as light."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(values: Values) -> Values:
    """CIE L*a*b* (D65) of display values, … x 3."""
    t = linear(values) @ _TO_XYZ.T / _WHITE
    f = np.where(t > 216 / 24389, np.cbrt(t), (24389 / 27 * t + 16) / 116)
    bright, green, blue = 116 * f[..., 1] - 16, f[..., 0] - f[..., 1], f[..., 1] - f[..., 2]
    return np.stack([bright, 500 * green, 200 * blue], -1)


def unlike(one: Values, two: Values) -> Values:
    """How different colours look (CIE94 on display values): 1 is just seen side by side."""
    a, b = lab(one), lab(two)
    light = a[..., 0] - b[..., 0]
    chroma_a, chroma_b = np.hypot(a[..., 1], a[..., 2]), np.hypot(b[..., 1], b[..., 2])
    chroma = chroma_a - chroma_b
    hue = np.maximum((a[..., 1] - b[..., 1]) ** 2 + (a[..., 2] - b[..., 2]) ** 2 - chroma**2, 0)
    mean = np.sqrt(chroma_a * chroma_b)
    return np.sqrt(light**2 + (chroma / (1 + 0.045 * mean)) ** 2 + hue / (1 + 0.015 * mean) ** 2)
