"""Where places of one version stand in the next: shot by shot, then frame by frame."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from projects.media.carrying.looking import Seen, look
from projects.media.carrying.matching import SURE, Match, alike, elsewhere, matches, probes
from projects.media.carrying.ordering import Found, settled
from projects.media.carrying.retiming import Retiming, ways
from projects.media.frames import NoPicture, Unreadable
from projects.media.refusal import Refused, gettext_noop

Tell = Callable[[str, float], None]
Span = tuple[int, int]

GONE, TRIMMED, UNSURE = "gone", "trimmed", "unsure"
_AROUND = 8  # frames on each side that must be the same for a place to be the same
_TRIED = 24  # shots that tell which retiming it was


@dataclass(frozen=True)
class Place:
    """Where a span stands now, or why it does not (`reason`, empty when it stands).

    `exact` is False where neighbouring frames look the same; `shortened` where only a part of
    the span is there.
    """

    start: int = 0
    end: int = 0
    confidence: float = 0.0
    exact: bool = False
    shortened: bool = False
    reason: str = ""


def move(*, old: str, new: str, spans: list[list[int]], folder: str, tell: Tell) -> dict[str, Any]:
    """Where `spans` (start, end exclusive) of the film at `old` stand in the one at `new`.

    Returns `places` (a `Place` as dict for each span), `picture` (how positions in the frame
    move, see `Moving.picture`) and `shots` (matched and all of the old film). Raises `Refused`.
    """
    try:
        before = look(Path(old), Path(folder) / "old", lambda share: tell("old", 0.45 * share))
        after = look(Path(new), Path(folder) / "new", lambda s: tell("new", 0.45 + 0.45 * s))
    except (NoPicture, Unreadable):
        raise Refused("media:no_frames", gettext_noop("no frame could be decoded")) from None
    moving = Moving(before, after, lambda share: tell("match", 0.9 + 0.09 * share))
    return {
        "places": [asdict(moving.place(start, end)) for start, end in spans],
        "picture": moving.picture(),
        "shots": [sum(found.match is not None for found in moving.found), len(moving.found)],
    }


class Moving:
    """The comparison of two films; `found` is what became of each shot of the old one, of all
    its `candidates`; `film` is the old one at the rate of the new."""

    def __init__(self, old: Seen, new: Seen, tell: Callable[[float], None] = lambda s: None):
        self.old, self.new = old, new
        self.retiming = self._likeliest()
        self.film = self.retiming.sampled(old)
        self.candidates = self._candidates(self.film, range(len(self.film.shots)), tell)
        self.found = settled(self.candidates)

    def _likeliest(self) -> Retiming:
        """The retiming under which most frames are found again."""
        tried = ways(self.old, self.new)
        if len(tried) == 1:
            return tried[0]
        return max(tried, key=self._worth)

    def _worth(self, way: Retiming) -> float:
        film = way.sampled(self.old)
        count = min(_TRIED, len(film.shots))
        some = np.unique(np.linspace(0, len(film.shots) - 1, count).astype(int)).tolist()
        rows = self._candidates(film, some, lambda share: None)
        sure = [row[0] for row in rows if row and row[0].confidence >= SURE]
        frames = float(sum((m.end - m.start) * m.confidence for m in sure))
        return frames / float(way.ratio)

    def _candidates(
        self, film: Seen, shots: Sequence[int], tell: Callable[[float], None]
    ) -> list[list[Match]]:
        mine, theirs = probes(film.pictures, list(film.shots)), self._theirs
        rows = []
        for number, shot in enumerate(shots):
            tell(number / len(shots))
            found: list[Match] = []
            for other in alike(mine[shot], theirs):
                pictures = (film.pictures, self.new.pictures)
                found += matches(*pictures, film.shots[shot], self.new.shots[other])
            rows.append(sorted(found, key=lambda match: -match.confidence))
        return rows

    @property
    def _theirs(self) -> Any:
        if not hasattr(self, "_probed"):
            self._probed = probes(self.new.pictures, list(self.new.shots))
        return self._probed

    def place(self, start: int, end: int) -> Place:
        """Where frames `start` to `end` (exclusive) of the old film stand in the new one."""
        a, b = self.retiming.span(start, end)
        b = min(b, self.film.frames)
        touched = [n for n, (s, e) in enumerate(self.film.shots) if s < b and a < e]
        pieces = [piece for n in touched for piece in self._pieces(n, a, b)]
        if not pieces:
            return Place(reason=self._why(touched))
        joined = _joined(pieces)
        return Place(
            start=joined[0].start,
            end=joined[-1].end,
            confidence=round(min(piece.confidence for piece in joined), 3),
            exact=all(piece.exact for piece in joined),
            shortened=joined[-1].end - joined[0].start < b - a,
        )

    def _pieces(self, shot: int, start: int, end: int) -> list[Place]:
        match = self.found[shot].match
        if match is None:
            return []
        low, high = self.film.shots[shot]
        first, last = max(start, low), min(end, high)
        inside = max(first, match.start), min(last, match.end)
        if inside[0] < inside[1] and (by := self._near(match, shot, inside[0])) is not None:
            first, last = inside
        else:
            by = self._near(match, shot, first) if match.broken else None
        if by is None:
            return []
        here, there = max(0, first + by), min(self.new.frames, last + by)
        if here >= there:
            return []
        exact = match.exact and by == match.by
        return [Place(here, there, match.confidence, exact)]

    def _near(self, match: Match, shot: int, frame: int) -> int | None:
        """How far the frames around the place moved: a shot may have been cut inside."""
        low, high = self.film.shots[shot]
        there = max(0, match.there[0] - 2), min(self.new.frames, match.there[1] + 2)
        before, after = max(low, frame - _AROUND), min(high, frame + _AROUND)
        for span in ((before, after), (frame, after), (before, frame + 1)):
            if span[1] - span[0] < min(4, high - low):
                continue
            pictures = self.film.pictures, self.new.pictures
            by = elsewhere(*pictures, match, span, there)
            if by is not None:
                return by
        return None

    def _why(self, touched: list[int]) -> str:
        rows: list[Found] = [self.found[n] for n in touched]
        if any(row.match for row in rows):
            return TRIMMED
        return UNSURE if any(row.doubtful for row in rows) else GONE

    def picture(self) -> dict[str, list[float]] | None:
        """Scale and offset (x, y) that bring a position in the old frame to the new one.

        None when the picture itself has another shape: then nothing in it can be placed.
        """
        if abs(self.old.shape / self.new.shape - 1) > 0.06:
            return None
        if abs(self.old.aspect / self.new.aspect - 1) < 0.01:
            return {"scale": [1.0, 1.0], "offset": [0.0, 0.0]}
        (a, b, c, d), (e, f, g, h) = self.old.box, self.new.box
        scale = [(g - e) / (c - a), (h - f) / (d - b)]
        return {"scale": scale, "offset": [e - a * scale[0], f - b * scale[1]]}


def _joined(pieces: list[Place]) -> list[Place]:
    """The longest run of pieces that follow each other without a gap."""
    runs: list[list[Place]] = []
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.start:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return max(runs, key=lambda run: run[-1].end - run[0].start)
