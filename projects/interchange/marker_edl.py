"""Markers in edit decision lists: `* LOC:` lines, and the events DaVinci Resolve makes of them.

Avid and Premiere read the time of a LOC line on the record side, OpenTimelineIO on the source's.
We write one event whose two sides are the same, so that all of them come to the same frame.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from projects.interchange.edl import TITLE_LENGTH, reel
from projects.interchange.markers import (
    ELSEWHERE,
    NO_TIME,
    Film,
    Found,
    Marker,
    Missed,
    one_line,
    placed,
)
from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import DROPPING, day, from_timecode, to_timecode

OPEN, RESOLVED = "RED", "GREEN"
_TIME = r"\d\d:\d\d:\d\d[:;.]\d\d"
_EVENT = re.compile(rf"\d+\s+(\S+)\s+\S+\s+\S.*?({_TIME})\s+({_TIME})\s+({_TIME})\s+({_TIME})\s*$")
_LOC = re.compile(r"\*\s*LOC:\s*(\S+)\s*(\w*)\s*(.*)$", re.IGNORECASE)
_CLIP = re.compile(r"\*\s*(?:FROM CLIP NAME|SOURCE FILE|CLIP NAME):\s*(.*)$", re.IGNORECASE)


def write_marker_edl(film: Film, markers: tuple[Marker, ...]) -> str:
    """One event of the whole film and a LOC line a marker, at its first frame; red is open, green
    resolved. Raises `ExportRefused`: `interchange:no_timecode`, `interchange:no_drop_frame`.
    """
    mode = "DROP FRAME" if film.drop_frame else "NON-DROP FRAME"
    ends = f"{_clock(film, 0)} {_clock(film, film.frames)}"
    lines = [f"TITLE: {one_line(film.title)[:TITLE_LENGTH]}", f"FCM: {mode}", ""]
    lines.append(f"001  {reel(film.source_name):8} V     C        {ends} {ends}")
    lines.append(f"* FROM CLIP NAME:  {one_line(film.source_name)}")
    for marker in markers:
        if said := one_line(marker.text):
            who = f"{one_line(marker.person)}: " if marker.person else ""
            colour = RESOLVED if marker.resolved else OPEN
            lines.append(f"* LOC: {_clock(film, marker.start)} {colour:7} {who}{said}")
    return "\r\n".join(lines) + "\r\n"


def _clock(film: Film, frame: int) -> str:
    at = (film.source_start + frame) % day(film.rate, film.drop_frame)
    return to_timecode(at, film.rate, film.drop_frame)


@dataclass
class _Event:
    """As its line tells it, with the names of its clip that follow."""

    reel: str
    times: tuple[str, ...]
    names: list[str]


def read_marker_edl(text: str, film: Film) -> Found:
    """Markers of the events that use this film; of all events where there is but one source.

    A time is looked for on the event's record side first, as editing systems write it, then
    among the source's own. Raises `ExportRefused("markers:too_many")`.
    """
    dropping = bool(re.search(r"^FCM:\s*DROP", text, re.IGNORECASE | re.MULTILINE))
    told, missed, events = [], list[Missed](), list(_events(text))
    alone = len({event.reel for event, _lines in events if event}) <= 1
    for event, lines in events:
        ours = event is None or alone or _is_of(event, film)
        for where, time, words, length in lines:
            try:
                if event is not None and not ours:
                    name = event.names[0] if event.names else event.reel
                    missed.append(Missed(where, words, ELSEWHERE, (("name", name),)))
                    continue
                start = _frame(time or event_time(event), event, film, dropping)
            except ExportRefused:
                missed.append(Missed(where, words, NO_TIME, (("time", time or "–"),)))
                continue
            told.append((where, Marker(start, start + length, words)))
    found = placed(film, told)
    return Found(found.markers, (*missed, *found.missed))


def event_time(event: _Event | None) -> str:
    return event.times[2] if event else ""


def _events(text: str) -> Iterator[tuple[_Event | None, list[tuple[str, str, str, int]]]]:
    """Each event with its markers (line, time or "" for the event's own, words, frames)."""
    event: _Event | None = None
    lines: list[tuple[str, str, str, int]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if begun := _EVENT.match(line.strip()):
            yield event, lines
            event, lines = _Event(begun[1], begun.groups()[1:], []), []
        elif loc := _LOC.match(line.strip()):
            lines.append((str(number), loc[1], loc[3], 1))
        elif made := _of_resolve(line):
            lines.append((str(number), "", *made))
        elif event and (named := _CLIP.match(line.strip())):
            event.names.append(named[1].strip())
    yield event, lines


def _of_resolve(line: str) -> tuple[str, int] | None:
    """Words and frames of `words |C:colour |M:name |D:frames`. By parts, since a pattern could be
    made to try for hours.
    """
    words, colour, rest = line.partition("|C:")
    _colour, name, rest = rest.partition("|M:")
    named, length, count = rest.rpartition("|D:")
    count = count.strip()
    if not (colour and name and length and count.isascii() and count.isdigit() and len(count) < 10):
        return None
    return words.strip().lstrip("* ") or named.strip(), max(1, int(count))


def _is_of(event: _Event, film: Film) -> bool:
    wanted = {film.source_name.lower(), film.source_name.rsplit(".", 1)[0].lower()}
    names = {name.lower() for name in event.names}
    return bool(wanted & names) or (not names and event.reel.upper() == reel(film.source_name))


def _frame(time: str, event: _Event | None, film: Film, dropping: bool) -> int:
    """Of the film. On the record side of the event where it lies within, else as it stands."""
    at = _counted(time, film.rate, dropping)
    if event is not None:
        source, record, end = (
            _counted(event.times[index], film.rate, dropping) for index in (0, 2, 3)
        )
        if record <= at < max(end, record + 1):
            at += source - record
    frame = at - film.source_start
    whole = day(film.rate, film.drop_frame)
    return frame + whole if frame < 0 and frame + whole < film.frames else frame


def _counted(time: str, rate: Fraction, dropping: bool) -> int:
    """Some systems write colons and say in the FCM line that numbers are left out."""
    if dropping and rate in DROPPING:
        time = f"{time[:8]};{time[9:]}"
    return from_timecode(time, rate)
