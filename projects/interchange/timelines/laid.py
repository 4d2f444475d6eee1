"""A timeline in whole frames: what every format is written from and compared by.

OpenTimelineIO's model is the neutral form; this is its reading. What lies within a nested
composition is not laid out: it counts as one item whose inside only OpenTimelineIO carries.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from projects.interchange.refusal import ExportRefused, gettext_noop

VIDEO, AUDIO = "Video", "Audio"
CLIP, GENERATOR, NESTED = "clip", "generator", "nested"
DISSOLVE = "SMPTE_Dissolve"
MOST_ITEMS, MOST_TRACKS = 100_000, 200
Grade = tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...], float]


@dataclass(frozen=True)
class Mark:
    """A marker of `length` frames, `at` frames after the first of its item or film."""

    at: int
    length: int
    text: str
    colour: str = ""


@dataclass(frozen=True)
class Item:
    """One clip: `length` frames from `start` of the film, shown from frame `source` of the
    source's own clock. `source_length` says how many frames of the source were named where that
    is not what length and speed give; `speed` 0 is a still frame. `other` is a digest of what else
    was noted on the clip, `extra` the columns of a log that mean nothing here.
    """

    start: int
    length: int
    source: int
    name: str = ""
    media: str = ""
    reel: str = ""
    media_start: int | None = None
    media_length: int | None = None
    speed: Fraction = Fraction(1)
    source_length: int | None = None
    note: str = ""
    grade: Grade | None = None
    marks: tuple[Mark, ...] = ()
    kind: str = CLIP
    enabled: bool = True
    effects: int = 0
    other: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def end(self) -> int:
        """First frame of the film after it."""
        return self.start + self.length

    @property
    def source_end(self) -> int:
        """First frame of the source after it; at least one frame is used."""
        used = max(1, round(self.length * abs(self.speed)))
        return self.source + (used if self.source_length is None else self.source_length)


@dataclass(frozen=True)
class Change:
    """A transition: `before` frames before the cut `at`, `after` frames after it."""

    at: int
    before: int
    after: int
    kind: str = DISSOLVE

    @property
    def start(self) -> int:
        return self.at - self.before

    @property
    def length(self) -> int:
        return self.before + self.after


@dataclass(frozen=True)
class Track:
    """Items in order that do not overlap, and the transitions between them."""

    kind: str
    items: tuple[Item, ...] = ()
    changes: tuple[Change, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Laid:
    """A film of `rate` frames a second; frame 0 of it stands at `start` of the clock.

    `rounded` counts times of what was read that were no whole frames.
    """

    title: str
    rate: Fraction
    tracks: tuple[Track, ...] = ()
    start: int = 0
    drop_frame: bool = False
    marks: tuple[Mark, ...] = ()
    rounded: int = 0
    warnings: tuple[tuple[str, int], ...] = field(default=(), compare=False)

    @property
    def length(self) -> int:
        """In frames, to the end of the last item."""
        return max((item.end for item in self.items()), default=0)

    def items(self) -> Iterable[Item]:
        """Of all tracks, one track after the other."""
        return (item for track in self.tracks for item in track.items)

    def of(self, kind: str) -> list[Track]:
        """The tracks of a kind that hold anything, from the lowest up."""
        return [track for track in self.tracks if track.kind == kind and track.items]


def spread(kind: str, items: Sequence[Item], changes: Iterable[Change] = ()) -> list[Track]:
    """Tracks without overlap: what lies over an earlier item goes to the next track up.

    Raises `ExportRefused("timeline:too_much")` where more than 200 tracks were needed.
    """
    rows: list[list[Item]] = [[]]
    for item in sorted(items, key=lambda item: (item.start, item.end)):
        row = next((row for row in rows if not row or row[-1].end <= item.start), None)
        if row is None:
            row = []
            rows.append(row)
        if len(rows) > MOST_TRACKS:
            raise too_much(gettext_noop("more than %(most)s tracks"), MOST_TRACKS)
        row.append(item)
    first, *others = rows
    return [Track(kind, tuple(first), tuple(changes))] + [Track(kind, tuple(row)) for row in others]


def too_much(said: str, most: int) -> ExportRefused:
    """More than anybody cuts, and more than a reader should hold."""
    return ExportRefused("timeline:too_much", said, most=most)


def from_transition_starts(track: Track) -> Track:
    """The same picture with every cut where its transition begins, as an EDL has it.

    What lies wholly within transitions has no length left and is left out.
    """
    items, heads = [], {change.at: change for change in track.changes}
    for item in track.items:
        head, tail = heads.get(item.start), heads.get(item.end)
        early, late = (head.before if head else 0), (tail.before if tail else 0)
        length = item.length + early - late
        used = item.source_length
        if used is not None:
            used += round((early - late) * abs(item.speed))
        source = item.source - round(early * item.speed)
        moved = tuple(replace(mark, at=mark.at + early) for mark in item.marks)
        if length > 0:
            start = item.start - early
            items.append(
                replace(
                    item,
                    start=start,
                    length=length,
                    source=source,
                    marks=moved,
                    source_length=used,
                )
            )
    changes = (replace(c, at=c.start, before=0, after=c.length) for c in track.changes)
    return replace(track, items=tuple(items), changes=tuple(changes))


def shown(track: Track) -> list[tuple[int, int, int]]:
    """First frame of the film, end, and first frame of the source of each item, with the
    frames that transitions show of it.
    """
    places = []
    heads = {change.at: change for change in track.changes}
    for item in track.items:
        head, tail = heads.get(item.start), heads.get(item.end)
        early, late = (head.before if head else 0), (tail.after if tail else 0)
        source = item.source - round(early * item.speed)
        places.append((item.start - early, item.end + late, source))
    return places
