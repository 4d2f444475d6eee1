"""Two cuts of a film side by side: the shots of both, and what was done to each."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from projects.media.carrying.looking import Seen
from projects.media.carrying.matching import SURE, Match, alike, matches, probes, vectors
from projects.media.carrying.moving import Moving
from projects.media.carrying.retiming import Retiming
from projects.media.cuts.bounds import Side, agreed
from projects.media.cuts.changes import LOST, NEW, RETIMED, SOME, UNSURE, Change, told, uncovered
from projects.media.cuts.diagonals import Diagonals, scale_of, stands_out
from projects.media.cuts.laying import Piece, lay
from projects.media.cuts.retimed import retimed

Span = tuple[int, int]
Tell = Callable[[float], None]

END = 24  # frames of a shot's head and tail that are sought by themselves
LEFT = 6  # frames without a source that are worth another search
ROUNDS = 2
STAIRS = 3  # pieces of one shot, each farther moved than the last


@dataclass(frozen=True)
class Fate:
    """What became of an earlier shot: `shown` in these later shots, `lost` spans of it not."""

    start: int
    end: int
    change: str
    shown: tuple[int, ...]
    lost: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True)
class Comparison:
    """Frames of `earlier` are that film's own, whatever the rate of the later one; those in parts
    of `later` are counted at the later one's rate, see `own`."""

    later: Sequence[Change]
    earlier: Sequence[Fate]
    rate: Fraction  # of the later film over that of the earlier
    way: Retiming  # of ratio 1: the same frames; else they were sampled anew
    frames: int  # of the earlier film

    def own(self, frame: int) -> int:
        """The earlier film's own number of one of its frames at the later film's rate."""
        return _own(self.way, self.frames, frame)


def compare(
    earlier: Seen,
    later: Seen,
    tell: Tell = lambda share: None,
    gradual: tuple[Collection[int], Collection[int]] = ((), ()),
) -> Comparison:
    """Compare the films; `gradual` are starts of shots, earlier and later, that no plain cut
    begins. `tell` gets 0..1 and may raise."""
    return _Comparing(earlier, later, tell).made(gradual)


class _Comparing:
    def __init__(self, earlier: Seen, later: Seen, tell: Tell) -> None:
        self.moving = Moving(earlier, later, lambda share: tell(0.5 * share))
        self.old, self.new, self.tell = self.moving.film, later, tell
        self.shots = list(self.old.shots)
        self.probed = probes(self.old.pictures, self.shots)
        self.doubts = [m for row in self.moving.candidates for m in row]

    def made(self, gradual: tuple[Collection[int], Collection[int]]) -> Comparison:
        pieces, way = self._pieces(), self.moving.retiming
        before = frozenset(map(way.first, gradual[0]))
        mine, theirs = agreed(
            pieces,
            Side(self.old.pictures, self.shots, before),
            Side(self.new.pictures, self.new.shots, frozenset(gradual[1])),
        )
        rows = told(theirs, mine, pieces)
        self._doubted(rows)
        self._others(rows, mine, pieces)
        fates = self._fates(rows, mine, pieces)
        rate = self.new.rate / self.moving.old.rate
        return Comparison(rows, fates, rate, way, self.moving.old.frames)

    def _pieces(self) -> list[Piece]:
        sure = [m for m in self.doubts if m.confidence >= SURE]
        runs = Diagonals(self.old.pictures, self.new.pictures, scale_of(sure))
        ends = [*sure, *self._ends(sure)]
        loose = [other for match in ends for other in self._at_ends(match)]
        for match in sorted([*ends, *loose], key=lambda m: m.start - m.end):
            runs.add(match)
        cuts = {start for start, _end in self.new.shots}
        pieces = lay(runs.found, self.new.frames, cuts)
        for _n in range(ROUNDS):
            more = self._left(pieces)
            if not more:
                break
            for match in more:
                runs.add(match)
            pieces = lay(runs.found, self.new.frames, cuts)
        self.tell(0.9)
        return self._level([piece for piece in pieces if self._shows(piece)])

    def _level(self, pieces: list[Piece]) -> list[Piece]:
        """Without the stairs that another speed makes of equal frames: they are no edits."""
        for span in self.new.shots:
            inside = [p for p in pieces if min(p.end, span[1]) - max(p.start, span[0]) >= SOME]
            rises = np.sign(np.diff([p.by for p in inside]))
            shots = {self._shot(max(p.start, span[0]) - p.by) for p in inside}
            if len(inside) < STAIRS or len(shots) > 1 or abs(rises.sum()) < len(rises):
                continue
            if retimed(self.old.pictures, self.new.pictures, [self.shots[shots.pop()]], span):
                pieces = [rest for piece in pieces for rest in _outside(piece, span)]
        return pieces

    def _doubted(self, rows: list[Change]) -> None:
        """Numbers of frames are about right where the frames next to these would do as well."""
        pictures = self.old.pictures, self.new.pictures
        for row in rows:
            if row.head or row.tail or row.unseen or len(row.parts) > 1:
                places = [(part.start, part.end, part.by) for part in row.parts]
                row.exact = all(stands_out(*pictures, *place) for place in places)

    def _shows(self, piece: Piece) -> bool:
        """A piece of black alone proves nothing."""
        return bool(vectors(self.new.pictures[piece.start : piece.end])[1].any())

    def _ends(self, sure: list[Match]) -> list[Match]:
        """Heads and tails of longer later shots by themselves: a piece may be gone between."""
        found: list[Match] = []
        for number, (start, end) in enumerate(self.new.shots):
            self.tell(0.5 + 0.3 * number / len(self.new.shots))
            if end - start < 2 * END:
                continue
            inside = [m for m in sure if m.there[0] < end and start < m.there[1]]
            for shot in {self._shot(m.start) for m in inside}:
                for there in ((start, start + END), (end - END, end)):
                    found += self._matches(shot, there)
        return found

    def _left(self, pieces: list[Piece]) -> list[Match]:
        """Matches of later frames that have no source yet, with shots like them and next door."""
        found: list[Match] = []
        ends = [0, *(p.end for p in pieces)], [*(p.start for p in pieces), self.new.frames]
        for number, (start, end) in enumerate(zip(*ends, strict=True)):
            if end - start < LEFT:
                continue
            near = [piece.here for piece in pieces[max(0, number - 1) : number + 1]]
            shots = {self._shot(at) for low, high in near for at in (low, high - 1)}
            for a, b in self._shots_in(start, end):
                like = alike(probes(self.new.pictures, [(a, b)])[0], self.probed)
                for shot in sorted(shots | set(like)):
                    found += self._matches(shot, (a, b))
        return found

    def _shots_in(self, start: int, end: int) -> list[Span]:
        inside = [(max(a, start), min(b, end)) for a, b in self.new.shots]
        return [(a, b) for a, b in inside if b - a >= min(LEFT, end - start)]

    def _matches(self, shot: int, there: Span) -> list[Match]:
        made = matches(self.old.pictures, self.new.pictures, self.shots[shot], there)
        self.doubts += made
        return [match for match in made if match.confidence >= SURE]

    def _at_ends(self, match: Match) -> list[Match]:
        """A picture that stands still fits anywhere: also from start on and up to the end."""
        here = self.shots[self._shot(match.start)]
        middle = (match.there[0] + match.there[1]) // 2
        there = next((s for s in self.new.shots if s[0] <= middle < s[1]), None)
        if match.exact or there is None:
            return []
        found = []
        for by in {there[0] - here[0], there[1] - here[1]} - {match.by}:
            start, end = max(here[0], there[0] - by), min(here[1], there[1] - by)
            if end - start >= LEFT:
                found.append(replace(match, start=start, end=end, by=by))
        return found

    def _shot(self, frame: int) -> int:
        return int(np.searchsorted([start for start, _end in self.shots], frame, "right")) - 1

    def _others(self, rows: list[Change], shots: list[Span], pieces: list[Piece]) -> None:
        """Shots without a source: at another speed, unlike all others, or not to be told."""
        free = {n for n, span in enumerate(shots) if not _touched(span, pieces)}
        for row in rows:
            if row.words != [NEW]:
                continue
            found = retimed(self.old.pictures, self.new.pictures, shots, (row.start, row.end))
            if found and found[0] in free:
                row.words, row.retimed, row.exact = [RETIMED], found, False
                row.confidence, row.speed = found[1].confidence, found[1].speed
                continue
            shown = vectors(self.new.pictures[row.start : row.end])[1].any()
            row.confidence = 1 - self._doubt((row.start, row.end), later=True)
            if not shown or row.confidence < 1 - SURE:
                row.words, row.confidence = [UNSURE], min(row.confidence, 0.5 if shown else 0.0)

    def _doubt(self, span: Span, later: bool) -> float:
        """The best match of these frames that was not taken, as far as they are no others'."""
        sides = [(m.there if later else (m.start, m.end), m.confidence) for m in self.doubts]
        over = [c for (a, b), c in sides if min(b, span[1]) - max(a, span[0]) > (b - a) / 2]
        return max(over, default=0.0)

    def _fates(self, rows: list[Change], shots: list[Span], pieces: list[Piece]) -> list[Fate]:
        speeds = [row.retimed[1] for row in rows if row.retimed]
        gone = uncovered(pieces, self.old.frames, speeds)
        return [self._fate(n, span, rows, gone) for n, span in enumerate(shots)]

    def _fate(self, number: int, span: Span, rows: list[Change], gone: list[Span]) -> Fate:
        shown = tuple(n for n, row in enumerate(rows) if _shows(row, number))
        lost = tuple((max(a, span[0]), min(b, span[1])) for a, b in gone if _meet((a, b), span))
        own = tuple((self._own(a), self._own(b - 1) + 1) for a, b in lost)
        start, end = self._own(span[0]), self._own(span[1] - 1) + 1
        if shown:
            sure = max(rows[n].confidence for n in shown)
            return Fate(start, end, rows[shown[0]].change, shown, own, sure)
        seen = vectors(self.old.pictures[span[0] : span[1]])[1].any()
        sure = 1 - min(1.0, self._doubt(span, later=False)) if seen else 0.0
        return Fate(start, end, LOST if seen else UNSURE, (), own, sure)

    def _own(self, frame: int) -> int:
        return _own(self.moving.retiming, self.moving.old.frames, frame)


def _own(way: Retiming, frames: int, frame: int) -> int:
    return min(frames - 1, int((frame + way.phase) / way.ratio))


def _outside(piece: Piece, span: Span) -> list[Piece]:
    ends = (piece.start, min(piece.end, span[0])), (max(piece.start, span[1]), piece.end)
    return [replace(piece, start=a, end=b) for a, b in ends if a < b]


def _touched(span: Span, pieces: Sequence[Piece]) -> bool:
    return any(_meet(span, piece.here) for piece in pieces)


def _meet(one: Span, other: Span) -> bool:
    return min(one[1], other[1]) > max(one[0], other[0])


def _shows(row: Change, shot: int) -> bool:
    if row.retimed:
        return row.retimed[0] == shot
    return any(part.shot == shot for part in row.parts)
