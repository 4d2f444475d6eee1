"""Frame rates as exact fractions, from timestamps that were rounded."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

NTSC = tuple(Fraction(base * 1000, 1001) for base in (24, 30, 48, 60, 120))
STANDARD = NTSC + tuple(map(Fraction, (12, 15, 24, 25, 30, 48, 50, 60, 90, 100, 120, 240)))
_FALLBACK = Fraction(24)
_NEAR = 0.0005  # 23.98 and 29.97 are how 24000/1001 and 30000/1001 are often written
_LOOSE = 0.01
_MOST_DIVISOR = 1001
_MOST = 2**31 - 1  # both parts of a rate are kept in 32 bits
_LEAP = 60.0  # seconds between two frames; longer only happens in damaged files


@dataclass(frozen=True)
class Clock:
    """How time runs: `rate` in frames a second; `vfr` when frames are not evenly spaced."""

    rate: Fraction
    vfr: bool
    duration: Fraction


def clock(
    stamps: np.ndarray, *, base: Fraction, declared: Fraction | None, last: int | None
) -> Clock:
    """The clock of sorted presentation `stamps` (int64, in units of `base` seconds).

    `declared` is what the container says; `last` the length of the last frame in units.
    """
    declared = declared if declared and 1 <= declared <= 1000 else None
    if len(stamps) < 2 or _broken(stamps, base):
        rate = _kept(snapped(declared or _FALLBACK, frames=1))
        return Clock(rate, False, len(stamps) / rate)
    span = int(stamps[-1] - stamps[0])
    measured = Fraction(len(stamps) - 1) / (span * base)
    if _even(stamps):
        rate = _kept(_agreed(measured, declared, len(stamps), base))
        return Clock(rate, False, len(stamps) / rate)
    typical = int(np.median(np.diff(stamps)))
    tail = last if last and 0 < last <= 10 * typical else typical
    return Clock(_kept(_nominal(measured, declared)), True, (span + tail) * base)


def _kept(rate: Fraction) -> Fraction:
    """The rate with a divisor of at most 1001, small enough to be stored."""
    near = max(rate, Fraction(1, 60)).limit_denominator(_MOST_DIVISOR)
    return near if near.numerator <= _MOST else Fraction(min(round(rate), _MOST))


def snapped(rate: Fraction, *, frames: int) -> Fraction:
    """The standard rate that differs by less than half a frame over the whole film."""
    near = min(STANDARD, key=lambda standard: abs(standard - rate))
    error = abs(float(near / rate) - 1)
    return near if error < _NEAR and error * frames < 0.5 else rate


def _agreed(measured: Fraction, declared: Fraction | None, frames: int, base: Fraction) -> Fraction:
    """The declared rate, snapped, or a standard one, if the stamps bear it out."""
    # Rounded stamps leave the measured rate off by a unit at either end.
    slack = float(base * measured) + 1e-9
    nearest = min(STANDARD, key=lambda standard: abs(standard - measured))
    said = snapped(declared, frames=frames) if declared else None
    for candidate in (said, declared, nearest):
        if candidate and abs(float(candidate / measured) - 1) * (frames - 1) <= slack:
            return candidate
    return snapped(measured, frames=frames)


def _broken(stamps: np.ndarray, base: Fraction) -> bool:
    """Whether the stamps are not a clock at all: standing still, or leaping by a minute."""
    steps = np.diff(stamps)
    return bool(steps.max() <= 0 or float(steps.max() * base) > _LEAP)


def _even(stamps: np.ndarray) -> bool:
    """Whether every stamp lies within one unit of an even ruler laid through both ends."""
    steps = np.arange(len(stamps), dtype=np.float64)
    ruler = steps * (float(stamps[-1] - stamps[0]) / (len(stamps) - 1))
    return bool(np.abs((stamps - stamps[0]) - ruler).max() <= 1.01)


def _nominal(measured: Fraction, declared: Fraction | None) -> Fraction:
    """A rate to name a film of uneven frames by: the declared or a standard one if it is near."""
    nearest = min(STANDARD, key=lambda standard: abs(standard - measured))
    for candidate in (declared and snapped(declared, frames=1), nearest):
        if candidate and abs(float(candidate / measured) - 1) < _LOOSE:
            return candidate
    return measured
