"""The sound of a take, heard once: loudness, clipping, silence, sharp sounds such as a slate."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from projects.media.reading import decoded, only, opened, packets
from projects.media.refusal import Refused
from projects.media.resampling import Resampling
from projects.media.takes.loudness import RATE, Loudness, Meter

SHORT = RATE // 100  # peaks are kept for each hundredth of a second
_FULL = 0.995  # of full scale: from here on a sample may be clipped
_RUN = 3  # such samples in a row are
_CLAP_RISE, _CLAP_LOUD, _CLAP_FALL = 20.0, -26.0, 12.0  # dB
_CLAP_WITHIN = 15.0  # seconds from either end
_WEIGHTS = {"FL": 1, "FR": 1, "FC": 1, "LFE": 0, "BL": 1.41, "BR": 1.41, "SL": 1.41, "SR": 1.41}
_LAYOUTS = ("mono", "stereo", "5.1", "5.1(side)")  # wider ones are mixed to stereo

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Heard:
    """`clipped` counts samples, `clipped_share` tenths of a second with some in them (0..1).

    `starts` is how many seconds after the picture the sound begins (before: less than 0).
    `peaks` in dBFS for each hundredth of a second, over all channels.
    """

    channels: int
    seconds: float
    starts: float
    loudness: Loudness
    clipped: int
    clipped_share: float
    peaks: NDArray[np.float32]

    def claps(self) -> list[float]:
        """Seconds of picture at which a sharp lone sound stands near either end."""
        return [round(at / 100 + self.starts, 2) for at in _claps(self.peaks)]


def hear(path: Path, tick: Callable[[], None]) -> Heard | None:
    """The first sound track; None where there is none or nothing of it can be decoded.

    `tick` is called for every second of it and may raise.
    """
    try:
        with opened(path) as container:
            if not container.streams.audio:
                return None
            stream = container.streams.audio[0]
            starts = _starts(container, stream)
            only(container, stream)
            ears = _ears(container, stream, tick)
    except Refused:
        return None
    return ears.heard(starts) if ears else None


def _starts(container: InputContainer, stream: AudioStream) -> float:
    places = [
        float(one.start_time * one.time_base)
        for one in (stream, *container.streams.video[:1])
        if one.start_time is not None and one.time_base
    ]
    return places[0] - places[1] if len(places) == 2 else 0.0


def _ears(
    container: InputContainer, stream: AudioStream, tick: Callable[[], None]
) -> "_Ears | None":
    ears: _Ears | None = None
    for number, packet in enumerate(packets(container, stream)):
        if number % 50 == 0:
            tick()
        for frame in decoded(packet):
            ears = ears or _Ears(frame)
            ears.hear(frame)
    return ears


class _Ears:
    """Takes the frames of one track."""

    def __init__(self, first: AudioFrame) -> None:
        name = first.layout.name if first.layout.name in _LAYOUTS else "stereo"
        self.channels = first.layout.nb_channels
        self._resampler = Resampling(layout=name, rate=RATE)
        self._names = _channels(name)
        self._rest = np.zeros((len(self._names), 0), np.float32)
        self._meter = Meter([_WEIGHTS.get(one, 1) for one in self._names])
        self._peaks: list[Samples] = []
        self._clipped: list[NDArray[np.int64]] = []
        self._samples = 0

    def hear(self, frame: AudioFrame | None) -> None:
        if frame is not None:
            frame.pts = None
        for part in self._resampler.resample(frame):
            self._take(part.to_ndarray())

    def heard(self, starts: float) -> Heard | None:
        self.hear(None)
        if self._rest.shape[1]:
            short = -self._rest.shape[1] % SHORT
            self._count(np.pad(self._rest, ((0, 0), (0, short))))
        clipped = np.concatenate(self._clipped) if self._clipped else np.zeros(1, np.int64)
        peaks = np.concatenate(self._peaks) if self._peaks else np.zeros(1, np.float32)
        tenths = np.pad(clipped, (0, -len(clipped) % 10)).reshape(-1, 10).sum(axis=1)
        return Heard(
            self.channels,
            self._samples / RATE,
            starts,
            self._meter.read(),
            int(clipped.sum()),
            float((tenths > 0).mean()),
            (20 * np.log10(np.maximum(peaks, 1e-6))).astype(np.float32),
        )

    def _take(self, block: Samples) -> None:
        self._samples += block.shape[1]
        self._meter.add(block)
        self._rest = np.concatenate([self._rest, block], axis=1)
        whole = self._rest.shape[1] // SHORT * SHORT
        if whole >= RATE:
            self._count(self._rest[:, :whole])
            self._rest = self._rest[:, whole:]

    def _count(self, block: Samples) -> None:
        loud = np.abs(block)
        full = loud >= _FULL
        run = full.copy()
        for step in range(1, _RUN):
            run[:, step:] &= full[:, :-step]
        self._peaks.append(loud.max(axis=0).reshape(-1, SHORT).max(axis=1))
        self._clipped.append(run.any(axis=0).reshape(-1, SHORT).sum(axis=1))


def _channels(layout: str) -> list[str]:
    return {
        "mono": ["FC"],
        "stereo": ["FL", "FR"],
        "5.1": ["FL", "FR", "FC", "LFE", "BL", "BR"],
        "5.1(side)": ["FL", "FR", "FC", "LFE", "SL", "SR"],
    }[layout]


def _claps(peaks: NDArray[np.float32]) -> list[int]:
    """The sharpest lone sound of each end, in hundredths of a second."""
    near = round(_CLAP_WITHIN * 100)
    ends = [(0, min(near, len(peaks)))]
    if len(peaks) > 2 * near:
        ends.append((len(peaks) - near, len(peaks)))
    found = []
    for first, end in ends:
        best = max(range(first, end), key=lambda at: peaks[at], default=None)
        if best is not None and _sharp(peaks, best):
            found.append(best)
    return found


def _sharp(peaks: NDArray[np.float32], at: int) -> bool:
    before, after = peaks[max(0, at - 50) : max(0, at - 3)], peaks[at + 20 : at + 50]
    if len(before) < 20 or len(after) < 10:
        return False
    rise, fall = peaks[at] - float(np.median(before)), peaks[at] - float(np.median(after))
    return bool(peaks[at] > _CLAP_LOUD and rise > _CLAP_RISE and fall > _CLAP_FALL)
