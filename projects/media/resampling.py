"""Sound brought to one layout and rate, whatever the track turns into midway."""

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler


class Resampling:
    """Frames come out as planar floats of `layout` ("mono", "stereo") at `rate` Hz.

    PyAV's resampler knows only the kind of frame that came first, so each further kind that a
    track changes to gets a resampler of its own.
    """

    def __init__(self, *, layout: str, rate: int) -> None:
        self._layout, self._rate = layout, rate
        self._kind: tuple | None = None
        self._now = self._new()

    def resample(self, frame: AudioFrame | None) -> list[AudioFrame]:
        """What comes out for this frame; None: what is left at the end."""
        if frame is None:
            return self._now.resample(None) if self._kind else []
        layout = frame.layout
        kind = (frame.format.name, layout.name, layout.nb_channels, frame.sample_rate)
        before: list[AudioFrame] = []
        if self._kind not in (None, kind):
            before, self._now = self._now.resample(None), self._new()
        self._kind = kind
        return [*before, *self._now.resample(frame)]

    def _new(self) -> AudioResampler:
        return AudioResampler(format="fltp", layout=self._layout, rate=self._rate)
