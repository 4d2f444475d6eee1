"""Final Cut Pro XML 1.9: the first picture track as the main storyline, each other track as a
connected storyline above it (picture) or below it (sound).
"""

from dataclasses import dataclass
from fractions import Fraction
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from projects.interchange.timelines.fcpxml_elements import MISSING, REEL
from projects.interchange.timelines.laid import AUDIO, VIDEO, Change, Item, Laid, Track

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n'
_FORMAT, _DISSOLVE = "r1", "r2"
_OF_PATHS = "%/:@!$&'()*+,;=~"
_OF_ADDRESSES = _OF_PATHS + "?#[]"


def write_fcpxml(laid: Laid) -> str:
    """`carried(laid, "fcpxml")` as a document with one project."""
    return _HEAD + tostring(_Writer(laid).document(), encoding="unicode") + "\n"


@dataclass(frozen=True)
class _Asset:
    media: str
    start: int
    length: int
    kind: str


def _address(media: str) -> str:
    """As addresses are written: a space in one is none to Final Cut."""
    return quote(media, safe=_OF_ADDRESSES if "://" in media else _OF_PATHS)


class _Writer:
    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.assets: dict[_Asset, str] = {}
        self.used = self._used()

    def _used(self) -> dict[str, tuple[int, int]]:
        """First and end frame of each media of which nobody says how much there is."""
        found: dict[str, tuple[int, int]] = {}
        for item in self.laid.items():
            if item.media_start is None:
                key = item.media or item.name
                first, end = found.get(key, (item.source, item.source_end))
                found[key] = (min(first, item.source), max(end, item.source_end))
        return found

    def time(self, frames: int | Fraction) -> str:
        """Seconds as a fraction: 24 frames at 24000/1001 are "1001/1000s"."""
        seconds = Fraction(frames) / self.laid.rate
        whole = seconds.denominator == 1
        return f"{seconds.numerator}s" if whole else f"{seconds.numerator}/{seconds.denominator}s"

    def document(self) -> Element:
        root = Element("fcpxml", version="1.9")
        resources = SubElement(root, "resources")
        SubElement(resources, "format", id=_FORMAT, frameDuration=self.time(1))
        uid = "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"
        SubElement(resources, "effect", id=_DISSOLVE, name="Cross Dissolve", uid=uid)
        event = SubElement(SubElement(root, "library"), "event", name=self.laid.title or "Film")
        project = SubElement(event, "project", name=self.laid.title)
        sequence = SubElement(
            project,
            "sequence",
            format=_FORMAT,
            duration=self.time(self.laid.length),
            tcStart=self.time(self.laid.start),
            tcFormat="DF" if self.laid.drop_frame else "NDF",
        )
        self._spine(SubElement(sequence, "spine"))
        for asset, name in self.assets.items():
            self._asset(resources, asset, name)
        indent(root)
        return root

    def _asset(self, resources: Element, asset: _Asset, name: str) -> None:
        place = _address(asset.media) or MISSING + quote(name)
        node = SubElement(
            resources,
            "asset",
            id=name,
            name=asset.media.rpartition("/")[2] or name,
            start=self.time(asset.start),
            duration=self.time(asset.length),
            format=_FORMAT,
        )
        node.set("hasVideo" if asset.kind == VIDEO else "hasAudio", "1")
        SubElement(node, "media-rep", kind="original-media", src=place)

    def _spine(self, spine: Element) -> None:
        main, *above = self.laid.of(VIDEO) or [Track(VIDEO)]
        sound = self.laid.of(AUDIO)
        self._storyline(spine, main, 0, -self.laid.start)
        if not main.items:
            spine.append(
                Element("gap", name="Gap", offset=self.time(self.laid.start), duration=self.time(1))
            )
        first = next(child for child in spine if child.tag != "transition")
        local = Fraction(first.get("start", "0s").rstrip("s")) if first.tag != "gap" else 0
        lanes = [(n, track) for n, track in enumerate(above, 1)]
        lanes += [(-n, track) for n, track in enumerate(sound, 1)]
        at = next((n for n, child in enumerate(first) if child.tag in ("marker", "metadata")), None)
        for lane, track in lanes:
            begin = track.items[0].start
            offset = self.time(begin + local * self.laid.rate)
            node = Element("spine", lane=str(lane), offset=offset)
            self._storyline(node, track, begin, begin)
            first.insert(len(first) if at is None else at, node)
            at = None if at is None else at + 1

    def _storyline(self, spine: Element, track: Track, at: int, zero: int) -> None:
        """From film frame `at`; offsets count from film frame `zero`."""
        changes = {change.at: change for change in track.changes}
        for item in track.items:
            if item.start > at:
                self._transition(spine, changes.pop(at, None), zero)
                length, offset = self.time(item.start - at), self.time(at - zero)
                SubElement(spine, "gap", name="Gap", offset=offset, duration=length)
            self._transition(spine, changes.pop(item.start, None), zero)
            self._clip(spine, item, track.kind, zero)
            at = item.end
        self._transition(spine, changes.pop(at, None), zero)

    def _transition(self, spine: Element, change: Change | None, zero: int) -> None:
        if change is None:
            return
        node = SubElement(
            spine,
            "transition",
            name="Cross Dissolve",
            offset=self.time(change.start - zero),
            duration=self.time(change.length),
        )
        SubElement(node, "filter-video", ref=_DISSOLVE, name="Cross Dissolve")

    def _clip(self, spine: Element, item: Item, kind: str, zero: int) -> None:
        node = SubElement(
            spine,
            "asset-clip",
            name=item.name,
            ref=self._ref(item, kind),
            offset=self.time(item.start - zero),
            start=self.time(item.source),
            duration=self.time(item.length),
        )
        if not item.enabled:
            node.set("enabled", "0")
        if kind == AUDIO:
            node.set("srcEnable", "audio")
        if item.note:
            SubElement(node, "note").text = item.note
        if item.speed != 1:
            self._speed(SubElement(node, "timeMap"), item)
        for mark in item.marks:
            SubElement(
                node,
                "marker",
                start=self.time(item.source + mark.at),
                duration=self.time(mark.length),
                value=mark.text,
            )
        if item.reel:
            SubElement(SubElement(node, "metadata"), "md", key=REEL, value=item.reel)

    def _speed(self, node: Element, item: Item) -> None:
        for at in (0, item.length):
            value = item.source + at * item.speed
            place, shown = self.time(item.source + at), self.time(value)
            SubElement(node, "timept", interp="linear", time=place, value=shown)

    def _ref(self, item: Item, kind: str) -> str:
        if item.media_start is not None and item.media_length is not None:
            asset = _Asset(item.media, item.media_start, item.media_length, kind)
        else:
            first, end = self.used[item.media or item.name]
            asset = _Asset(item.media, first, end - first, kind)
        return self.assets.setdefault(asset, f"r{len(self.assets) + 3}")
