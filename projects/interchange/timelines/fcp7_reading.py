"""Final Cut Pro 7 XML (xmeml), as Premiere and others write it, read by hand: OpenTimelineIO's
plugin misplaces what follows a fade to black and puts markers on another clock.

Nested sequences become one item each, as do generators. A change of speed counts as an effect.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import DROPPING, from_timecode
from projects.interchange.timelines.laid import (
    AUDIO,
    CLIP,
    DISSOLVE,
    GENERATOR,
    MOST_ITEMS,
    NESTED,
    VIDEO,
    Change,
    Item,
    Laid,
    Mark,
    Track,
    spread,
    too_much,
)
from projects.interchange.timelines.neutral import rate_of

_PARTS = ("clipitem", "generatoritem", "transitionitem")


def sequences(root: Element) -> list[tuple[str, Element]]:
    """Name and element of every sequence that is not used within another.

    Raises `ExportRefused("timeline:no_clips", gettext_noop("it is empty"))`.
    """
    found = [
        (sequence.findtext("name") or "", sequence)
        for sequence in _outer(root)
        if sequence.find("media") is not None
    ]
    if not found:
        raise ExportRefused("timeline:no_clips", gettext_noop("there is no sequence in it"))
    return found


def _outer(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == "sequence":
            yield child
        elif child.tag not in _PARTS:
            yield from _outer(child)


def read_fcp7(root: Element, name: str, sequence: Element) -> Laid:
    """The film of one `sequence` of the document `root`.

    Raises `ExportRefused`: `timeline:unreadable`, `timeline:bad_rate`, `timeline:no_clips`,
    `timeline:too_much`.
    """
    reader = _Reader(root, sequence)
    tracks: list[Track] = []
    for tag, kind in (("video", VIDEO), ("audio", AUDIO)):
        for track in sequence.findall(f"media/{tag}/track"):
            # Of the two channels of a stereo track that are written apart one is enough.
            if kind == VIDEO or track.get("currentExplodedTrackIndex", "0") == "0":
                tracks += reader.track(track, kind)
    if not any(track.items for track in tracks):
        raise ExportRefused("timeline:no_clips", gettext_noop("it is empty"))
    clock = sequence.find("timecode")
    marks = tuple(reader.marks(sequence, 0, reader.rate))
    return Laid(
        title=name,
        rate=reader.rate,
        tracks=tuple(tracks),
        start=reader.clock(clock, reader.rate),
        drop_frame=_drops(clock) and reader.rate in DROPPING,
        marks=marks,
        rounded=reader.rounded,
        warnings=(("speeds_unread", reader.speeds),) if reader.speeds else (),
    )


@dataclass(frozen=True)
class _Span:
    """Of one part of a track, in frames of the film; `cut` is a transition's, `first` is where
    the frame stands that a clip's `in` names: where the transition into it begins.
    """

    start: int
    end: int
    cut: int
    first: int


class _Reader:
    def __init__(self, root: Element, sequence: Element) -> None:
        self.known: dict[tuple[str, str], Element] = {}
        for element in root.iter():
            if element.tag in ("file", "sequence", "clipitem") and len(element):
                self.known.setdefault((element.tag, element.get("id", "")), element)
        self.rate = self.rate_in(sequence, None)
        self.rounded = self.count = self.speeds = 0

    def rate_in(self, element: Element | None, above: Fraction | None) -> Fraction:
        base = element.findtext("rate/timebase") if element is not None else None
        if base is None:
            if above is None:
                raise ExportRefused("timeline:bad_rate", gettext_noop("nobody says it"))
            return above
        ntsc = (element.findtext("rate/ntsc") or "") if element is not None else ""
        number = Fraction(_integer(base))
        return rate_of(float(number * 1000 / 1001 if ntsc.upper() == "TRUE" else number))

    def whole(self, frames: Fraction) -> int:
        near = round(frames)
        self.rounded += frames != near
        return near

    def clock(self, element: Element | None, above: Fraction) -> int:
        """Frame of the film's rate that a `timecode` element names; 0 without one."""
        if element is None:
            return 0
        own = self.rate_in(element, above)
        if (frame := element.findtext("frame")) is not None:
            return self.whole(_integer(frame) * self.rate / own)
        text = (element.findtext("string") or "00:00:00:00").strip()
        if _drops(element) and own in DROPPING:
            text = f"{text[:8]};{text[9:]}"
        return self.whole(from_timecode(text, own) * self.rate / own)

    def track(self, track: Element, kind: str) -> list[Track]:
        parts = [self._real(part) for part in track if part.tag in _PARTS]
        seen = (track.findtext("enabled") or "TRUE").strip().upper() != "FALSE"
        spans = [self._span(parts, n) for n in range(len(parts))]
        items: list[Item] = []
        changes: list[Change] = []
        for part, span in zip(parts, spans, strict=True):
            if part.tag == "transitionitem":
                if span.end > span.start:
                    before, after = span.cut - span.start, span.end - span.cut
                    changes.append(Change(span.cut, before, after, DISSOLVE))
            elif span.end > span.start:
                item = self._item(part, span)
                items.append(item if seen else replace(item, enabled=False))
        first, *over = spread(kind, items, changes)
        name = track.findtext("name") or ""
        return [Track(kind, first.items, first.changes, name), *over]

    def _real(self, element: Element) -> Element:
        """An empty element with an id stands for the first that has it."""
        if len(element) or not element.get("id"):
            return element
        return self.known.get((element.tag, element.get("id", "")), element)

    def _span(self, parts: list[Element], number: int) -> _Span:
        """A start or end of -1 means the cut of the transition beside it."""
        part = parts[number]
        start, end = _integer(part.findtext("start")), _integer(part.findtext("end"))
        cut = _cut(part, start, end) if part.tag == "transitionitem" else start
        first = start
        if start == -1:
            start = self._beside(parts, number - 1)
            first = _integer(parts[number - 1].findtext("start"))
        if end == -1:
            end = self._beside(parts, number + 1)
        return _Span(start, end, cut, first)

    def _beside(self, parts: list[Element], number: int) -> int:
        if not 0 <= number < len(parts) or parts[number].tag != "transitionitem":
            said = gettext_noop("a clip that begins or ends at no transition")
            raise ExportRefused("timeline:unreadable", said)
        part = parts[number]
        return _cut(part, _integer(part.findtext("start")), _integer(part.findtext("end")))

    def _item(self, part: Element, span: _Span) -> Item:
        self.count += 1
        if self.count > MOST_ITEMS:
            raise too_much(gettext_noop("more than %(most)s clips"), MOST_ITEMS)
        rate = self.rate_in(part, self.rate)
        first = _integer(part.findtext("in")) * self.rate / rate
        file = part.find("file")
        file = self._real(file) if file is not None else None
        begin = self.clock(file.find("timecode"), rate) if file is not None else 0
        into = span.start - span.first
        comments = part.find("comments")
        return Item(
            start=span.start,
            length=span.end - span.start,
            source=self.whole(first + begin + into),
            name=part.findtext("name") or "",
            kind=_kind(part),
            enabled=(part.findtext("enabled") or "TRUE").upper() != "FALSE",
            note="\n".join(c.text for c in comments if c.text) if comments is not None else "",
            marks=tuple(self.marks(part, first + into, rate)),
            effects=self._effects(part),
            **self._media(file, rate, begin),
        )

    def _effects(self, part: Element) -> int:
        effects = part.findall("filter/effect")
        retimed = [e for e in effects if e.findtext("effectid") == "timeremap" and _changes(e)]
        self.speeds += bool(retimed)
        return sum(e.findtext("effectid") != "timeremap" for e in effects) + len(retimed)

    def _media(self, file: Element | None, rate: Fraction, begin: int) -> dict[str, Any]:
        if file is None:
            return {}
        told: dict[str, Any] = {"media": (file.findtext("pathurl") or "").strip()}
        told["reel"] = (file.findtext("timecode/reel/name") or "").strip()
        if (length := file.findtext("duration")) is not None and _integer(length) > 0:
            own = self.rate_in(file, rate)
            told["media_start"] = begin
            told["media_length"] = self.whole(_integer(length) * self.rate / own)
        return told

    def marks(self, element: Element, first: Fraction | int, rate: Fraction) -> list[Mark]:
        """Times of a clip's markers count as its `in` does."""
        found = []
        for marker in element.findall("marker"):
            begin = _integer(marker.findtext("in"))
            end = _integer(marker.findtext("out") or "-1")
            at = self.whole(begin * self.rate / rate - first)
            length = self.whole(max(1, end - begin) * self.rate / rate)
            said = (marker.findtext("name") or "", marker.findtext("comment") or "")
            found.append(Mark(at, max(1, length), ": ".join(filter(None, said))))
        return sorted(found, key=lambda mark: (mark.at, mark.length, mark.text))


def _kind(part: Element) -> str:
    if part.find("sequence") is not None:
        return NESTED
    return GENERATOR if part.tag == "generatoritem" else CLIP


def _cut(part: Element, start: int, end: int) -> int:
    alignment = part.findtext("alignment") or "center"
    if alignment.startswith("start"):
        return start
    return end if alignment.startswith("end") else (start + end) // 2


def _changes(effect: Element) -> bool:
    """Whether a time remap changes anything: Premiere writes one at 100 per cent, too."""
    told = {
        parameter.findtext("parameterid"): (parameter.findtext("value") or "").strip()
        for parameter in effect.findall("parameter")
    }
    plain = told.get("speed", "100") in ("100", "100.0") and told.get("variablespeed", "0") == "0"
    return not plain or told.get("reverse", "FALSE").upper() == "TRUE"


def _drops(clock: Element | None) -> bool:
    return clock is not None and (clock.findtext("displayformat") or "").upper() == "DF"


def _integer(text: str | None) -> int:
    said = (text or "").strip()
    number = said.lstrip("-").partition(".")[0]
    if not (number.isascii() and number.isdigit()) or len(number) > 12:
        raise ExportRefused("timeline:unreadable", gettext_noop("a frame that is no number"))
    return -int(number) if said.startswith("-") else int(number)
