"""CMX 3600 edit decision lists, read by hand: by the frame, at every rate, overlaps included."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from fractions import Fraction

from projects.interchange.logs import three
from projects.interchange.refusal import ExportRefused, gettext_noop
from projects.interchange.timecode import DROPPING, day, drops, from_timecode, nominal
from projects.interchange.timelines.edl_lines import (
    BEGINS,
    COMMENT,
    EVENT,
    LOC,
    MEDIA,
    SAT,
    SOP,
    SOUND,
    SPEED,
    bad_line,
    channels_of,
    wrong_rate,
)
from projects.interchange.timelines.laid import (
    AUDIO,
    DISSOLVE,
    MOST_ITEMS,
    VIDEO,
    Change,
    Grade,
    Item,
    Laid,
    Mark,
    Track,
    spread,
    too_much,
)


@dataclass
class _Event:
    line: int
    number: str
    reel: str
    channels: list[tuple[str, int]]
    change: tuple[str, int] | None
    source: tuple[int, int]
    record: tuple[int, int]
    told: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    marks: list[tuple[int, str, str]] = field(default_factory=list)
    speed: Fraction = Fraction(1)
    grade: Grade | None = None
    sat: float | None = None


def read_edl(text: str, rate: Fraction) -> Laid:
    """The film that the list describes.

    Raises `ExportRefused` with the line: `timeline:bad_line`, `timeline:wrong_rate`,
    `timeline:no_clips`, `timeline:too_much`; and `interchange:no_timecode`.
    """
    nominal(rate)
    reader = _Reader(rate)
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), 1):
        reader.take(number, line.strip())
    return reader.laid()


class _Reader:
    def __init__(self, rate: Fraction) -> None:
        self.rate, self.title, self.dropping = rate, "", False
        self.drop_frame: bool | None = None
        self.events: list[_Event] = []
        self.warned: Counter[str] = Counter()

    def take(self, number: int, line: str) -> None:
        if found := EVENT.match(line):
            self._event(number, found)
        elif BEGINS.match(line):
            raise bad_line(number, gettext_noop("line %(line)s: no event that can be read"))
        elif line.upper().startswith("TITLE:"):
            self.title = self.title or line[6:].strip()
        elif line.upper().startswith("FCM:"):
            self._mode(number, line[4:].strip().upper())
        elif self.events and line:
            self._of_event(number, line, self.events[-1])

    def _mode(self, number: int, said: str) -> None:
        self.dropping = said.startswith("DROP")
        if self.dropping and self.rate not in DROPPING:
            raise wrong_rate(
                number, self.rate, gettext_noop("line %(line)s, %(rate)s: the list drops frames")
            )

    def _event(self, number: int, found: re.Match[str]) -> None:
        if len(self.events) >= MOST_ITEMS:
            raise too_much(gettext_noop("more than %(most)s events"), MOST_ITEMS)
        # The mode speaks for lists that write every time with colons; a sign says more.
        signed = any(drops(found[group], self.rate) for group in (6, 7, 8, 9))
        mode = self.dropping and not signed
        times = [self._frame(number, found[group], mode, group % 2 == 1) for group in (6, 7, 8, 9)]
        if self.drop_frame is None:
            self.drop_frame = mode or drops(found[8], self.rate)
        change = None
        if found[4] != "C" and not found[4].startswith("K"):
            change = (
                DISSOLVE if found[4] == "D" else f"wipe {found[4][1:]}",
                int(found[5] or 0),
            )
        record = self._over_midnight(number, times[2], times[3], times[1] - times[0])
        source = self._over_midnight(number, times[0], times[1], record[1] - record[0])
        channels = channels_of(number, found[3])
        event = _Event(number, found[1], found[2], channels, change, source, record)
        if found[4].startswith("K"):
            event.notes.append("KEY")
        self.events.append(event)

    def _frame(self, number: int, time: str, mode: bool, is_end: bool = False) -> int:
        dropping = mode or (drops(time, self.rate) and self.rate in DROPPING)
        if is_end and time.startswith("24:00:00") and time.endswith("00"):
            return day(self.rate, dropping)
        if not dropping and drops(time, self.rate):
            raise wrong_rate(
                number, self.rate, gettext_noop("line %(line)s, %(rate)s: the list drops frames")
            )
        try:
            return from_timecode(f"{time[:8]}{';' if dropping else ':'}{time[9:]}", self.rate)
        except ExportRefused:
            clock = all(int(part) < 60 for part in (time[3:5], time[6:8]))
            if int(time[:2]) < 24 and clock and int(time[9:]) >= nominal(self.rate):
                said = gettext_noop("line %(line)s, %(rate)s: %(time)s is no frame of it")
                raise wrong_rate(number, self.rate, said, time=time) from None
            said = gettext_noop("line %(line)s: a time that no clock shows")
            raise bad_line(number, said) from None

    def _span(self, number: int, start: int, end: int) -> tuple[int, int]:
        if end == 0 < start:
            end = day(self.rate, bool(self.drop_frame))
        if end < start:
            raise bad_line(
                number, gettext_noop("line %(line)s: an event that ends before it begins")
            )
        return start, end

    def _over_midnight(self, number: int, start: int, end: int, length: int) -> tuple[int, int]:
        midnight = day(self.rate, bool(self.drop_frame))
        if end < start and end + midnight - start == length:
            end += midnight
        return self._span(number, start, end)

    def _of_event(self, number: int, line: str, event: _Event) -> None:
        if found := SPEED.match(line):
            self._speed(found[1] or "", Fraction(found[2]) / nominal(self.rate))
        elif found := SOUND.match(line):
            more = [(AUDIO, int(number)) for number in found[1].split()]
            event.channels += [channel for channel in more if channel not in event.channels]
        elif found := LOC.match(line):
            at = self._frame(number, found[1], self.dropping)
            event.marks.append((at, found[2].upper(), found[3].strip()))
        elif found := SOP.match(line):
            self._sop(number, found, event)
        elif found := SAT.match(line):
            numbers = three([found[1]] * 3, least=0)
            if numbers is None:
                raise bad_line(number, gettext_noop("line %(line)s: ASC_SAT is no number"))
            event.sat = numbers[0]
        elif found := COMMENT.match(line):
            self._comment(found[1].strip(), found[2].strip(), line, event)
        elif line.startswith("*"):
            event.notes.append(line.lstrip("* "))
        elif not line.upper().startswith("EFFECTS NAME IS"):
            self.warned["lines_unread"] += 1

    def _speed(self, name: str, speed: Fraction) -> None:
        """Both sides of a transition may have one: each belongs to the event of its reel."""
        last = self.events[-1]
        pair = [event for event in self.events[-2:] if event.number == last.number]
        ours = [event for event in reversed(pair) if event.reel.upper() == name.upper()]
        event = ours[0] if ours else last
        event.speed = speed

    def _sop(self, number: int, found: re.Match[str], event: _Event) -> None:
        rows = [three(part.replace(",", " ").split()) for part in found.groups()]
        slope, offset, power = rows
        if slope is None or offset is None or power is None:
            raise bad_line(number, gettext_noop("line %(line)s: ASC_SOP is not nine numbers"))
        event.grade = (slope, offset, power, 1.0)

    def _comment(self, key: str, value: str, line: str, event: _Event) -> None:
        if key in ("FROM CLIP NAME", "TO CLIP NAME"):
            event.told[key] = value
        elif key in MEDIA and "media" not in event.told:
            event.told["media"] = value
        elif key == "COMMENT":
            event.notes.append(value)
        else:
            event.notes.append(line.lstrip("* "))

    def _next_day(self) -> None:
        """A film over midnight goes on in the first hours of the clock, after its last."""
        midnight = day(self.rate, bool(self.drop_frame))
        early = [event for event in self.events if event.record[0] < midnight // 2]
        late = [event for event in self.events if event.record[0] >= midnight // 2]
        if not early or not any(event.record[1] >= midnight for event in late):
            return
        began, ended = (min(e.record[0] for e in row) for row in (late, early))
        if max(event.record[1] for event in early) + midnight - began < midnight - ended:
            for event in early:
                event.record = (event.record[0] + midnight, event.record[1] + midnight)
                event.marks = [(at + midnight, colour, said) for at, colour, said in event.marks]

    def laid(self) -> Laid:
        items: dict[tuple[str, int], list[Item]] = {}
        changes: dict[tuple[str, int], list[Change]] = {}
        self._next_day()
        begin = min((event.record[0] for event in self.events), default=0)
        for event in self.events:
            for channel in event.channels:
                if event.change and event.change[1]:
                    kind, length = event.change
                    at = event.record[0] - begin
                    changes.setdefault(channel, []).append(Change(at, 0, length, kind))
                if item := self._item(event, begin):
                    items.setdefault(channel, []).append(item)
        if sum(map(len, items.values())) > MOST_ITEMS:
            raise too_much(gettext_noop("more than %(most)s events"), MOST_ITEMS)
        if not items:
            raise ExportRefused("timeline:no_clips", gettext_noop("it is empty"))
        tracks = [
            (channel, spread(channel[0], items.get(channel, []), changes.get(channel, ())))
            for channel in sorted(items, key=lambda c: (c[0] == AUDIO, c[1]))
        ]
        self.warned["overlap"] = sum(
            len(row.items) for _channel, rows in tracks for row in rows[1:]
        )
        return Laid(
            self.title,
            self.rate,
            _in_order(tracks),
            begin,
            bool(self.drop_frame),
            warnings=tuple((+self.warned).items()),
        )

    def _item(self, event: _Event, begin: int) -> Item | None:
        length = event.record[1] - event.record[0]
        if not length or event.reel in ("BL", "BLACK"):
            return None
        used = event.source[1] - event.source[0]
        name = event.told.get("FROM CLIP NAME", "")
        if event.change:
            name = event.told.get("TO CLIP NAME", name)
        grade = event.grade
        if event.sat is not None:
            base = grade or ((1.0,) * 3, (0.0,) * 3, (1.0,) * 3, 1.0)
            grade = (*base[:3], event.sat)
        item = Item(
            event.record[0] - begin,
            length,
            event.source[0],
            name=name,
            media=event.told.get("media", ""),
            reel=event.reel,
            speed=event.speed,
            note="\n".join(filter(None, event.notes)),
            grade=grade,
        )
        self.warned["lengths_differ"] += event.speed == 1 and used != length
        if used and used != item.source_end - item.source:
            item = replace(item, source_length=used)
        return replace(item, marks=tuple(_marks(event, length)))


def _marks(event: _Event, length: int) -> list[Mark]:
    """Times on the record side count first, as editing systems write them."""
    found = []
    for at, colour, text in event.marks:
        on_record = event.record[0] <= at < event.record[1]
        found.append(Mark(at - (event.record if on_record else event.source)[0], 1, text, colour))
    return sorted(found, key=lambda mark: (mark.at, mark.length, mark.text))


def _in_order(tracks: list[tuple[tuple[str, int], list[Track]]]) -> tuple[Track, ...]:
    """What the list names first, then what was laid over it."""
    video = [rows for channel, rows in tracks if channel[0] == VIDEO]
    sound = [rows for channel, rows in tracks if channel[0] == AUDIO]
    firsts = [rows[0] for rows in video], [rows[0] for rows in sound]
    overs = [row for rows in video for row in rows[1:]], [row for rows in sound for row in rows[1:]]
    return (*firsts[0], *overs[0], *firsts[1], *overs[1])
