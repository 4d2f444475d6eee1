"""Which run each later frame belongs to: the cheapest way through the later film.

A frame costs what it differs by, a frame without a source a flat price, and so does each change
from one run to another: little where the later film has a cut, much where it has none. So a trim
lies on the frame where one run begins to fit better than the other.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from projects.media.cuts.diagonals import Diagonal

UNSEEN = 8.0  # the price of a frame that no run explains
AT_A_CUT, ELSEWHERE, BACKWARDS = 4.0, 20.0, 1.0
GAP = 2  # frames that look otherwise within a run, as where a coder has spared
PROOF = 3.0  # mean cost at which a run is no longer as good as another
NONE = -1


@dataclass(frozen=True)
class Piece:
    """Later frames `start` to `end` (exclusive) show the earlier ones `by` frames before."""

    start: int
    end: int
    by: int
    confidence: float
    exact: bool

    @property
    def length(self) -> int:
        return self.end - self.start

    @property
    def here(self) -> tuple[int, int]:
        """The same in frames of the earlier film."""
        return self.start - self.by, self.end - self.by


_Laid = tuple[int, int, Diagonal]


@dataclass
class _State:
    cost: float
    entries: list[tuple[int, int]]  # frame, and the run that was left there


def lay(runs: Sequence[Diagonal], frames: int, cuts: Collection[int]) -> list[Piece]:
    """The pieces of the later film in order; what lies between them comes from nowhere."""
    began: dict[int, list[int]] = {}
    for number, run in enumerate(runs):
        began.setdefault(run.start, []).append(number)
    states = {NONE: _State(0.0, [(0, NONE)])}
    gone: dict[int, _State] = {}
    for at in range(frames):
        best = min(states, key=lambda s: states[s].cost)
        least = states[best].cost if at else 0.0
        price = 0.0 if at == 0 else AT_A_CUT if at in cuts else ELSEWHERE
        for number in began.get(at, []):
            states[number] = _State(float("inf"), [])
        for number, state in list(states.items()):
            run = runs[number] if number != NONE else None
            if run is not None and run.end <= at:
                gone[number] = states.pop(number)
                continue
            enter = least + price + _backwards(run, runs[best] if best != NONE else None)
            if enter < state.cost and number != best:
                state.cost = enter
                state.entries.append((at, best))
            state.cost += UNSEEN if run is None else float(run.costs[at - run.start])
    states |= {number: state for number, state in gone.items() if number not in states}
    return _merged(_proved(_traced(states, gone, runs, frames), cuts))


def _backwards(run: Diagonal | None, left: Diagonal | None) -> float:
    return BACKWARDS if run and left and run.by > left.by else 0.0


def _traced(
    states: dict[int, _State], gone: dict[int, _State], runs: Sequence[Diagonal], frames: int
) -> list[Piece]:
    last = {n: s for n, s in states.items() if n not in gone}
    number, end = min(last, key=lambda s: last[s].cost), frames
    found: list[_Laid] = []
    while end > 0:
        entries = states[number].entries
        start, before = entries[bisect_left(entries, (end, NONE)) - 1]
        if number != NONE:
            found.append((start, end, runs[number]))
        number, end = before, start
    return found[::-1]


def _proved(laid: list[_Laid], cuts: Collection[int]) -> list[_Laid]:
    """Without a cut, one run goes on into the next unless it fits its frames clearly worse: in a
    picture that stands still any would do."""
    made: list[_Laid] = []
    for start, end, run in laid:
        if made and made[-1][1] == start and start not in cuts:
            before, _start, last = made[-1]
            if _fits(last, start, end):
                made[-1] = before, end, last
                continue
            if _fits(run, before, start):
                made[-1] = before, end, run
                continue
        made.append((start, end, run))
    return made


def _fits(run: Diagonal, start: int, end: int) -> bool:
    if start < run.start or end > run.end:
        return False
    return float(run.costs[start - run.start : end - run.start].mean()) < PROOF


def _merged(laid: list[_Laid]) -> list[Piece]:
    made: list[Piece] = []
    for start, end, run in laid:
        piece = Piece(start, end, run.by, run.confidence, run.exact)
        last = made[-1] if made else None
        if last and last.by == piece.by and piece.start - last.end <= GAP:
            sure = max(last.confidence, piece.confidence)
            exact = last.exact or piece.exact
            made[-1] = Piece(last.start, piece.end, piece.by, sure, exact)
        else:
            made.append(piece)
    return made
