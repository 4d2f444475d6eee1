"""Edit decision lists in the CMX 3600 manner.

Written by hand: OpenTimelineIO's adapter cannot write 29.97 and 59.94 without dropping (it
guesses from the rate), starts the record side at zero whatever the timeline says, leaves
the FCM line out, and takes reels longer than eight characters. It reads what is written
here frame by frame, and the tests hold us to that.
"""

import re
import unicodedata

from projects.interchange.cutlist import CutList, Shot
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import day, to_timecode

MOST_EVENTS = 999
REEL_LENGTH = 8
TITLE_LENGTH = 70
_SPECIAL = ("BL", "BLACK", "BARS")  # these mean black and colour bars
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


def write_edl(cutlist: CutList) -> str:
    """The EDL of up to 999 shots; for more, write each of `parts(cutlist)`.

    Raises `ExportRefused`: `interchange:too_many_events`, `interchange:past_midnight`,
    `interchange:no_timecode`, `interchange:no_drop_frame`.
    """
    if len(cutlist.shots) > MOST_EVENTS:
        raise ExportRefused(
            "interchange:too_many_events",
            gettext_noop("%(count)s of %(most)s"),
            count=len(cutlist.shots),
            most=MOST_EVENTS,
        )
    mode = "DROP FRAME" if cutlist.drop_frame else "NON-DROP FRAME"
    lines = [f"TITLE: {_line(cutlist.title)[:TITLE_LENGTH]}", f"FCM: {mode}", ""]
    places = zip(cutlist.shots, cutlist.sources(), cutlist.records(), strict=True)
    for number, (shot, source, record) in enumerate(places, 1):
        clocks = " ".join(_clock(frame, cutlist) for frame in (*source, *record))
        lines.append(f"{number:03}  {reel(cutlist.reel):8} V     C        {clocks}")
        lines += _comments(cutlist, shot)
    return "\r\n".join(lines) + "\r\n"


def parts(cutlist: CutList) -> list[CutList]:
    """The list in pieces that fit one EDL each; the record side runs on."""
    starts = range(0, len(cutlist.shots), MOST_EVENTS)
    return [cutlist.part(start, start + MOST_EVENTS) for start in starts]


def reel(name: str) -> str:
    """A reel of at most eight capital letters, digits and underscores; "AX" when none is left."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    ascii_only = plain.encode("ascii", "ignore").decode()
    cleaned = re.sub(r"[^A-Z0-9]+", "_", ascii_only.upper()).strip("_")
    short = cleaned[:REEL_LENGTH].strip("_") or "AX"
    return f"{short}_1" if short in _SPECIAL else short


def _clock(frame: int, cutlist: CutList) -> str:
    # An end that falls on midnight is written as midnight, the way decks show it.
    if frame == day(cutlist.rate, cutlist.drop_frame):
        return "24:00:00;00" if cutlist.drop_frame else "24:00:00:00"
    return to_timecode(frame, cutlist.rate, cutlist.drop_frame)


def _comments(cutlist: CutList, shot: Shot) -> list[str]:
    lines = [f"* FROM CLIP NAME:  {_line(shot.name) or 'UNNAMED'}"]
    lines.append(f"* SOURCE FILE: {_line(cutlist.source_name)}")
    if shot.transition:
        change = shot.transition
        span = f"FRAMES {change.start} TO {change.end}"
        lines.append(f"* COMMENT: {_line(change.kind).upper()} IN PICTURE, {span}")
    return lines + ([f"* COMMENT: {_line(shot.note)}"] if shot.note else [])


def _line(text: str) -> str:
    """One line of it: no line breaks of any script, no control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
