"""Frames and the clock that film people read them by.

OpenTimelineIO does the counting. Two things it cannot be asked for are done here: for
29.97, 47.952 and 59.94 frames a second without dropping it wraps after a day of real time,
86 seconds before the clock shows 24:00:00:00, so those are counted at 30, 48 and 60, which
is what "non-drop" means; and it reads timecodes that no clock shows (00:61:00:00, or a
number that drop-frame leaves out), so those are refused first.
"""

import re
from fractions import Fraction
from functools import cache

from opentimelineio.opentime import RationalTime
from opentimelineio.opentime import from_timecode as otio_from_timecode
from opentimelineio.opentime import to_timecode as otio_to_timecode

from projects.interchange.refusal import ExportRefused, gettext_noop

RATES = tuple(Fraction(base * 1000, 1001) for base in (24, 30, 48, 60)) + tuple(
    map(Fraction, (24, 25, 30, 48, 50, 60))
)
DROPPING = (Fraction(30000, 1001), Fraction(60000, 1001))
_CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)([:;.])(\d\d)", re.ASCII)


@cache
def nominal(rate: Fraction) -> int:
    """How many frames a second of the clock has: 24 for 24000/1001."""
    if rate not in RATES:
        raise ExportRefused(
            "interchange:no_timecode",
            gettext_noop("no timecode at %(rate)s"),
            rate=f"{float(rate):.3f}",
        )
    return round(rate)


@cache
def day(rate: Fraction, drop_frame: bool) -> int:
    """Frames from 00:00:00:00 to the next midnight of the clock."""
    full = nominal(rate) * 86_400
    if not drop_frame:
        return full
    if rate not in DROPPING:
        raise ExportRefused(
            "interchange:no_drop_frame",
            gettext_noop("no drop frame at %(rate)s"),
            rate=f"{float(rate):.3f}",
        )
    return full - 24 * 54 * nominal(rate) // 15


def to_timecode(frame: int, rate: Fraction, drop_frame: bool) -> str:
    """HH:MM:SS:FF (HH:MM:SS;FF when dropping) of a frame counted from 00:00:00:00.

    Raises `ExportRefused`: `interchange:past_midnight` for frames outside one day,
    `interchange:no_timecode`, `interchange:no_drop_frame`.
    """
    if not 0 <= frame < day(rate, drop_frame):
        raise ExportRefused(
            "interchange:past_midnight",
            gettext_noop("frame %(frame)s is not within a day"),
            frame=frame,
        )
    counted = float(rate) if drop_frame else nominal(rate)
    return otio_to_timecode(RationalTime(frame, counted), counted, bool(drop_frame))


def drops(text: str, rate: Fraction) -> bool:
    """Whether a timecode leaves out numbers, by the sign before its frames.

    A semicolon always says so. A full stop is how some cameras write it, and others write
    every timecode: it counts at the rates that drop, and is a colon elsewhere.
    """
    match = _CLOCK.fullmatch(text.strip())
    sign = match[4] if match else ":"
    return sign == ";" or (sign == "." and rate in DROPPING)


def from_timecode(text: str, rate: Fraction) -> int:
    """The frame, counted from 00:00:00:00, that `text` names.

    What means drop frame is said by `drops`. Raises
    `ExportRefused("interchange:bad_timecode")` for times that no clock shows.
    """
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise ExportRefused("interchange:bad_timecode", gettext_noop("not HH:MM:SS:FF"))
    hours, minutes, seconds, frames = (int(match[group]) for group in (1, 2, 3, 5))
    drop_frame = drops(text, rate)
    day(rate, drop_frame)
    if hours > 23 or minutes > 59 or seconds > 59 or frames >= nominal(rate):
        raise ExportRefused("interchange:bad_timecode", gettext_noop("a time that no clock shows"))
    if drop_frame and not seconds and minutes % 10 and frames < nominal(rate) // 15:
        raise ExportRefused(
            "interchange:bad_timecode", gettext_noop("a number that drop frame leaves out")
        )
    plain = f"{hours:02}:{minutes:02}:{seconds:02}{';' if drop_frame else ':'}{frames:02}"
    counted = float(rate) if drop_frame else nominal(rate)
    return round(otio_from_timecode(plain, counted).value)
