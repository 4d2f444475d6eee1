"""Which of some pictures and clips each shot of a film shows.

A clip is found by its pictures and by what moves in them, as two cuts are compared; a still by the
frame of the shot that is likest to it. What is like it without being the same frames (another
take, a still from outside the part that was used) is told of as `PERHAPS`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from projects.media.carrying.looking import Seen
from projects.media.carrying.matching import SURE, alike, matches, probes, vectors

SHOWN, PERHAPS, NONE = "shown", "perhaps", "none"
LIKE = (0.93, 0.985)  # likeness of a still: no match, sure match
RIVAL = 0.01  # likeness by which another still has to be behind
ODD = 0.03  # how unlike frames that move alike may be where they fit best
DOUBT = 0.3

Pictures = NDArray[np.uint8]
Span = tuple[int, int]


@dataclass(frozen=True)
class Reference:
    """A shot to look for: the cells of its frames, its own shots; a still has one frame."""

    name: str
    pictures: Pictures
    shots: Sequence[Span]
    still: bool

    @property
    def shows(self) -> bool:
        return bool(vectors(self.pictures)[1].any())


@dataclass(frozen=True)
class Finding:
    """Frame `at` of the film is frame `there` of reference number `reference`.

    Of a clip, frames `start` to `end` of the film are in it. `confidence` is 0..1.
    """

    reference: int
    confidence: float
    at: int
    there: int
    start: int
    end: int

    @property
    def verdict(self) -> str:
        if self.confidence >= SURE:
            return SHOWN
        return PERHAPS if self.confidence >= DOUBT else NONE


def find(
    film: Seen, references: Sequence[Reference], tell: Callable[[float], None] = lambda s: None
) -> list[list[Finding]]:
    """For each shot of the film what it may show, the surest first; `tell` may raise."""
    rows: list[list[Finding]] = []
    clips = _probed(references)
    mine = probes(film.pictures, list(film.shots))
    for number, span in enumerate(film.shots):
        tell(number / len(film.shots))
        found = _stills(film.pictures, span, references)
        for which, theirs in clips.items():
            near = alike(mine[number], theirs)
            found += _clip(film.pictures, span, which, references[which], near)
        kept = [one for one in found if one.verdict != NONE]
        rows.append(sorted(kept, key=lambda one: -one.confidence))
    return rows


def _probed(references: Sequence[Reference]) -> dict[int, NDArray[np.float32]]:
    clips = {n: r for n, r in enumerate(references) if not r.still}
    return {n: probes(r.pictures, list(r.shots)) for n, r in clips.items()}


def _stills(pictures: Pictures, span: Span, references: Sequence[Reference]) -> list[Finding]:
    numbers = [n for n, reference in enumerate(references) if reference.still]
    if not numbers:
        return []
    rows, shown = vectors(pictures[span[0] : span[1]])
    stills, _seen = vectors(np.concatenate([references[n].pictures for n in numbers]))
    likeness = (rows @ stills.T) * shown[:, None]
    best = likeness.max(axis=0)
    found = []
    for place, number in enumerate(numbers):
        low, high = LIKE
        sure = float(np.clip((best[place] - low) / (high - low), 0, 1))
        behind = best[place] - max(np.delete(best, place), default=-1.0)
        sure *= float(np.clip(0.5 + behind / RIVAL, 0.5, 1))
        at = span[0] + int(likeness[:, place].argmax())
        found.append(Finding(number, round(sure, 3), at, 0, at, at + 1))
    return found


def _clip(
    pictures: Pictures, span: Span, number: int, clip: Reference, near: Sequence[int]
) -> list[Finding]:
    """The best match with any shot of a clip, or what looks like it without being it."""
    best: Finding | None = None
    for shot in near:
        for match in matches(clip.pictures, pictures, clip.shots[shot], span):
            sure = match.confidence if match.floor < ODD else min(match.confidence, SURE - 0.01)
            start, end = match.there
            middle = (start + end) // 2
            made = Finding(number, round(sure, 3), middle, middle - match.by, start, end)
            best = made if best is None or made.confidence > best.confidence else best
    likest = _likest(pictures, span, number, clip, near)
    ranked = [one for one in (best, likest) if one]
    return [max(ranked, key=lambda one: one.confidence)] if ranked else []


def _likest(
    pictures: Pictures, span: Span, number: int, clip: Reference, near: Sequence[int]
) -> Finding | None:
    """The two likest frames, as far as pictures alone tell; never sure."""
    if not near:
        return None
    start, end = clip.shots[near[0]]
    here = np.unique(np.linspace(span[0], span[1] - 1, 25).astype(int))
    there = np.unique(np.linspace(start, end - 1, 25).astype(int))
    (mine, shown), (theirs, seen) = vectors(pictures[here]), vectors(clip.pictures[there])
    likeness = mine @ theirs.T * (shown[:, None] & seen)
    at, which = np.unravel_index(int(likeness.argmax()), likeness.shape)
    low, high = LIKE
    sure = float(np.clip((likeness[at, which] - low) / (high - low), 0, 1)) * (SURE - 0.01)
    frame = int(here[at])
    return Finding(number, round(sure, 3), frame, int(there[which]), frame, frame + 1)
