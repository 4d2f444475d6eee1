"""What each format cannot carry, told from the timeline alone, before anything is written.

`carried` is the film as the format holds it; writers write that, and what it lacks is the loss.
So the list can neither forget what a writer leaves out nor name what it keeps.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from projects.interchange.edl import MOST_EVENTS, TITLE_LENGTH, reel
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.laid import (
    AUDIO,
    CLIP,
    DISSOLVE,
    VIDEO,
    Change,
    Item,
    Laid,
    Mark,
    Track,
    from_transition_starts,
)

FORMATS = ("edl", "otio", "fcpxml", "fcp7", "aaf", "ale", "csv")
EDL_SOUND_TRACKS = 4
SOUND_NAME = "Sequence"  # of every sound track in an AAF
_WIPE = re.compile(r"wipe \d{3}", re.ASCII)

#: Each loss in a sentence; %(count)s is how many.
SENTENCES = {
    "title": gettext_noop("the title is cut or left out"),
    "start": gettext_noop("the timecode that the film starts at"),
    "drop_frame": gettext_noop("that the timecode drops frames"),
    "markers": gettext_noop("%(count)s markers"),
    "marker_details": gettext_noop("colour, length or other details of %(count)s markers"),
    "video_tracks": gettext_noop("%(count)s picture tracks with all that is on them"),
    "audio_tracks": gettext_noop("%(count)s sound tracks with all that is on them"),
    "track_names": gettext_noop("names of %(count)s tracks"),
    "clips": gettext_noop("%(count)s clips that are seen within transitions only"),
    "places": gettext_noop("the place or length of %(count)s clips as they are seen"),
    "sources": gettext_noop("the first frame of %(count)s clips"),
    "clip_names": gettext_noop("%(count)s names are written in plain characters of one line"),
    "media": gettext_noop("where the media of %(count)s clips lies"),
    "media_ranges": gettext_noop("how much media there is for %(count)s clips"),
    "reels": gettext_noop("%(count)s reels are cut, written plainly, or left out"),
    "speeds": gettext_noop("%(count)s changes of speed"),
    "source_lengths": gettext_noop("%(count)s lengths of source that differ from the record's"),
    "notes": gettext_noop("%(count)s notes"),
    "grades": gettext_noop("%(count)s colour decisions (ASC CDL)"),
    "effects": gettext_noop("%(count)s effects other than speed"),
    "metadata": gettext_noop("what other programs noted on %(count)s clips"),
    "disabled": gettext_noop("that %(count)s clips are switched off: they will be seen"),
    "nested": gettext_noop("what lies within %(count)s nested compositions; each becomes a clip"),
    "generators": gettext_noop("%(count)s generators such as titles; each becomes a clip"),
    "transitions": gettext_noop("%(count)s transitions become cuts"),
    "transition_kinds": gettext_noop("%(count)s transitions become dissolves"),
    "cut_points": gettext_noop(
        "where the cut lies under %(count)s transitions, which look the same"
    ),
    "several_files": gettext_noop("one list: at 999 events each there are %(count)s files"),
}


@dataclass(frozen=True)
class Loss:
    """`code` of `SENTENCES`, how many, and the sentence about them in English."""

    code: str
    count: int

    @property
    def detail(self) -> str:
        return SENTENCES[self.code] % {"count": self.count}


def losses(laid: Laid, format: str) -> list[Loss]:
    """What writing `laid` as one of `FORMATS` loses, told before it is written.

    Raises `ExportRefused("interchange:unknown_format")`.
    """
    kept = carried(laid, format)
    found = [Loss(code, count) for code, count in differences(laid, kept).items()]
    files = -(-sum(len(track.items) for track in kept.tracks) // MOST_EVENTS)
    if format == "edl" and files > 1:
        found.append(Loss("several_files", files))
    return sorted(found, key=lambda loss: list(SENTENCES).index(loss.code))


def carried(laid: Laid, format: str) -> Laid:
    """The film as the format holds it. Raises `ExportRefused("interchange:unknown_format")`."""
    if format not in _CARRIED:
        raise ExportRefused("interchange:unknown_format", ", ".join(FORMATS))
    return _CARRIED[format](laid)


def _edl(laid: Laid) -> Laid:
    tracks = [*laid.of(VIDEO)[:1], *laid.of(AUDIO)[:EDL_SOUND_TRACKS]]
    return replace(
        laid,
        title=one_line(laid.title)[:TITLE_LENGTH],
        marks=(),
        tracks=tuple(_edl_track(from_transition_starts(track), laid.rate) for track in tracks),
    )


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
    changes = tuple(replace(c, kind=_edl_kind(c)) for c in track.changes if c.length)
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


def _rounded(item: Item) -> Any:
    if item.grade is None:
        return None
    slope, offset, power, saturation = item.grade
    rows = (tuple(round(n, 6) for n in row) for row in (slope, offset, power))
    return (*rows, round(saturation, 6))


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
