"""The film as each format holds it: what a writer writes, and what `losses` compares with."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from projects.interchange.edl import TITLE_LENGTH, reel
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.laid import (
    AUDIO,
    CLIP,
    DISSOLVE,
    VIDEO,
    Change,
    Grade,
    Item,
    Laid,
    Mark,
    Track,
    from_transition_starts,
)

FORMATS = ("edl", "otio", "fcpxml", "fcp7", "aaf", "ale", "csv")
EDL_SOUND_TRACKS = 4
SOUND_NAME = "Sequence"  # of every sound track in an AAF
GRADE_DIGITS = 10
_WIPE = re.compile(r"wipe \d{3}", re.ASCII)


def carried(laid: Laid, format: str) -> Laid:
    """The film as the format holds it. Raises `ExportRefused("interchange:unknown_format")`."""
    if format not in _CARRIED:
        raise unknown_format(format)
    return _CARRIED[format](laid)


def unknown_format(format: str) -> ExportRefused:
    """Not one of `FORMATS`."""
    said = gettext_noop("%(format)s is no format that is written here")
    return ExportRefused("interchange:unknown_format", said, format=format)


def _edl(laid: Laid) -> Laid:
    tracks = [*laid.of(VIDEO)[:1], *laid.of(AUDIO)[:EDL_SOUND_TRACKS]]
    return replace(
        laid,
        title=one_line(laid.title)[:TITLE_LENGTH].strip(),
        marks=(),
        tracks=tuple(
            _edl_track(from_transition_starts(_possible(track)), laid.rate) for track in tracks
        ),
    )


def _possible(track: Track) -> Track:
    """Without fades in that would begin before the clip in front of the gap has ended."""
    ends = sorted(item.end for item in track.items)
    kept = []
    for change in track.changes:
        before = bisect_right(ends, change.at)
        last = ends[before - 1] if before else 0
        if change.before == 0 or last == change.at or change.start >= last:
            kept.append(change)
    return replace(track, changes=tuple(kept))


def _edl_track(track: Track, rate: Fraction) -> Track:
    items = tuple(
        replace(
            _plain(item),
            name=one_line(item.name),
            media=one_line(item.media),
            reel=reel(item.reel or _stem(item)),
            speed=edl_speed(item.speed, rate),
            note=lines(item.note),
            marks=tuple(_edl_mark(mark) for mark in item.marks if 0 <= mark.at < item.length),
            grade=_rounded(item),
            media_start=None,
            media_length=None,
            enabled=True,
        )
        for item in track.items
    )
    # Of two that begin together, across a gap shorter than they are, a list has room for one.
    begun = {change.at: change for change in reversed(track.changes) if change.length}
    changes = tuple(replace(begun[at], kind=_edl_kind(begun[at])) for at in sorted(begun))
    return replace(track, name="", items=items, changes=changes)


def _stem(item: Item) -> str:
    """A reel for what has none: two sources under one reel would be one to a conform."""
    return PurePosixPath(PureWindowsPath(item.media or item.name).name).stem


def _edl_mark(mark: Mark) -> Mark:
    colour = re.sub(r"[^A-Z]", "", mark.colour.upper()) or "RED"
    return replace(mark, length=1, text=one_line(mark.text), colour=colour)


def _edl_kind(change: Change) -> str:
    return change.kind if _WIPE.fullmatch(change.kind) else DISSOLVE


def edl_speed(speed: Fraction, rate: Fraction) -> Fraction:
    """As the M2 line says it: tenths of a frame in a second of the clock."""
    counted = round(rate)
    return Fraction(round(speed * counted * 10), counted * 10)


def _rounded(item: Item) -> Grade | None:
    if item.grade is None:
        return None
    slope, offset, power = (
        tuple(round(number, GRADE_DIGITS) for number in row) for row in item.grade[:3]
    )
    return slope, offset, power, round(item.grade[3], GRADE_DIGITS)


def _plain(item: Item, **changes: Any) -> Item:
    """Without what no format but OpenTimelineIO carries."""
    return replace(item, kind=CLIP, effects=0, other="", extra=(), **changes)


def _fcpxml(laid: Laid) -> Laid:
    def item(item: Item) -> Item:
        marks = tuple(replace(m, text=printable(m.text), colour="") for m in item.marks)
        return _plain(
            item,
            name=printable(item.name),
            reel=printable(item.reel),
            note=lines(item.note),
            media=printable(item.media),
            marks=marks,
            grade=None,
            source_length=None,
            speed=item.speed if item.speed >= 0 else Fraction(1),
        )

    def track(track: Track) -> Track:
        items = tuple(map(item, track.items))
        changes = tuple(replace(c, kind=DISSOLVE) for c in track.changes if c.length)
        return replace(track, name="", items=items, changes=changes)

    return replace(
        laid, title=printable(laid.title), marks=(), tracks=_filled(map(track, laid.tracks))
    )


def _fcp7(laid: Laid) -> Laid:
    def item(item: Item) -> Item:
        marks = tuple(replace(m, text=printable(m.text), colour="") for m in item.marks)
        return _plain(
            item,
            name=printable(item.name),
            reel=printable(item.reel),
            note=lines(item.note),
            media=printable(item.media),
            marks=marks,
            grade=None,
            source_length=None,
            speed=Fraction(1),
        )

    def track(track: Track) -> Track:
        items = tuple(map(item, track.items))
        changes = tuple(replace(c, kind=DISSOLVE) for c in track.changes if _aligned(c))
        return replace(track, name=printable(track.name), items=items, changes=changes)

    marks = tuple(replace(mark, text=printable(mark.text), colour="") for mark in laid.marks)
    tracks = _filled(map(track, laid.tracks))
    return replace(laid, title=printable(laid.title), tracks=tracks, marks=marks)


def _aligned(change: Change) -> bool:
    """Final Cut Pro 7 says start, middle or end, and no frame."""
    return bool(change.length) and (
        0 in (change.before, change.after) or change.after - change.before in (0, 1)
    )


def _aaf(laid: Laid) -> Laid:
    def item(item: Item) -> Item:
        return _plain(
            item,
            name=printable(item.name),
            reel="",
            note="",
            media=printable(item.media),
            marks=(),
            grade=None,
            source_length=None,
            speed=Fraction(1),
            enabled=True,
        )

    def track(track: Track) -> Track:
        name = printable(track.name) if track.kind == VIDEO else SOUND_NAME
        return replace(track, name=name, items=tuple(map(item, track.items)), changes=())

    return replace(
        laid,
        title=printable(laid.title),
        marks=(),
        drop_frame=False,
        tracks=_filled(map(track, laid.tracks)),
    )


def _ale(laid: Laid) -> Laid:
    kept, at = [], 0
    for item in (laid.of(VIDEO) or [Track(VIDEO)])[0].items:
        length = max(1, item.source_end - item.source)
        kept.append(
            _plain(
                item,
                start=at,
                length=length,
                name=one_line(item.name),
                media=one_line(item.media),
                reel=one_line(item.reel),
                note=one_line(item.note),
                grade=_rounded(item),
                marks=(),
                media_start=None,
                media_length=None,
                speed=Fraction(1),
                source_length=None,
                enabled=True,
            )
        )
        at += length
    return replace(laid, title="", start=0, marks=(), tracks=(Track(VIDEO, tuple(kept)),))


def _csv(laid: Laid) -> Laid:
    def track(track: Track) -> Track:
        kept = {"marks": (), "grade": None, "media_start": None, "media_length": None}
        items = tuple(_plain(item, **kept) for item in track.items)
        return replace(track, items=items, changes=(), name="")

    tracks = _filled(map(track, laid.tracks))
    return replace(laid, title="", marks=(), tracks=tracks)


def _filled(tracks: Any) -> tuple[Track, ...]:
    """Empty tracks are nothing to the eye; a format that counts them would shift the others."""
    return tuple(track for track in tracks if track.items)


_CARRIED: dict[str, Callable[[Laid], Laid]] = {
    "edl": _edl,
    "otio": lambda laid: laid,
    "fcpxml": _fcpxml,
    "fcp7": _fcp7,
    "aaf": _aaf,
    "ale": _ale,
    "csv": _csv,
}


def one_line(text: str) -> str:
    """Without line breaks, control characters and doubled spaces."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Without what XML and lists cannot hold: control characters and halves of a pair."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def lines(text: str) -> str:
    """Its lines that say anything, each plain."""
    return "\n".join(filter(None, map(one_line, text.splitlines())))


def asc_words(grade: Grade) -> tuple[str, str]:
    """`(slope)(offset)(power)` and the saturation, as EDLs and Avid's logs write them."""
    rows = (" ".join(_number(number) for number in row) for row in grade[:3])
    return "".join(f"({row})" for row in rows), _number(grade[3])


def _number(number: float) -> str:
    return f"{number:.{GRADE_DIGITS}f}".rstrip("0").rstrip(".") or "0"
