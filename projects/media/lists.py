"""Edit decision lists and Avid logs: recognised by their lines, refused by their clocks."""

import re

from projects.media.refusal import Refused, gettext_noop

_CLOCK = r"-?\d\d?[:;.,]\d\d[:;.,]\d\d[:;.,]\d\d"
_GAP = r"[ \t]{1,80}"
# Nothing here crosses a line end, and every run is bounded: time grows with the text, no faster.
_EVENT = re.compile(
    rf"^[ \t]{{0,80}}\d{{3,6}}{_GAP}\S.{{0,400}}?"
    rf"[ \t]({_CLOCK}){_GAP}({_CLOCK}){_GAP}({_CLOCK}){_GAP}({_CLOCK})[ \t\r]{{0,80}}$",
    re.MULTILINE,
)
_HEADER = re.compile(r"^(TITLE:|FCM:)", re.MULTILINE)
_ALE_MARKS = tuple(
    re.compile(rf"^[ \t]{{0,20}}{word}[ \t\r]{{0,20}}$", re.MULTILINE)
    for word in ("Column", "Data")
)
_HALF_DAY = 12 * 3600 * 100


def is_ale(text: str) -> bool:
    """True for an Avid log: Heading, Column and Data, each on a line, however lines end."""
    lines = text.lstrip().replace("\r", "\n")
    return lines.startswith("Heading") and all(mark.search(lines) for mark in _ALE_MARKS)


def is_edl(text: str) -> bool:
    """True when the head of an EDL or one of its events is there."""
    return bool(_EVENT.search(text) or _HEADER.match(text.lstrip()))


def check_edl(text: str) -> int:
    """The number of events; raises `Refused`: `media:no_events`, `media:bad_timecode`."""
    events = 0
    for events, match in enumerate(_EVENT.finditer(text), 1):
        clocks = [_order(clock) for clock in match.groups()]
        if None in clocks or _backwards(clocks[0], clocks[1]) or _backwards(clocks[2], clocks[3]):
            raise Refused("media:bad_timecode", gettext_noop("in event line %(line)s"), line=events)
    if not events:
        raise Refused("media:no_events", gettext_noop("an edit list without an event"))
    return events


def _order(clock: str) -> int | None:
    """A number that grows with the timecode, or None when no clock shows it at any rate."""
    if clock.startswith("-"):
        return None
    hours, minutes, seconds, frames = map(int, re.split(r"[:;.,]", clock))
    if hours > 24 or minutes > 59 or seconds > 59 or frames > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 100 + frames


def _backwards(start: int, end: int) -> bool:
    """Out before in, unless the material runs over midnight."""
    return end < start and start - end < _HALF_DAY
