"""Where a fade begins and ends, from how much of the picture is left from frame to frame.

Contrast finds fades, but what moves in a picture changes its contrast, too. The middle of all
pixels' ratios between neighbouring frames does not care for what moves: outside a fade it is 1,
within one of n frames it is k / (k + 1), counted from black. The n that explains the ratios best
is taken, as far as it does not contradict the contrast.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from projects.media.shots.pictures import Pictures, luma_of
from projects.media.shots.transitions import FADE, Transition

LEVEL = 1.5  # contrast that the flat middle of a fade may differ by
SEEN, ENOUGH = 20.0, 80  # levels from black, and pixels so far from it, that a ratio takes
AGREES = 8  # frames
BEYOND = 8

Luma = NDArray[np.float32]
Read = Callable[[int, int], Pictures]


def settled(transitions: Sequence[Transition], read: Read, frames: int) -> list[Transition]:
    """The transitions with the ends of fades found anew; those of others and the order stay."""
    found = list(transitions)
    for number, one in enumerate(found):
        if one.kind == FADE:
            low = found[number - 1].end if number else 0
            high = found[number + 1].start if number + 1 < len(found) else frames
            found[number] = _settled(one, read, low, high)
    return found


def _settled(fade: Transition, read: Read, low: int, high: int) -> Transition:
    reach = fade.end - fade.start + BEYOND
    low, high = max(low, fade.start - reach), min(high, fade.end + reach)
    luma = luma_of(read(low, high)).reshape(high - low, -1).astype(np.float32)
    contrast = luma[fade.start - low : fade.end - low].std(axis=1)
    flat = fade.start - low + np.flatnonzero(contrast <= contrast.min() + LEVEL)
    first, last = int(flat[0]), int(flat[-1])
    away = np.abs(luma - (255.0 if luma[first].mean() > 128 else 0.0))
    start = first + 1 - _length(away[first::-1], first + 1 - (fade.start - low))
    end = last + _length(away[last:], fade.end - low - last)
    return replace(fade, start=low + start, end=low + end)


def _length(outward: Luma, told: int) -> int:
    """Frames from the flat picture (the first) to the first clean one; `told` by the contrast."""
    reach = min(len(outward) - 1, 2 * told + BEYOND)
    if told < 2 or reach < 4:
        return told
    steps = np.arange(2, reach)
    ratios = np.array([_ratio(outward[k], outward[k + 1]) for k in steps])
    steps, ratios = steps[~np.isnan(ratios)], ratios[~np.isnan(ratios)]
    if len(ratios) < 3:
        return told
    lengths = np.arange(2, min(reach - 2, 2 * told + 2) + 1, dtype=np.float32)[:, None, None]
    ahead = np.array([0, 0.5, 1], np.float32)[None, :, None]  # what is left at the first frame
    inner, outer = (np.minimum((steps + k + ahead) / lengths, 1) for k in (0, 1))
    misses = np.abs(np.log(inner / outer) - ratios).sum(axis=2)
    length, left = np.unravel_index(int(misses.argmin()), misses.shape)
    best = int(np.ceil(lengths[length, 0, 0] - ahead[0, left, 0]))
    return best if abs(best - told) <= AGREES else told


def _ratio(inner: Luma, outer: Luma) -> float:
    """Logarithm of what is left of the outer frame in the inner; not a number where it is dark."""
    seen = outer > max(SEEN, float(np.median(outer)))
    if seen.sum() <= ENOUGH:
        return float("nan")
    return float(np.median(np.log(np.maximum(inner[seen], 2) / outer[seen])))
