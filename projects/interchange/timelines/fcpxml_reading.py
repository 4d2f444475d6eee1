"""Final Cut Pro XML, read by hand: OpenTimelineIO's plugin leaves transitions out and counts in
floating seconds. Times here are fractions until a frame is named.

What is connected to the main storyline lies on tracks of its own, as many as its lanes need.
Compound clips become one item each; of an audition the chosen clip is read, of a change of speed
within a clip the speed that the clip begins with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timelines.fcpxml_elements import (
    CLIPS,
    HOLDS,
    MISSING,
    NESTED_CLIPS,
    PLAYS,
    lane_of,
    picked,
    reel_of,
    retimed,
    time_of,
)
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


def sequences(root: Element) -> list[tuple[str, Element]]:
    """Name and `sequence` of every project; of compound clips where there is no project.

    Raises `ExportRefused("timeline:no_clips", gettext_noop("it is empty"))`.
    """
    named = [
        (project.get("name", ""), sequence)
        for project in root.iter("project")
        for sequence in project.findall("sequence")
    ]
    if not named:
        named = [
            (media.get("name", ""), sequence)
            for media in root.iter("media")
            for sequence in media.findall("sequence")
        ]
    if not named:
        raise ExportRefused("timeline:no_clips", gettext_noop("there is no project in it"))
    return named


def read_fcpxml(root: Element, name: str, sequence: Element) -> Laid:
    """The film of one `sequence` of the document `root`.

    Raises `ExportRefused`: `timeline:unreadable`, `timeline:bad_rate`, `timeline:no_clips`,
    `timeline:too_much`.
    """
    reader = _Reader(root, sequence)
    spine = sequence.find("spine")
    if spine is not None:
        reader.storyline(spine, Fraction(0), 0)
    tracks = reader.tracks()
    if not tracks:
        raise ExportRefused("timeline:no_clips", gettext_noop("it is empty"))
    unread = {
        "ramps_unread": reader.ramps,
        "captions_unread": sum(1 for _caption in sequence.iter("caption")),
        "auditions": sum(1 for _audition in sequence.iter("audition")),
    }
    return Laid(
        title=name,
        rate=reader.rate,
        tracks=tracks,
        start=reader.whole(time_of(sequence.get("tcStart", "0s"))),
        drop_frame=sequence.get("tcFormat") == "DF",
        rounded=reader.rounded,
        warnings=tuple((code, count) for code, count in unread.items() if count),
    )


@dataclass(frozen=True)
class _Place:
    """Where an element stands: film time of its begin, its own local begin, seconds."""

    at: Fraction
    local: Fraction
    duration: Fraction


class _Reader:
    def __init__(self, root: Element, sequence: Element) -> None:
        self.assets = {asset.get("id"): asset for asset in root.iter("asset")}
        formats = {found.get("id"): found for found in root.iter("format")}
        self.formats, self.rounded, self.count, self.ramps = formats, 0, 0, 0
        known = formats.get(sequence.get("format"))
        told = known.get("frameDuration") if known is not None else None
        if told is None:
            raise ExportRefused("timeline:bad_rate", gettext_noop("no format says how long frames"))
        length = time_of(told)
        if length <= 0:
            raise ExportRefused("timeline:bad_rate", gettext_noop("frames of no length"))
        self.rate = rate_of(float(1 / length))
        self.items: dict[tuple[str, int], list[Item]] = {}
        self.changes: dict[int, list[Change]] = {}

    def whole(self, seconds: Fraction) -> int:
        frames = seconds * self.rate
        near = round(frames)
        self.rounded += frames != near
        return near

    def storyline(self, spine: Element, at: Fraction, lane: int) -> None:
        """Its elements stand one after the other; `at` is where it begins, seconds."""
        where, cuts = at, []
        zero: Fraction | None = None  # what the storyline's own clock shows where it begins
        for child in map(picked, spine):
            if child.tag == "transition":
                offset = time_of(child.get("offset", "0s"))
                cuts.append((where, offset, time_of(child.get("duration", "0s"))))
            elif child.tag == "gap" or child.tag in CLIPS:
                if zero is None and child.get("offset") is not None:
                    zero = time_of(child.get("offset", "0s")) - (where - at)
                duration = self._duration(child)
                self._element(child, _Place(where, self._start(child), duration), lane)
                where += duration
        for cut, offset, duration in cuts:
            self._change(cut, at + offset - (zero or 0), duration, lane)

    def _change(self, cut: Fraction, start: Fraction, duration: Fraction, lane: int) -> None:
        at = self.whole(cut)
        begin, end = self.whole(start), self.whole(start + duration)
        if begin <= at <= end and end > begin:
            self.changes.setdefault(lane, []).append(Change(at, at - begin, end - at, DISSOLVE))

    def _duration(self, element: Element) -> Fraction:
        told = element.get("duration")
        if told is None:
            asset = self.assets.get(element.get("ref"))
            told = asset.get("duration") if asset is not None else None
        if told is None:
            raise ExportRefused(
                "timeline:unreadable", gettext_noop("a clip of which nobody says how long it is")
            )
        return time_of(told)

    def _start(self, element: Element) -> Fraction:
        """The element's own begin on its own clock: of the asset where it does not say."""
        told = element.get("start")
        if told is None:
            asset = self.assets.get(element.get("ref")) if element.tag == "asset-clip" else None
            told = asset.get("start", "0s") if asset is not None else "0s"
        return time_of(told)

    def _element(self, element: Element, place: _Place, lane: int) -> None:
        self.count += 1
        if self.count > MOST_ITEMS:
            raise too_much(gettext_noop("more than %(most)s clips"), MOST_ITEMS)
        if element.tag in CLIPS:
            kind = self._kind(element, lane)
            self.items.setdefault((kind, lane), []).append(self._item(element, place))
        for child in map(picked, element):
            # What has no lane lies within the element, and is not connected to it.
            if child.get("lane", "0") == "0":
                continue
            offset = time_of(child.get("offset", "0s"))
            at = place.at + offset - place.local
            under = lane_of(child.get("lane", "0"))
            if child.tag == "spine":
                self.storyline(child, at, under)
            elif child.tag in CLIPS:
                inner = _Place(at, self._start(child), self._duration(child))
                self._element(child, inner, under)

    def _kind(self, element: Element, lane: int) -> str:
        """Sound by what is heard and not seen; where nobody says, lanes below are sound."""
        if lane == 0:
            return VIDEO
        asset, inner = self._asset(element), self._inner(element)
        played = (element if inner is None else inner).tag
        if "audio" in (played, element.get("srcEnable")):
            return AUDIO
        if element.tag in ("title", "video") or element.get("srcEnable") == "video":
            return VIDEO
        seen, heard = (
            asset is not None and asset.get(name) == "1" for name in ("hasVideo", "hasAudio")
        )
        return VIDEO if seen else AUDIO if heard or lane < 0 else VIDEO

    def _item(self, element: Element, place: _Place) -> Item:
        start = self.whole(place.at)
        length = self.whole(place.at + place.duration) - start
        asset = self._asset(element)
        source, speed, changing = retimed(element, place.local)
        self.ramps += changing
        if element.tag == "clip" and asset is not None:
            inner = self._inner(element)
            source += self._asset_time(asset, inner) if inner is not None else 0
        kind = NESTED if element.tag in NESTED_CLIPS else CLIP
        if element.tag == "title" or (element.tag == "video" and asset is None):
            kind = GENERATOR
        return Item(
            start=start,
            length=length,
            source=self.whole(source),
            name=element.get("name", ""),
            kind=kind,
            enabled=element.get("enabled", "1") != "0",
            speed=speed,
            note=(element.findtext("note") or "").strip(),
            reel=reel_of(element, asset),
            marks=tuple(self._marks(element, place)),
            effects=sum(child.tag.startswith(("filter-", "adjust-")) for child in element),
            **self._media(asset),
        )

    def _asset_time(self, asset: Element, inner: Element) -> Fraction:
        """From the clip's own clock to the asset's."""
        start = inner.get("start", asset.get("start", "0s"))
        return time_of(start) - time_of(inner.get("offset", "0s"))

    def _asset(self, element: Element) -> Element | None:
        inner = self._inner(element)
        return None if inner is None else self.assets[inner.get("ref")]

    def _inner(self, element: Element) -> Element | None:
        """What of an element names its media; what is connected to it is another clip."""
        if element.get("ref") in self.assets and element.tag in PLAYS:
            return element
        for child in element:
            ours = child.get("lane") is None or element.tag == "gap"
            found = self._inner(child) if child.tag in HOLDS and ours else None
            if found is not None:
                return found
        return None

    def _media(self, asset: Element | None) -> dict[str, Any]:
        if asset is None:
            return {}
        place = asset.get("src") or ""
        if not place:
            place = next((rep.get("src", "") for rep in asset.iter("media-rep")), "")
        told: dict[str, Any] = {"media": "" if place.startswith(MISSING) else place}
        if (duration := asset.get("duration")) is not None and time_of(duration) > 0:
            told["media_start"] = self.whole(time_of(asset.get("start", "0s")))
            told["media_length"] = max(1, self.whole(time_of(duration)))
        return told

    def _marks(self, element: Element, place: _Place) -> Iterator[Mark]:
        found = []
        for marker in [*element.findall("marker"), *element.findall("chapter-marker")]:
            at = self.whole(time_of(marker.get("start", "0s")) - place.local)
            length = max(1, self.whole(time_of(marker.get("duration", "0s"))))
            text = ": ".join(filter(None, (marker.get("value", ""), marker.get("note", ""))))
            found.append(Mark(at, length, text))
        yield from sorted(found, key=lambda mark: (mark.at, mark.length, mark.text))

    def tracks(self) -> tuple[Track, ...]:
        """Picture from the main storyline up, lanes below it after that, then sound."""
        found: list[Track] = []
        told = set()
        lanes = sorted(self.items, key=lambda key: (key[0] == AUDIO, key[1] < 0, abs(key[1])))
        for kind, lane in lanes:
            # A storyline's transitions are told once, though it hold sound as well.
            changes = [] if lane in told else self.changes.get(lane, [])
            told.add(lane)
            found += spread(kind, self.items[kind, lane], changes)
        return tuple(track for track in found if track.items)
