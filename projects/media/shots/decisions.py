"""From tiny pictures to transitions: what the measures say, weighed against each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from projects.media.shots.fade_ends import settled
from projects.media.shots.fades import Fade, fades, flat_runs
from projects.media.shots.transitions import CUT, DISSOLVE, FADE, FLASH_FRAME, Transition
from projects.media.shots.trees import Models, models
from projects.media.shots.windows import CORE, Findings, Reader, Span, examine, join, stride_for

SURE_CUT = 0.6  # a cut this likely inside a mixture that is less likely breaks it
OVERLAP = 0.5
CAUTION = 0.5  # log odds


@dataclass(frozen=True)
class Wishes:
    """What to look for. `sensitivity` is 0..1, `minimum` the shortest shot in frames; `takes` are
    those of one unedited clip."""

    sensitivity: float = 0.5
    minimum: int = 3
    dissolves: bool = True
    fades: bool = True
    flashes: bool = True
    takes: bool = False

    @property
    def threshold(self) -> float:
        """The least probability that is reported: 0.95 at sensitivity 0, 0.05 at 1."""
        return self._threshold(0)

    @property
    def dissolve_threshold(self) -> float:
        """The same for dissolves, which are sought at far more places: a little higher."""
        return self._threshold(CAUTION)

    def _threshold(self, caution: float) -> float:
        return float(1 / (1 + np.exp(5.9 * (self.sensitivity - 0.5) - caution)))


def find_transitions(
    read: Reader,
    frames: int,
    rate: Fraction,
    wishes: Wishes,
    watch: Callable[[float], None] = lambda share: None,
    workers: int = 1,
    forests: Models | None = None,
) -> list[Transition]:
    """All transitions of a film in order; `read(start, stop)` gives its tiny pictures."""
    stride = stride_for(rate)
    pieces: list[Findings] = []

    def tick() -> None:
        watch(min(1.0, len(pieces) * CORE / frames))

    for piece in examine(read, frames, stride, forests or models(), workers, tick):
        pieces.append(piece)
        tick()
    return settled(decide(join(pieces), wishes, stride), read, frames) if pieces else []


def decide(found: Findings, wishes: Wishes, stride: int) -> list[Transition]:
    """Weigh cuts, flash frames, fades and dissolves against each other."""
    faded = _fades(found, stride)
    gradual = [Transition(FADE, f.start, f.end, f.confidence) for f in faded]
    flashes = _flashes(found, wishes.threshold, gradual)
    dissolves = _dissolves(found, wishes.dissolve_threshold, gradual + flashes)
    cuts = _cuts(found, wishes.threshold, gradual + flashes + dissolves)
    wanted = {CUT: True, DISSOLVE: wishes.dissolves, FADE: wishes.fades}
    wanted[FLASH_FRAME] = wishes.flashes
    all_found = sorted(gradual + flashes + dissolves + cuts, key=lambda t: (t.start, t.end))
    return _apart([t for t in all_found if wanted[t.kind]], wishes.minimum)


def _fades(found: Findings, stride: int) -> list[Fade]:
    frames = len(found.mean)
    thin = fades(found.mean[::stride], found.contrast[::stride])
    spread = [Fade(f.start * stride, min(f.end * stride, frames - 1), f.confidence) for f in thin]
    return [f for f in spread if f.start > 1 and f.end < frames - 1]


def _flashes(found: Findings, threshold: float, taken: list[Transition]) -> list[Transition]:
    chosen = [s for group in _groups(found.flashes) for s in _strongest(group, threshold)]
    clear = [s for s in chosen if not _meets(s.start, s.end, taken)]
    return [Transition(FLASH_FRAME, s.start, s.end, s.probability) for s in clear]


def _dissolves(found: Findings, threshold: float, taken: list[Transition]) -> list[Transition]:
    flat = flat_runs(found.mean, found.contrast)
    dissolves = []
    for group in _groups(found.mixtures):
        for best in _strongest(group, threshold):
            span = _averaged(best, group)
            touches_flat = any(a <= span.end and span.start - 1 < b for a, b in flat)
            broken = _cut_inside(found, span) > max(SURE_CUT, span.probability)
            if not (touches_flat or broken or _meets(span.start, span.end, taken)):
                dissolves.append(Transition(DISSOLVE, span.start, span.end, span.probability))
    return dissolves


def _cuts(found: Findings, threshold: float, taken: list[Transition]) -> list[Transition]:
    frames = np.flatnonzero(found.cuts > threshold).tolist()
    return [
        Transition(CUT, frame, frame, float(found.cuts[frame]))
        for frame in frames
        if not _meets(frame - 1, frame + 1, taken)
    ]


def _groups(spans: list[Span]) -> Iterator[list[Span]]:
    """Spans gathered so that no two of different groups overlap: each is a small problem."""
    group: list[Span] = []
    reach = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if group and span.start >= reach:
            yield group
            group, reach = [], 0
        group.append(span)
        reach = max(reach, span.end)
    if group:
        yield group


def _strongest(group: list[Span], threshold: float) -> list[Span]:
    """The likeliest spans of a group that do not overlap each other, in order."""
    chosen: list[Span] = []
    for span in sorted(group, key=lambda s: (-s.probability, s.start, s.end)):
        free = all(span.end <= other.start or span.start >= other.end for other in chosen)
        if span.probability > threshold and free:
            chosen.append(span)
    return sorted(chosen, key=lambda s: s.start)


def _averaged(best: Span, spans: list[Span]) -> Span:
    """The span with its ends averaged over all that mean the same, weighed by probability."""
    same = [s for s in spans if _overlap(best, s) > OVERLAP]
    weight = sum(s.probability for s in same)
    start = sum(s.start * s.probability for s in same) / weight
    end = sum(s.end * s.probability for s in same) / weight
    return Span(round(start), max(round(start) + 1, round(end)), best.probability)


def _overlap(one: Span, other: Span) -> float:
    both = min(one.end, other.end) - max(one.start, other.start)
    return both / (max(one.end, other.end) - min(one.start, other.start))


def _cut_inside(found: Findings, span: Span) -> float:
    return float(found.cuts[span.start : span.end + 1].max(initial=0))


def _meets(start: int, end: int, taken: list[Transition]) -> bool:
    return any(start < other.end and end > other.start for other in taken)


def _apart(transitions: list[Transition], minimum: int) -> list[Transition]:
    """Of two transitions that leave a shot shorter than `minimum` frames keep the surer one."""
    kept: list[Transition] = []
    for transition in transitions:
        if kept and transition.boundary - kept[-1].boundary < minimum:
            if transition.confidence > kept[-1].confidence:
                kept[-1] = transition
            continue
        kept.append(transition)
    return kept
