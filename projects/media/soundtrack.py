"""The sound of a proxy: AAC, stereo, 48 kHz, in step with the picture."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer

from projects.media.resampling import Resampling

RATE = 48_000
_BIT_RATE = 128_000
_DRIFT = RATE // 10  # holes shorter than this are left to the encoder's sense of time
_LONGEST_SILENCE = 600 * RATE
_WAITING = 4000  # frames kept back while the picture has not begun


class Soundtrack:
    """Encodes what `add` brings, trimmed or padded so that it starts with the picture."""

    def __init__(self, target: OutputContainer, source: AudioStream) -> None:
        self._target = target
        self._track = target.add_stream("aac", rate=RATE, layout="stereo", bit_rate=_BIT_RATE)
        self._resampler = Resampling(layout="stereo", rate=RATE)
        self._waits = bool(source.container.streams.video)
        self._waiting: list[AudioFrame] = []
        self._origin: Fraction | None = None
        self._written = 0

    def start_at(self, origin: Fraction) -> None:
        """The source time (seconds) that becomes 0; only the first call counts."""
        if self._origin is None:
            self._origin = origin
            self._release()

    def add(self, frames: Sequence[AudioFrame]) -> None:
        """Take source frames in order."""
        self._waiting += frames
        patient = self._waits and len(self._waiting) <= _WAITING
        if self._waiting and not patient:
            self.start_at(_time(self._waiting[0]) or Fraction(0))
        self._release()

    def finish(self) -> None:
        """Write what is left."""
        self.start_at(Fraction(0))
        for small in self._resampler.resample(None) if self._written else ():
            self._write(small.to_ndarray())
        self._target.mux(self._track.encode(None))

    def _release(self) -> None:
        if self._origin is None:
            return
        for frame in self._waiting:
            self._place(frame)
        self._waiting.clear()

    def _place(self, frame: AudioFrame) -> None:
        """Put the frame where its own time says, with silence before it if there is a hole."""
        time = _time(frame)
        frame.pts = None
        samples = [small.to_ndarray() for small in self._resampler.resample(frame)]
        block = np.concatenate(samples, axis=1) if samples else np.zeros((2, 0), np.float32)
        if time is not None:
            hole = round((time - self._origin) * RATE) - self._written
            if hole > (_DRIFT if self._written else 0):
                self._write(np.zeros((2, min(hole, _LONGEST_SILENCE)), np.float32))
            elif hole < 0 and not self._written:
                block = block[:, -hole:]
        self._write(block)

    def _write(self, block: np.ndarray) -> None:
        for start in range(0, block.shape[1], RATE):
            frame = AudioFrame.from_ndarray(
                np.ascontiguousarray(block[:, start : start + RATE], dtype=np.float32),
                format="fltp",
                layout="stereo",
            )
            frame.sample_rate, frame.pts = RATE, self._written
            frame.time_base = Fraction(1, RATE)
            self._written += frame.samples
            self._target.mux(self._track.encode(frame))


def _time(frame: AudioFrame) -> Fraction | None:
    return None if frame.pts is None else frame.pts * frame.time_base
