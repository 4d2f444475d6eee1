"""The outline of a sound, small enough to draw."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from projects.media.facts import Facts
from projects.media.reading import decoded, only, opened, packets
from projects.media.refusal import Refused, gettext_noop
from projects.media.resampling import Resampling

MOST_POINTS = 2000
DIGITS = 2
_RATE = 8000  # enough for an outline, and quick


def waveform(path: Path, facts: Facts, points: int = 1000) -> dict[str, Any]:
    """The lowest and highest sample of each stretch of the first sound track, mixed to one.

    Returns `points`, `seconds` (length of the sound) and `low`, `high`: lists of that many
    numbers in -1..1, to two digits (half a pixel of a strip, and a third of the bytes less).
    Raises `Refused`: `media:silent`, `media:no_frames`.
    """
    if not facts.audio:
        raise Refused("media:silent", gettext_noop("no sound track"))
    outline = _Outline(2 * max(1, min(points, MOST_POINTS)))
    with opened(path) as container:
        stream = container.streams.audio[0]
        only(container, stream)
        resampler = Resampling(layout="mono", rate=_RATE)
        for packet in packets(container, stream):
            for frame in decoded(packet):
                frame.pts = None
                for mono in resampler.resample(frame):
                    outline.add(mono.to_ndarray()[0])
        for mono in resampler.resample(None) if outline.samples else ():
            outline.add(mono.to_ndarray()[0])
    return outline.as_dict(max(1, min(points, MOST_POINTS)))


class _Outline:
    """Peaks over stretches whose length doubles whenever there are too many of them.

    The length of the sound is not known for sure before its end, and memory must not grow.
    """

    def __init__(self, most: int) -> None:
        self._most = most + most % 2
        self._stretch, self.samples = 64, 0
        self._rest = np.zeros(0, np.float32)
        self._low: list[float] = []
        self._high: list[float] = []

    def add(self, samples: np.ndarray) -> None:
        self.samples += len(samples)
        self._rest = np.concatenate([self._rest, samples])
        whole = len(self._rest) // self._stretch
        # Pairs are merged below, so their number is kept even; the odd stretch waits.
        whole = max(0, whole - (len(self._low) + whole) % 2)
        blocks = self._rest[: whole * self._stretch].reshape(whole, self._stretch)
        self._rest = self._rest[whole * self._stretch :]
        self._low += blocks.min(axis=1).tolist()
        self._high += blocks.max(axis=1).tolist()
        while len(self._low) > self._most and len(self._low) % 2 == 0:
            self._halve()

    def as_dict(self, points: int) -> dict[str, Any]:
        if not self.samples:
            raise Refused("media:no_frames", gettext_noop("no sound can be decoded"))
        if len(self._rest):
            self._low.append(float(self._rest.min()))
            self._high.append(float(self._rest.max()))
        low = [min(part) for part in _parts(self._low, points)]
        high = [max(part) for part in _parts(self._high, points)]
        return {
            "points": len(low),
            "seconds": round(self.samples / _RATE, 3),
            "low": [round(max(-1.0, value), DIGITS) for value in low],
            "high": [round(min(1.0, value), DIGITS) for value in high],
        }

    def _halve(self) -> None:
        self._low = [min(pair) for pair in zip(self._low[::2], self._low[1::2], strict=True)]
        self._high = [max(pair) for pair in zip(self._high[::2], self._high[1::2], strict=True)]
        self._stretch *= 2


def _parts(values: list[float], count: int) -> list[list[float]]:
    """`values` in at most `count` parts of nearly equal length."""
    count = min(count, len(values))
    edges = [n * len(values) // count for n in range(count + 1)]
    return [values[start:end] for start, end in pairwise(edges)]
