"""Pieces of many takes, one after the other: as an EDL, and as OpenTimelineIO.

Media are named, never touched; what is left out of a take is still there in its file, so that
every piece can be opened up again as far as the take goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from opentimelineio import schema
from opentimelineio.opentime import RationalTime, TimeRange

from projects.interchange.edl import MOST_EVENTS, REEL_LENGTH, TITLE_LENGTH, reel
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import day, from_timecode, to_timecode


@dataclass(frozen=True)
class Take:
    """A file: `start` is the timecode of its first picture in frames from 00:00:00:00."""

    name: str
    rate: Fraction
    frames: int
    start: int = 0
    sound: bool = False


@dataclass(frozen=True)
class Piece:
    """Frames `start` to `end` (exclusive) of a take, counted from its first picture."""

    take: Take
    start: int
    end: int
    note: str = ""

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class StringOut:
    """Pieces in order. The list counts at the rate of the first."""

    title: str
    pieces: tuple[Piece, ...]
    drop_frame: bool = False

    def __post_init__(self) -> None:
        if not self.pieces:
            raise ExportRefused("interchange:no_shots", gettext_noop("nothing to write"))
        for piece in self.pieces:
            if not 0 <= piece.start < piece.end <= piece.take.frames:
                raise ExportRefused(
                    "interchange:bad_shot",
                    gettext_noop("%(start)s to %(end)s"),
                    start=piece.start,
                    end=piece.end,
                )

    @property
    def rate(self) -> Fraction:
        return self.pieces[0].take.rate

    def at_rate(self) -> tuple[Piece, ...]:
        """Those an EDL can hold: it has one rate."""
        return tuple(piece for piece in self.pieces if piece.take.rate == self.rate)


def write_edl(cut: StringOut) -> str:
    """An EDL in the CMX 3600 manner of what runs at the rate of the first piece.

    Reels are told apart by number where eight letters do not. Raises `ExportRefused`:
    `interchange:too_many_events`, `interchange:past_midnight`, `interchange:no_timecode`.
    """
    pieces = cut.at_rate()
    if len(pieces) > MOST_EVENTS:
        raise ExportRefused(
            "interchange:too_many_events",
            gettext_noop("%(count)s of %(most)s"),
            count=len(pieces),
            most=MOST_EVENTS,
        )
    mode = "DROP FRAME" if cut.drop_frame else "NON-DROP FRAME"
    lines = [f"TITLE: {_line(cut.title)[:TITLE_LENGTH]}", f"FCM: {mode}", ""]
    names = reels([piece.take.name for piece in pieces])
    at = from_timecode("01:00:00;00" if cut.drop_frame else "01:00:00:00", cut.rate)
    for number, piece in enumerate(pieces, 1):
        first = piece.take.start + piece.start
        frames = (first, first + piece.length, at, at + piece.length)
        clocks = " ".join(_clock(frame, cut) for frame in frames)
        tracks = "B" if piece.take.sound else "V"
        lines.append(f"{number:03}  {names[piece.take.name]:8} {tracks:5} C        {clocks}")
        lines.append(f"* FROM CLIP NAME:  {_line(piece.take.name) or 'UNNAMED'}")
        lines += [f"* COMMENT: {_line(piece.note)}"] if piece.note else []
        at += piece.length
    return "\r\n".join(lines) + "\r\n"


def write_otio(cut: StringOut) -> str:
    """OTIO JSON: a track of picture, and one of sound where any take has it.

    Each clip names its whole take as what is available, which are its handles; pieces keep
    their takes' own rates.
    """
    timeline = schema.Timeline(name=cut.title)
    rate = float(cut.rate)
    timeline.global_start_time = RationalTime(round(3600 * cut.rate), rate)
    picture = schema.Track(name="V1", kind=schema.TrackKind.Video)
    sound = schema.Track(name="A1", kind=schema.TrackKind.Audio)
    for piece in cut.pieces:
        picture.append(_clip(piece))
        sound.append(_clip(piece) if piece.take.sound else schema.Gap(source_range=_span(piece)))
    timeline.tracks.append(picture)
    if any(piece.take.sound for piece in cut.pieces):
        timeline.tracks.append(sound)
    return str(timeline.to_json_string(indent=2))


def reels(names: Sequence[str]) -> dict[str, str]:
    """A reel of eight letters for each name, no two alike."""
    found: dict[str, str] = {}
    for name in names:
        if name in found:
            continue
        short, number = reel(name.rsplit(".", 1)[0]), 1
        while short in found.values():
            number += 1
            short = f"{reel(name)[: REEL_LENGTH - 1 - len(str(number))]}_{number}"
        found[name] = short
    return found


def _clip(piece: Piece) -> schema.Clip:
    take = piece.take
    whole = _range(take.start, take.frames, take.rate)
    media = schema.ExternalReference(target_url=take.name, available_range=whole)
    media.name = take.name
    clip = schema.Clip(name=take.name, media_reference=media, source_range=_span(piece))
    if piece.note:
        clip.metadata["last_mile"] = {"note": piece.note}
    return clip


def _span(piece: Piece) -> TimeRange:
    return _range(piece.take.start + piece.start, piece.length, piece.take.rate)


def _range(start: int, length: int, rate: Fraction) -> TimeRange:
    return TimeRange(RationalTime(start, float(rate)), RationalTime(length, float(rate)))


def _clock(frame: int, cut: StringOut) -> str:
    """Takes run over midnight now and then: their clock begins again."""
    return to_timecode(frame % day(cut.rate, cut.drop_frame), cut.rate, cut.drop_frame)


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
