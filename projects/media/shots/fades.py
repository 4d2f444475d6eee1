"""Fades through black or white: a flat picture with a ramp of contrast on at least one side."""

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

FLAT = 8.0  # contrast (standard deviation of luma) below which a picture may be flat
DARK, BRIGHT = 30.0, 225.0
CLEAR = 10.0  # contrast a side must reach
RATIO = 3.0  # and how many times the contrast of the flat picture
KEEPS_RISING = 0.3  # of the ramp's usual step
LONGEST = 150
SHORTEST = 5
LEVEL = 1.5  # contrast that black may differ by
FAINT, FAINT_FRAMES = 2.0, 10  # contrast and length of what is seen between two fades
FORGIVEN = 3
LEAST_STEP = 0.25

Series = NDArray[np.float32]


@dataclass(frozen=True)
class Fade:
    """From the first frame that is not clean to the first clean frame; `confidence` 0..1."""

    start: int
    end: int
    confidence: float


def fades(mean: Series, contrast: Series) -> list[Fade]:
    """All fades in order, from mean and contrast of each frame's luma. They do not overlap."""
    found: list[Fade] = []
    for first, after in flat_runs(mean, contrast):
        for core in _cores(contrast, first, after):
            fade = _fade(contrast, core)
            if fade and found and fade.start < found[-1].end:
                fade = replace(fade, start=found[-1].end)
            if fade and fade.end - fade.start >= SHORTEST:
                found.append(fade)
    return found


def flat_runs(mean: Series, contrast: Series) -> list[tuple[int, int]]:
    """Runs of flat black or white pictures, as first frame and frame after the last."""
    flat = (contrast < FLAT) & ((mean < DARK) | (mean > BRIGHT))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _cores(contrast: Series, first: int, after: int) -> list[tuple[int, int]]:
    """The flattest stretches of a flat run, first and last frame of each.

    There is one, unless something faint (a dark title) is seen between two.
    """
    run = contrast[first:after]
    flattest = first + np.flatnonzero(run <= run.min() + LEVEL)
    gaps = np.flatnonzero(np.diff(flattest) >= FAINT_FRAMES)
    parts = [p for p in np.split(flattest, gaps + 1) if len(p)]
    faint = [contrast[a[-1] + 1 : b[0]].max() for a, b in pairwise(parts)]
    if any(peak < run.min() + FAINT for peak in faint):
        parts = [flattest]
    return [(int(part[0]), int(part[-1])) for part in parts]


def _fade(contrast: Series, core: tuple[int, int]) -> Fade | None:
    first, last = core
    falling = _ramp(contrast[first::-1][: LONGEST + 1])
    rising = _ramp(contrast[last:][: LONGEST + 1])
    start, end = first - falling, last + rising
    least = float(contrast[first : last + 1].min())
    sides = contrast[max(0, start - FAINT_FRAMES) : start + 1], contrast[end : end + FAINT_FRAMES]
    lower, higher = sorted(float(side.max()) for side in sides)
    if max(falling, rising) < 2 or higher < max(CLEAR, RATIO * least) or lower < least + FAINT:
        return None
    return Fade(start + 1, end, round(1 - least / higher, 3))


def _ramp(outward: Series) -> int:
    """Frames from a flat picture (the first value) until contrast no longer rises.

    It may stand still or dip for two frames: films shown at another rate repeat frames,
    and what moves in the picture changes its contrast too.
    """
    length = 0
    while True:
        due = KEEPS_RISING * (outward[length] - outward[0]) / max(1, length)
        ahead = outward[length + 1 : length + 2 + (FORGIVEN if length > 1 else 0)]
        steps = np.arange(1, len(ahead) + 1) * max(due, LEAST_STEP)
        rising = np.flatnonzero(ahead - outward[length] > steps)
        if not len(rising):
            return length
        length += int(rising[0]) + 1
