"""How cameras write light: from what stands in a file back to scene light, 0.18 a grey card.

Each takes values as an array of floats, 1 being the largest code, and returns linear light of
the same shape. The constants are those the makers publish.
"""

import math

import numpy as np


def slog3(code: np.ndarray) -> np.ndarray:
    """Sony, "Technical Summary for S-Gamut3.Cine/S-Log3 and S-Gamut3/S-Log3"."""
    level = code * 1023
    bend = 171.2102946929
    straight = (level - 95) * 0.01125 / (bend - 95)
    return np.where(level >= bend, 10 ** ((level - 420) / 261.5) * 0.19 - 0.01, straight)


def logc3(code: np.ndarray) -> np.ndarray:
    """ARRI, "ALEXA Log C Curve, Usage in VFX", at exposure index 800."""
    bend = 5.367655 * 0.010591 + 0.092809
    straight = (code - 0.092809) / 5.367655
    return np.where(code > bend, (10 ** ((code - 0.385537) / 0.24719) - 0.052272) / 5.555556,
                    straight)  # fmt: skip


def logc4(code: np.ndarray) -> np.ndarray:
    """ARRI, "LogC4 Logarithmic Color Space Specification"."""
    a, b, c = (2**18 - 16) / 117.45, (1023 - 95) / 1023, 95 / 1023
    slope = 7 * math.log(2) * 2 ** (7 - 14 * c / b) / (a * b)
    start = (2 ** (6 - 14 * c / b) - 64) / a
    curved = (2 ** (14 * (code - c) / b + 6) - 64) / a
    return np.where(code >= 0, curved, code * slope + start)


def vlog(code: np.ndarray) -> np.ndarray:
    """Panasonic, "V-Log/V-Gamut Reference Manual"."""
    straight = (code - 0.125) / 5.6
    return np.where(code < 0.181, straight, 10 ** ((code - 0.598206) / 0.241514) - 0.00873)


def clog3(code: np.ndarray) -> np.ndarray:
    """Canon, "Canon Log Gamma Curves", Canon Log 3; reflection is 0.9 of the published value."""
    dark = -(10 ** ((0.12783901 - code) / 0.36726845) - 1) / 14.98325
    bright = (10 ** ((code - 0.12240537) / 0.36726845) - 1) / 14.98325
    straight = (code - 0.12512219) / 1.9754798
    return 0.9 * np.select([code < 0.097465473, code <= 0.15277891], [dark, straight], bright)


def applelog(code: np.ndarray) -> np.ndarray:
    """Apple, "Apple Log Profile White Paper"."""
    origin, scale = -0.05641088, 47.28711236
    bend = scale * (0.01 - origin) ** 2
    root = np.sqrt(np.maximum(code, 0) / scale) + origin
    curved = 2 ** ((code - 0.69336945) / 0.08550479) - 0.00964052
    return np.where(code >= bend, curved, root)


def log3g10(code: np.ndarray) -> np.ndarray:
    """RED, "White Paper on REDWideGamutRGB and Log3G10"."""
    curved = (10 ** (np.maximum(code, 0) / 0.224282) - 1) / 155.975327
    return np.where(code < 0, code / 15.1927, curved) - 0.01


def cineon(code: np.ndarray) -> np.ndarray:
    """Kodak's printing density: 95 is black, 685 is a white of 0.9."""
    black = 10 ** ((95 - 685) / 300)
    return 0.9 * (10 ** ((code * 1023 - 685) / 300) - black) / (1 - black)
