"""CMX 3600 edit decision lists of a film with sound, transitions, speeds and grades."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from projects.interchange.edl import MOST_EVENTS, reel
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import day, nominal, to_timecode
from projects.interchange.timelines.carrying import asc_words
from projects.interchange.timelines.laid import AUDIO, Change, Item, Laid, Track

_BLACK = "BL"
Row = tuple[int, list[str]]


def write_edls(laid: Laid) -> list[str]:
    """`carried(laid, "edl")` as lists of at most 999 events; the record side runs on.

    Raises `ExportRefused`: `interchange:past_midnight`, `interchange:no_timecode`,
    `interchange:no_drop_frame`.
    """
    clock = _Clock(laid)
    counts: dict[str, int] = {}
    rows: list[tuple[int, int, list[Item | Change | None], str]] = []
    for order, track in enumerate(laid.tracks):
        counts[track.kind] = counts.get(track.kind, 0) + 1
        number = counts[track.kind]
        channel = "V" if track.kind != AUDIO else "A" if number == 1 else f"A{number}"
        rows += [(at, order, parts, channel) for at, parts in _events(track)]
    rows.sort(key=lambda row: row[:2])
    mode = "DROP FRAME" if laid.drop_frame else "NON-DROP FRAME"
    texts = []
    for begin in range(0, len(rows), MOST_EVENTS):
        lines = [f"TITLE: {laid.title}", f"FCM: {mode}", ""]
        for number, (_at, _order, parts, channel) in enumerate(rows[begin:][:MOST_EVENTS], 1):
            lines += _lines(number, channel, parts, clock)
        texts.append("\r\n".join(lines) + "\r\n")
    return texts


def _events(track: Track) -> Iterator[tuple[int, list[Item | Change | None]]]:
    """Item before, transition, item after; without a transition only the last."""
    ends = {item.end: item for item in track.items}
    heads = {change.at: change for change in track.changes}
    for item in track.items:
        change = heads.pop(item.start, None)
        yield item.start, [ends.get(item.start), change, item] if change else [None, None, item]
    for at, change in heads.items():
        yield at, [ends.get(at), change, None]


class _Clock:
    def __init__(self, laid: Laid) -> None:
        self.rate, self.drop_frame, self.start = laid.rate, laid.drop_frame, laid.start
        self.day = day(laid.rate, laid.drop_frame)

    def at(self, frame: int) -> str:
        """An end that falls on midnight is written as midnight, the way decks show it."""
        if frame == self.day:
            return "24:00:00;00" if self.drop_frame else "24:00:00:00"
        return to_timecode(frame, self.rate, self.drop_frame)

    def span(self, item: Item | None, start: int, length: int) -> str:
        source = item.source if item else 0
        end = item.source_end if item else length
        if end > self.day and source < self.day:
            end -= self.day
        return " ".join(
            map(self.at, (source, end, self.start + start, self.start + start + length))
        )


def _lines(
    number: int, channel: str, parts: list[Item | Change | None], clock: _Clock
) -> list[str]:
    before, change, item = parts
    assert before is None or isinstance(before, Item)
    assert item is None or isinstance(item, Item)
    if not isinstance(change, Change):
        assert item is not None
        return [
            _event(number, item.reel, channel, "C    ", clock.span(item, item.start, item.length)),
            *_about(item, "FROM", clock),
        ]
    came = replace(before, source=before.source_end, start=before.end) if before else None
    still = " ".join([clock.at(came.source % clock.day if came else 0)] * 2)
    here = " ".join([clock.at(clock.start + change.at)] * 2)
    kind = f"W{change.kind[5:]}" if change.kind.startswith("wipe ") else "D   "
    length = item.length if item else change.length
    return [
        _event(number, came.reel if came else _BLACK, channel, "C    ", f"{still} {here}"),
        _event(
            number,
            item.reel if item else _BLACK,
            channel,
            f"{kind} {change.length:03}",
            clock.span(item, change.at, length),
        ),
        *([f"* FROM CLIP NAME:  {before.name}"] if before and before.name else []),
        *(_about(item, "TO", clock) if item else []),
    ]


def _event(number: int, name: str, channel: str, kind: str, clocks: str) -> str:
    written = name if name == _BLACK else reel(name)
    return f"{number:03}  {written:8} {channel:5} {kind:8} {clocks}"


def _about(item: Item, side: str, clock: _Clock) -> list[str]:
    lines = [f"* {side} CLIP NAME:  {item.name}"] if item.name else []
    if item.speed != 1:
        fps = item.speed * nominal(clock.rate)
        lines.insert(0, f"M2   {reel(item.reel):8} {_tenths(fps)}  {clock.at(item.source)}")
    if item.media:
        lines.append(f"* SOURCE FILE: {item.media}")
    lines += [f"* COMMENT: {line}" for line in item.note.splitlines()]
    for mark in item.marks:
        at = clock.at(clock.start + item.start + mark.at)
        lines.append(f"* LOC: {at} {mark.colour:7} {mark.text}".rstrip())
    if item.grade:
        sop, sat = asc_words(item.grade)
        lines += [f"*ASC_SOP {sop}", f"*ASC_SAT {sat}"]
    return lines


def _tenths(fps: Fraction) -> str:
    """Frames a second in five places: 047.6, -24.0."""
    whole = f"{float(abs(fps)):05.1f}"
    if len(whole) > 5:
        raise ExportRefused(
            "timeline:too_fast", gettext_noop("%(rate)s frames a second"), rate=whole
        )
    return f"-{whole[1:]}" if fps < 0 else whole
