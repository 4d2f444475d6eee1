"""The analysis window by window: what each tells, with enough film around it to be sure.

Every number depends on the frames near it only, so that it does not matter where the
windows lie.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from projects.media.shots.features import Measures, Series, cut_features, measure
from projects.media.shots.flashes import LONGEST, flash_candidates, flash_features
from projects.media.shots.mixtures import MARGIN, proposals, scene
from projects.media.shots.pictures import Pictures
from projects.media.shots.trees import Models

CORE = 960  # frames a window answers for; a multiple of every stride
USUAL_RATE = 30
BEAT = 0.5  # seconds

Reader = Callable[[int, int], Pictures]


@dataclass(frozen=True)
class Span:
    """A run of frames, start..end, with a probability."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True)
class Findings:
    """What the windows tell about the film.

    `cuts` is the probability that a new shot begins with each frame; `mean` and
    `contrast` describe its luma; `flashes` and `mixtures` are spans from the first
    frame that is not clean to the first that is again.
    """

    cuts: Series
    mean: Series
    contrast: Series
    flashes: list[Span]
    mixtures: list[Span]


def stride_for(rate: Fraction) -> int:
    """Every how many frames gradual transitions are looked at: 1 up to 40 per second."""
    return min(8, max(1, round(rate / USUAL_RATE)))


def examine(
    read: Reader,
    frames: int,
    stride: int,
    forests: Models,
    workers: int,
    tick: Callable[[], None] = lambda: None,
) -> Iterator[Findings]:
    """Findings of one window after another; `read(start, stop)` gives tiny pictures.

    `tick` is called twice a second while waiting and may raise.
    """
    pool = ThreadPoolExecutor(workers)
    cores = iter(range(0, frames, CORE))

    def next_windows(count: int) -> list[Future[Findings]]:
        ends = ((core, min(frames, core + CORE)) for core in islice(cores, count))
        return [pool.submit(_window, read, *end, stride, forests) for end in ends]

    try:
        waiting = next_windows(workers + 1)
        while waiting:
            while not wait(waiting[:1], timeout=BEAT).done:
                tick()
            yield waiting.pop(0).result()
            waiting += next_windows(1)
    finally:
        pool.shutdown(cancel_futures=True)


def join(pieces: list[Findings]) -> Findings:
    """The findings of all windows as those of the whole film."""
    return Findings(
        cuts=np.concatenate([piece.cuts for piece in pieces]),
        mean=np.concatenate([piece.mean for piece in pieces]),
        contrast=np.concatenate([piece.contrast for piece in pieces]),
        flashes=[span for piece in pieces for span in piece.flashes],
        mixtures=[span for piece in pieces for span in piece.mixtures],
    )


def _window(read: Reader, core: int, stop: int, stride: int, forests: Models) -> Findings:
    margin = MARGIN * stride
    low = max(0, core - -(-margin // stride) * stride)
    pictures = read(low, stop + margin)
    found = measure(pictures)
    cuts = forests.cut.probability(cut_features(found))
    cuts[: max(0, 1 - low)] = 0
    inner = slice(core - low, stop - low)
    flashes = [
        Span(start + low, end + low, probability)
        for start, end, probability in _flashes(found, cuts, forests)
        if core <= start + low < stop
    ]
    thin = slice(None, None, stride)
    view = scene(pictures[thin], found.mean[thin], found.contrast[thin])
    mixtures = [
        Span((start + 1) * stride + low, end * stride + low, probability)
        for start, end, probability in proposals(view, forests.mixture)
        if core <= start * stride + low < stop
    ]
    return Findings(cuts[inner], found.mean[inner], found.contrast[inner], flashes, mixtures)


def _flashes(found: Measures, cuts: Series, forests: Models) -> Iterator[tuple[int, int, float]]:
    for length in range(1, LONGEST + 1):
        start = flash_candidates(found, cuts, length)
        rows = flash_features(found, cuts, start, length)
        chances: NDArray[np.float32] = forests.flash.probability(rows)
        for first, chance in zip(start.tolist(), chances.tolist(), strict=True):
            yield first, first + length, chance
