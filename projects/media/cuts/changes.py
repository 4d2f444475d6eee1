"""What became of each shot, in the words of an editor, from the pieces that both films share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from projects.media.cuts.laying import Piece
from projects.media.cuts.retimed import Retimed

Span = tuple[int, int]

KEPT, MOVED, TRIMMED, EXTENDED = "kept", "moved", "trimmed", "extended"
SPLIT, JOINED, RETIMED, REPEATED = "split", "joined", "retimed", "repeated"
NEW, LOST, UNSURE = "new", "lost", "unsure"
#: What a shot is called that several of these are true of: the first.
FIRST = (JOINED, SPLIT, REPEATED, MOVED, TRIMMED, EXTENDED, KEPT)
SOME = 4  # frames of a shot that are a part of it, unless the shot itself is as short


@dataclass(frozen=True)
class Part:
    """Later frames `start` to `end` are frames `since` and on of the earlier shot `shot`."""

    shot: int
    start: int
    end: int
    since: int
    confidence: float

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def last(self) -> int:
        """The end (exclusive) in the earlier film."""
        return self.since + self.length

    @property
    def by(self) -> int:
        return self.start - self.since


@dataclass
class Change:
    """What became of one shot of the later film.

    `head` and `tail` are frames: above 0 trimmed, below 0 added, counted from the earlier shot.
    `unseen` frames come from nowhere in the earlier film. `exact` is False where neighbouring
    frames look the same, so that numbers of frames are about right.
    """

    start: int
    end: int
    words: list[str]
    parts: list[Part] = field(default_factory=list)
    head: int = 0
    tail: int = 0
    unseen: int = 0
    confidence: float = 0.0
    exact: bool = True
    speed: float = 1.0
    retimed: tuple[int, Retimed] | None = None

    @property
    def change(self) -> str:
        return next((word for word in FIRST if word in self.words), self.words[0])


def parts_of(pieces: Sequence[Piece], earlier: Sequence[Span], later: Span) -> list[Part]:
    """The pieces within a later shot, divided by earlier shots; slivers are left out."""
    found = []
    for piece in pieces:
        start, end = max(later[0], piece.start), min(later[1], piece.end)
        if start >= end:
            continue
        for number, (low, high) in enumerate(earlier):
            a, b = max(start, low + piece.by), min(end, high + piece.by)
            if b - a >= min(SOME, later[1] - later[0], high - low):
                found.append(Part(number, a, b, a - piece.by, piece.confidence))
    return [part for n, part in enumerate(found) if not _held(part, found[:n])]


def _held(part: Part, before: Sequence[Part]) -> bool:
    """Whether one shot shows frames again that it has shown: they were held."""
    same = [other for other in before if other.shot == part.shot]
    return any(other.since < part.last and part.since < other.last for other in same)


def told(later: Sequence[Span], earlier: Sequence[Span], pieces: Sequence[Piece]) -> list[Change]:
    """A change for each later shot; one without any part begins as NEW."""
    rows = [Change(a, b, [], parts_of(pieces, earlier, (a, b))) for a, b in later]
    in_place = _in_place([row for row in rows if row.parts])
    uses = _uses(rows)
    for row in rows:
        if not row.parts:
            row.words = [NEW]
            continue
        _measure(row, earlier, uses)
        words = {MOVED: id(row) not in in_place, JOINED: len({p.shot for p in row.parts}) > 1}
        words |= {SPLIT: any(len(_rows(uses, p)) > 1 for p in row.parts) and not _again(row, uses)}
        words |= {REPEATED: _again(row, uses)}
        words |= {TRIMMED: max(row.head, row.tail) > 0, EXTENDED: min(row.head, row.tail) < 0}
        row.words = [word for word in FIRST if words.get(word)] or [KEPT]
    return rows


def _measure(row: Change, earlier: Sequence[Span], uses: dict[int, list[tuple[int, Part]]]) -> None:
    first, last = row.parts[0], row.parts[-1]
    row.head = row.start - (earlier[first.shot][0] + first.by)
    row.tail = (earlier[last.shot][1] + last.by) - row.end
    row.unseen = row.end - row.start - sum(part.length for part in row.parts)
    weights = [part.length for part in row.parts]
    row.confidence = float(np.average([p.confidence for p in row.parts], weights=weights))
    # What another shot shows of this one is no trim: it was split there.
    if not _again(row, uses):
        row.head = _inner(row.head, first, uses, before=True)
        row.tail = _inner(row.tail, last, uses, before=False)


def _inner(count: int, part: Part, uses: dict[int, list[tuple[int, Part]]], before: bool) -> int:
    others = [other for _n, other in uses[part.shot] if other is not part]
    beyond = [o for o in others if (o.since < part.since) == before]
    return 0 if count > 0 and beyond else count


def _uses(rows: Sequence[Change]) -> dict[int, list[tuple[int, Part]]]:
    """By earlier shot: (later shot, part)."""
    uses: dict[int, list[tuple[int, Part]]] = {}
    for number, row in enumerate(rows):
        for part in row.parts:
            uses.setdefault(part.shot, []).append((number, part))
    return uses


def _rows(uses: dict[int, list[tuple[int, Part]]], part: Part) -> set[int]:
    return {number for number, _part in uses[part.shot]}


def _again(row: Change, uses: dict[int, list[tuple[int, Part]]]) -> bool:
    """Whether most of its frames were shown by a shot before it already."""
    shared = 0
    for part in row.parts:
        for _number, other in uses[part.shot]:
            if other.start < part.start:
                low, high = max(part.since, other.since), 0
                high = min(part.since + part.length, other.since + other.length)
                shared = max(shared, high - low)
    return shared > (row.end - row.start) / 2


def _in_place(rows: Sequence[Change]) -> set[int]:
    """Shots that keep their order: as many as can be left where they are, or else the longest."""
    keys = np.array([row.parts[0].since for row in rows])
    weight = np.array([1 + 1e-7 * (row.end - row.start) for row in rows])
    best, before = weight.copy(), np.full(len(rows), -1)
    for n in range(len(rows)):
        ahead = np.flatnonzero(keys[:n] < keys[n])
        if len(ahead):
            most = ahead[best[ahead].argmax()]
            best[n], before[n] = best[most] + weight[n], most
    kept, at = set(), int(best.argmax()) if len(rows) else -1
    while at >= 0:
        kept.add(id(rows[at]))
        at = int(before[at])
    return kept


def uncovered(
    pieces: Sequence[Piece], frames: int, retimings: Sequence[Retimed] = ()
) -> list[Span]:
    """Frames of the earlier film that the later one does not show, as spans."""
    shown = np.zeros(frames + 1, bool)
    shown[-1] = True
    for low, high in [piece.here for piece in pieces] + [(r.start, r.end) for r in retimings]:
        shown[low:high] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[True], shown]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
