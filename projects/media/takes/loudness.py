"""Loudness of programmes: ITU-R BS.1770-4 and EBU R 128, Tech 3341 and 3342, on numpy.

Sound comes in blocks of 48 kHz; what is kept is one number for each tenth of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
TENTH = RATE // 10
_TAPS = 8192  # the high pass has died away to -140 dB by then
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
_QUIETEST = -70.0  # LUFS: blocks below never count
_OVER, _PHASES = 4, 24  # true peak: so many times as fine, taps of each phase

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Loudness:
    """`integrated` in LUFS, `spread` the loudness range in LU, `peak` the true peak in dBTP.

    None where there is nothing above -70 LUFS, or too little of it (three seconds).
    `tenths` are the powers of each tenth of a second, weighted, in LUFS.
    """

    integrated: float | None
    spread: float | None
    peak: float | None
    tenths: NDArray[np.float64]


class Meter:
    """Takes blocks (channels x samples, any length) in order; `read` at the end.

    `weights` are those of the channels: 1 for the front, 1.41 for the sides, 0 for the low one.
    """

    def __init__(self, weights: Sequence[float]) -> None:
        self._weights = np.array(weights, np.float64)
        self._tail = np.zeros((len(weights), _TAPS - 1), np.float32)
        self._edge = np.zeros((len(weights), _PHASES - 1), np.float32)
        self._rest = np.zeros((len(weights), 0), np.float32)
        self._powers: list[float] = []
        self._peak = 0.0

    def add(self, block: Samples) -> None:
        """Whole seconds are worked through as they come together."""
        self._rest = np.concatenate([self._rest, block], axis=1)
        while self._rest.shape[1] >= RATE:
            self._second(self._rest[:, :RATE])
            self._rest = self._rest[:, RATE:]

    def read(self) -> Loudness:
        """All that was added; a last piece shorter than a tenth of a second is left out."""
        whole = self._rest.shape[1] // TENTH * TENTH
        self._peaks(self._rest)
        if whole:
            self._weighted(self._rest[:, :whole])
        self._rest = self._rest[:, :0]
        powers = np.array(self._powers)
        return Loudness(
            integrated(powers),
            loudness_range(powers),
            _decibels(self._peak**2) if self._peak > 1e-6 else None,
            lufs(powers),
        )

    def _second(self, block: Samples) -> None:
        self._peaks(block)
        self._weighted(block)

    def _weighted(self, block: Samples) -> None:
        """Filter by overlap and save; powers by tenths."""
        joined = np.concatenate([self._tail, block], axis=1)
        size = 1 << (joined.shape[1] - 1).bit_length()
        spectrum = np.fft.rfft(joined, size, axis=1) * _response(size)
        passed = np.fft.irfft(spectrum, size, axis=1)[:, _TAPS - 1 : joined.shape[1]]
        self._tail = joined[:, -(_TAPS - 1) :]
        power = (passed.reshape(len(block), -1, TENTH) ** 2).mean(axis=2)
        self._powers.extend(self._weights @ power)

    def _peaks(self, block: Samples) -> None:
        joined = np.concatenate([self._edge, block], axis=1)
        self._edge = joined[:, joined.shape[1] - (_PHASES - 1) :]
        for channel in joined:
            if len(channel) >= _PHASES and np.abs(channel).max() > self._peak / 2:
                found = (np.abs(np.convolve(channel, phase, "valid")).max() for phase in _phases())
                self._peak = max(self._peak, *found)


def lufs(powers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted powers as loudness; silence as -120."""
    return -0.691 + 10 * np.log10(np.maximum(powers, 1e-12))


def integrated(powers: NDArray[np.float64]) -> float | None:
    """Gated at -70 LUFS and 10 LU below what is left; blocks of 0.4 s every 0.1 s."""
    blocks = _means(powers, 4)
    loud = blocks[lufs(blocks) > _QUIETEST]
    if not len(loud):
        return None
    near = loud[lufs(loud) > float(lufs(loud.mean())) - 10]
    return float(lufs(near.mean()))


def loudness_range(powers: NDArray[np.float64]) -> float | None:
    """Between 10 and 95 % of the loudness of three seconds, gated at -70 LUFS and -20 LU."""
    blocks = _means(powers, 30)
    loud = blocks[lufs(blocks) > _QUIETEST]
    if not len(loud):
        return None
    near = lufs(loud[lufs(loud) > float(lufs(loud.mean())) - 20])
    low, high = np.quantile(near, (0.1, 0.95))
    return float(high - low)


def _means(powers: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    if len(powers) < count:
        return np.zeros(0)
    sums = np.cumsum(np.concatenate([[0.0], powers]))
    return np.maximum(0.0, (sums[count:] - sums[:-count]) / count)


def _decibels(power: float) -> float:
    return float(10 * np.log10(power))


@cache
def _response(size: int) -> NDArray[np.complex128]:
    """Both filters of the K weighting as one, for transforms of `size`."""
    pulse = [1.0] + [0.0] * (_TAPS - 1)
    for forward, back in (_SHELF, _HIGH_PASS):
        pulse = _filtered(pulse, forward, back)
    return np.fft.rfft(np.array(pulse), size)


def _filtered(
    samples: list[float], forward: tuple[float, ...], back: tuple[float, ...]
) -> list[float]:
    x1 = x2 = y1 = y2 = 0.0
    found = []
    for x in samples:
        y = forward[0] * x + forward[1] * x1 + forward[2] * x2 - back[0] * y1 - back[1] * y2
        x1, x2, y1, y2 = x, x1, y, y1
        found.append(y)
    return found


@cache
def _phases() -> tuple[Samples, ...]:
    """A windowed sinc, four times as fine, by its phases."""
    at = (np.arange(_OVER * _PHASES) - (_OVER * _PHASES - 1) / 2) / _OVER
    taps = np.sinc(at) * np.kaiser(len(at), 6.0)
    parts = taps.reshape(_PHASES, _OVER).T
    return tuple((part / part.sum()).astype(np.float32) for part in parts)
