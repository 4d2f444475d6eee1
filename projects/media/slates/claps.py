"""Claps in the sound of a clip: loud from one moment to the next, and over as soon."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from projects.media.frames import open_film, picture_stream
from projects.media.resampling import Resampling

RATE, BLOCK = 16_000, 64  # samples a second, and samples whose loudness is one number: 4 ms
BEFORE, RISE = 75, 20.0  # blocks before, and decibels above them
ATTACK, SUDDEN = 3, 12.0  # blocks within which it comes, and decibels
AFTER, FALL = (25, 50), 12.0  # blocks after, and decibels below
APART = 25
FLOOR = -60.0  # decibels below full scale: quieter is nothing

Levels = NDArray[np.float32]


def claps(path: Path) -> list[float]:
    """Seconds from the first picture at which something claps; none without sound."""
    levels, start = _levels(path)
    return [start + at * BLOCK / RATE for at in sudden(levels)]


def sudden(levels: Levels) -> list[int]:
    """Blocks that begin a clap; `levels` in decibels."""
    if len(levels) < BEFORE + AFTER[1] + 1:
        return []
    total = np.concatenate([[0.0], np.cumsum(levels, dtype=np.float64)])
    at = np.arange(BEFORE, len(levels) - AFTER[1])
    now = levels[at]
    before = (total[at - ATTACK] - total[at - BEFORE]) / (BEFORE - ATTACK)
    after = (total[at + AFTER[1]] - total[at + AFTER[0]]) / (AFTER[1] - AFTER[0])
    loud = (now > FLOOR + RISE) & (now - before > RISE) & (now - after > FALL)
    loud &= now - levels[at - ATTACK] > SUDDEN
    found: list[int] = []
    for one in at[loud].tolist():
        if not found or one - found[-1] > APART:
            found.append(one)
    return found


def _levels(path: Path) -> tuple[Levels, float]:
    """Loudness by block, and the second at which it begins, counted from the first picture."""
    rest, made = np.zeros(0, np.float32), list[Levels]()
    with open_film(path) as container:
        if not container.streams.audio:
            return np.zeros(0, np.float32), 0.0
        track, picture = container.streams.audio[0], picture_stream(container)
        start = _seconds(track) - _seconds(picture)
        resampler = Resampling(layout="mono", rate=RATE)
        for packet in container.demux(track):
            try:
                frames = packet.decode()
            except av.error.FFmpegError:
                continue
            for frame in frames:
                frame.pts = None
                for mono in resampler.resample(frame):
                    rest = np.concatenate([rest, mono.to_ndarray()[0].astype(np.float32)])
            whole = len(rest) // BLOCK * BLOCK
            made.append(_loudness(rest[:whole].reshape(-1, BLOCK)))
            rest = rest[whole:]
    return np.concatenate(made) if made else np.zeros(0, np.float32), float(start)


def _seconds(stream: av.stream.Stream) -> Fraction:
    return Fraction(stream.start_time or 0) * Fraction(stream.time_base or 0)


def _loudness(blocks: NDArray[np.float32]) -> Levels:
    power = np.maximum((blocks.astype(np.float64) ** 2).mean(axis=1), 1e-9)
    return np.maximum(10 * np.log10(power), FLOOR - 20).astype(np.float32)
