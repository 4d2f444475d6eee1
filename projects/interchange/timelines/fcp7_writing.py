"""Final Cut Pro 7 XML (xmeml 5), which Premiere, Resolve and Avid's importers read."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import RATES, day, to_timecode
from projects.interchange.timelines.laid import AUDIO, VIDEO, Change, Item, Laid, Track

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n'


def write_fcp7(laid: Laid) -> str:
    """`carried(laid, "fcp7")` as a document with one sequence.

    Raises `ExportRefused("interchange:no_timecode")` at rates that the format cannot say.
    """
    if 1 not in (laid.rate.denominator, (laid.rate * 1001 / 1000).denominator):
        said = gettext_noop("%(rate)s frames a second")
        raise ExportRefused("interchange:no_timecode", said, rate=f"{float(laid.rate):.3f}")
    return _HEAD + tostring(_Writer(laid).document(), encoding="unicode") + "\n"


class _Writer:
    def __init__(self, laid: Laid) -> None:
        self.laid, self.files, self.clips = laid, dict[tuple[str, int, int, str], str](), 0
        self.ntsc = laid.rate.denominator != 1
        self.used = dict[tuple[str, str], tuple[int, int]]()
        for item in laid.items():
            if item.media_start is None:
                key = (item.media or item.name, item.reel)
                first, end = self.used.get(key, (item.source, item.source_end))
                self.used[key] = (min(first, item.source), max(end, item.source_end))

    def document(self) -> Element:
        root = Element("xmeml", version="5")
        sequence = SubElement(root, "sequence", id="sequence-1")
        _texts(sequence, name=self.laid.title, duration=self.laid.length)
        self._rate(sequence)
        self._clock(sequence, self.laid.start)
        media = SubElement(sequence, "media")
        for tag, kind in (("video", VIDEO), ("audio", AUDIO)):
            tracks = self.laid.of(kind)
            if tracks:
                holder = SubElement(media, tag)
                for track in tracks:
                    self._track(SubElement(holder, "track"), track)
        for mark in self.laid.marks:
            _marker(sequence, mark.text, mark.at, mark.length)
        indent(root)
        return root

    def _rate(self, node: Element) -> None:
        rate = SubElement(node, "rate")
        _texts(rate, timebase=round(self.laid.rate), ntsc="TRUE" if self.ntsc else "FALSE")

    def _clock(self, node: Element, frame: int, reel: str = "") -> None:
        clock = SubElement(node, "timecode")
        self._rate(clock)
        laid = self.laid
        if laid.rate in RATES and 0 <= frame < day(laid.rate, laid.drop_frame):
            _texts(clock, string=to_timecode(frame, laid.rate, laid.drop_frame))
        _texts(clock, frame=frame, displayformat="DF" if laid.drop_frame else "NDF")
        if reel:
            _texts(SubElement(clock, "reel"), name=reel)

    def _track(self, node: Element, track: Track) -> None:
        """A clip at a transition says -1; its `in` and `out` tell all that is seen of it."""
        if track.name:
            _texts(node, name=track.name)
        parts: list[tuple[int, int, Item | Change]] = [(i.start, 1, i) for i in track.items]
        parts += [(change.at, 0, change) for change in track.changes]
        changes = {change.at: change for change in track.changes}
        begins = {item.start for item in track.items}
        for _at, _order, part in sorted(parts, key=lambda part: part[:2]):
            if isinstance(part, Item):
                head, tail = changes.get(part.start), changes.get(part.end)
                self._clip(SubElement(node, "clipitem"), part, head, tail)
            else:
                self._transition(SubElement(node, "transitionitem"), part, part.at in begins)

    def _transition(self, node: Element, change: Change, leads_in: bool) -> None:
        alignment = "center"
        if change.before == 0:
            alignment = "start" if leads_in else "start-black"
        elif change.after == 0:
            alignment = "end" if leads_in else "end-black"
        _texts(node, start=change.start, end=change.at + change.after, alignment=alignment)
        self._rate(node)
        _texts(
            SubElement(node, "effect"),
            name="Cross Dissolve",
            effectid="Cross Dissolve",
            effectcategory="Dissolve",
            effecttype="transition",
            mediatype="video",
        )

    def _clip(self, node: Element, item: Item, head: Change | None, tail: Change | None) -> None:
        self.clips += 1
        node.set("id", f"clipitem-{self.clips}")
        begin, length = self._available(item)
        early, late = (head.before if head else 0), (tail.after if tail else 0)
        first = item.source - begin
        _texts(
            node,
            name=item.name,
            enabled="TRUE" if item.enabled else "FALSE",
            duration=length,
        )
        self._rate(node)
        _texts(
            node,
            start=-1 if head else item.start,
            end=-1 if tail else item.end,
            **{"in": first - early, "out": first + item.length + late},
        )
        self._file(node, item, begin, length)
        if item.note:
            comments = SubElement(node, "comments")
            for number, line in enumerate(item.note.split("\n"), 1):
                _texts(comments, **{f"mastercomment{number}": line})
        for mark in item.marks:
            _marker(node, mark.text, first + mark.at, mark.length)

    def _available(self, item: Item) -> tuple[int, int]:
        if item.media_start is not None and item.media_length is not None:
            return item.media_start, item.media_length
        first, end = self.used[(item.media or item.name, item.reel)]
        return first, end - first

    def _file(self, node: Element, item: Item, begin: int, length: int) -> None:
        key = (item.media or item.name, begin, length, item.reel)
        known = self.files.get(key)
        file = SubElement(node, "file", id=known or f"file-{len(self.files) + 1}")
        if known:
            return
        self.files[key] = file.get("id", "")
        _texts(file, name=item.media.rpartition("/")[2] or item.name)
        if item.media:
            _texts(file, pathurl=item.media)
        self._rate(file)
        _texts(file, duration=length)
        self._clock(file, begin, item.reel)


def _marker(node: Element, text: str, at: int, length: int) -> None:
    _texts(
        SubElement(node, "marker"),
        name=text,
        comment="",
        **{"in": at, "out": at + length if length > 1 else -1},
    )


def _texts(node: Element, **texts: object) -> None:
    for name, text in texts.items():
        SubElement(node, name).text = str(text)
