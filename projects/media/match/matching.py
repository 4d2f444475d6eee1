"""One shot against the hero: what overlaps, what brings it back, whether to touch it at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from projects.media.match.grade import Cdl, Values, graded, lab
from projects.media.match.overlap import LEAST_SHARE, Pairs, Seen, pairs, place
from projects.media.match.quantiles import guess
from projects.media.match.sampling import Picture
from projects.media.match.solving import Solved, solve

LEAST_SIZE = 0.4  # CIE94: below this nobody sees the correction
SURE = 2.0  # standard errors a correction must have
LEAST_CELLS = 60
DARK = 8  # codes: a picture whose brightest hundredth is below shows nothing
FLAT = 3  # codes: one whose values differ less shows nothing

DRIFT, SAME, UNSURE, WEAK, APART, NOTHING = (
    "drift", "same", "unsure", "weak", "no_overlap", "nothing_seen",
)  # fmt: skip


@dataclass(frozen=True)
class Match:
    """`verdict`: `drift` (corrected), `same` (within the error or invisible), `unsure` (light
    changes within the shots more than between them), `weak` (a guess by palettes), `no_overlap`,
    `nothing_seen`. `size` and `error` in CIE94, `wander` the part of `error` that comes from
    light changing within the shots; `share` of the structure seen in both."""

    cdl: Cdl
    verdict: str
    share: float = 0.0
    size: float = 0.0
    error: float = 0.0
    wander: float = 0.0
    solved: Solved | None = None
    pairs: Pairs | None = None


def shows(picture: Picture) -> bool:
    """Whether there is anything in it to go by."""
    low, high = np.percentile(picture[::4, ::4].max(axis=2), (1, 99))
    return bool(high > DARK and high - low > FLAT and low < 250)


def match(
    hero: Sequence[Picture],
    heroes: Sequence[Seen],
    shot: Sequence[Picture],
    shots: Sequence[Seen],
    tick: Callable[[float], None] = lambda share: None,
) -> Match:
    """Compare pictures and what `overlap.see` made of them; `tick` is told the share done."""
    if not shots:
        return Match(Cdl(), NOTHING)
    found = _laid(heroes, shots, tick)
    share = float(np.median([p.share for p in found]))
    good = [p for p in found if p.share >= LEAST_SHARE and len(p.shot) >= LEAST_CELLS]
    if 2 * len(good) < len(found):
        return _apart(hero, shot, share)
    joined = _joined(good)
    solved = solve(joined.shot, joined.hero, joined.weight, joined.tile)
    wander = max(_wander(good, solved.vector), unsteady(heroes), unsteady(shots))
    error = float(np.hypot(solved.error, wander))
    told = (share, solved.size, error, wander, solved, joined)
    if solved.size < max(LEAST_SIZE, SURE * error):
        return Match(Cdl(), UNSURE if wander > 1 else SAME, *told)
    return Match(Cdl.of(solved.vector), DRIFT, *told)


def _apart(hero: Sequence[Picture], shot: Sequence[Picture], share: float) -> Match:
    weak = guess(list(hero), list(shot))
    if weak is None:
        return Match(Cdl(), APART, share)
    return Match(Cdl.of(weak), WEAK, share)


def _laid(
    heroes: Sequence[Seen], shots: Sequence[Seen], tick: Callable[[float], None]
) -> list[Pairs]:
    """Each frame of either with the frame of the other it fits best."""
    placed = {}
    for row, shot in enumerate(shots):
        for column, hero in enumerate(heroes):
            placed[row, column] = place(hero, shot)
        tick(0.5 * (row + 1) / len(shots))
    rows, columns = range(len(shots)), range(len(heroes))
    chosen = {(row, max(columns, key=lambda c: placed[row, c][0])) for row in rows}
    chosen |= {(max(rows, key=lambda r: placed[r, column][0]), column) for column in columns}
    found = []
    for row, column in sorted(chosen):
        found.append(pairs(heroes[column], shots[row], placed[row, column][1]))
        tick(0.5 + 0.4 * len(found) / len(chosen))
    return found


def _joined(good: list[Pairs]) -> Pairs:
    names = ("shot", "hero", "weight", "tile")
    columns = [np.concatenate([getattr(p, name) for p in good]) for name in names]
    return Pairs(columns[0], columns[1], columns[2], columns[3], 0.0)


def _wander(good: list[Pairs], vector: Values) -> float:
    """How far single pairs of frames stay from the common correction (root mean square)."""
    left = [_apart_by(p, vector) for p in good]
    weight = [float(p.weight.sum()) for p in good]
    return float(np.sqrt(np.average(np.square(left), weights=weight)))


def _apart_by(pair: Pairs, vector: Values) -> float:
    """How unlike the pair's colours are in common after the correction, in L*a*b*."""
    middle = np.median(lab(pair.hero) - lab(graded(pair.shot, vector)), axis=0)
    return float(np.linalg.norm(middle))


def unsteady(shots: Sequence[Seen]) -> float:
    """How much the light changes within a shot: of what first, middle and last frame share."""
    ends = [shots[0], shots[len(shots) // 2], shots[-1]]
    found = []
    for one, two in ((0, 1), (1, 2), (0, 2)):
        if ends[one] is not ends[two]:
            pair = pairs(ends[one], ends[two], place(ends[one], ends[two])[1])
            if pair.share >= LEAST_SHARE and len(pair.shot) >= LEAST_CELLS:
                # Light changes everywhere; what only moves leaves the calmest third alone.
                apart = np.linalg.norm(lab(pair.hero) - lab(pair.shot), axis=1)
                found.append(float(np.quantile(apart, 0.3)))
    return float(np.sqrt(np.mean(np.square(found)))) if found else 0.0
