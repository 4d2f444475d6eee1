"""Stretches of a take in which nothing is heard and nothing moves."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.takes import moving
from projects.media.takes.hearing import Heard
from projects.media.takes.measures import runs
from projects.media.takes.seeing import WIDEST
from projects.media.takes.watching import Watched

_STIRS = 1.0  # of 255, above the noise: less than a mouth that speaks in a wide shot
_BREATH = 0.2  # seconds around a sound that belong to it
_SILENT = -60.0  # LUFS: quiet, however quiet the rest


@dataclass(frozen=True)
class DeadAir:
    """Frames `start` to `end` (exclusive); `cut` is what may go once the handles stay.

    `by` says what it rests on: "both", or "picture" where the take has no sound.
    """

    start: int
    end: int
    cut: tuple[int, int]
    by: str


def dead_air(
    seen: Watched, heard: Heard | None, *, below: float, shortest: float, handles: int
) -> list[DeadAir]:
    """What may be taken out. `below`: dB under the take's loudness that count as silence;
    `shortest` in seconds; `handles` in frames, kept on either side but at the take's ends.
    """
    dead = _still(seen) & _quiet(seen, heard, below)
    found = []
    for start, end in runs(dead):
        head = start if start == 0 else start + handles
        tail = end if end == seen.frames else end - handles
        if end - start >= shortest * float(seen.rate) and tail > head:
            found.append(DeadAir(start, end, (head, tail), "both" if heard else "picture"))
    return found


def kept(frames: int, found: Sequence[DeadAir], inside: tuple[int, int]) -> list[tuple[int, int]]:
    """What is left of the take between `inside` once the cuts are out; never nothing."""
    stays = np.zeros(frames, bool)
    stays[inside[0] : inside[1]] = True
    for one in found:
        stays[one.cut[0] : one.cut[1]] = False
    return list(runs(stays)) or [inside]


def _still(seen: Watched) -> NDArray[np.bool_]:
    """Frames that differ from the one before by no more than their noise."""
    stir = seen.row("stir")
    finer = max(1.0, min(seen.width, WIDEST) / moving.WIDTH)
    noise = float(np.median(seen.row("noise"))) * 1.13 / finer
    still = np.nan_to_num(stir, nan=0.0) < _STIRS + 1.5 * noise
    return still & ~_shifts(seen)


def _shifts(seen: Watched) -> NDArray[np.bool_]:
    """Frames on which the camera moves by more than a thousandth of the width."""
    way = np.hypot(np.nan_to_num(seen.row("right")), np.nan_to_num(seen.row("down")))
    return way > 0.001


def _quiet(seen: Watched, heard: Heard | None, below: float) -> NDArray[np.bool_]:
    """Frames at which the sound is so far under its own loudness; all where there is none."""
    if heard is None or heard.loudness.integrated is None:
        return np.ones(seen.frames, bool)
    limit = max(_SILENT, heard.loudness.integrated - below)
    tenths = heard.loudness.tenths
    at = (np.arange(seen.frames) / float(seen.rate) - heard.starts) * 10
    place = np.floor(at).astype(int)
    inside = (place >= 0) & (place < len(tenths))
    level = np.full(seen.frames, -120.0)
    level[inside] = tenths[place[inside]]
    loud = level > limit
    reach = 2 * max(1, round(_BREATH * float(seen.rate))) + 1
    near = cv2.dilate(loud.astype(np.uint8)[None], np.ones((1, reach), np.uint8))[0]
    return near == 0
