"""A small copy that plays and seeks frame by frame in a browser."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.video.stream import VideoStream

from projects.media.facts import Facts
from projects.media.geometry import fitted
from projects.media.marking import Mark
from projects.media.pace import Pace
from projects.media.reading import decoded, only, opened, packets, picture_stream, use_cores
from projects.media.refusal import Refused, gettext_noop
from projects.media.scaling import Scaler
from projects.media.soundtrack import Soundtrack

HEIGHT = 540  # lines of the copy that every film has
GROUP = 12  # a browser decodes at most this many frames to show the one asked for
X264 = {
    "preset": "veryfast",
    "crf": "23",
    "threads": "0",
    "x264-params": f"keyint={GROUP}:min-keyint=1:scenecut=0:bframes=0:open-gop=0",
}
_UNITS = 90_000

Progress = Callable[[float], None]


def proxy(
    path: Path,
    facts: Facts,
    out: Path,
    height: int = HEIGHT,
    progress: Progress = lambda _: None,
    mark: str = "",
) -> dict[str, Any]:
    """Write an MP4 (H.264 and AAC; AAC alone for sound) of the film at `path` to `out`.

    Each source frame becomes one frame. At a constant rate, frame n is shown at n / rate
    seconds; with `facts.vfr` it keeps its own time. `progress` gets 0..1 at least once a
    second and may raise, which removes what was written. `mark` is written into every picture.

    Returns `frames`, `width`, `height`, `rate`, and for VFR `frame_times` (seconds by frame).
    Raises `Refused("media:no_frames")`.
    """
    with opened(path) as source, written(out) as target:
        result = _copy(source, target, facts, (height, mark), Pace(progress))
    progress(1.0)
    return result


@contextmanager
def written(out: Path) -> Iterator[OutputContainer]:
    """An MP4 to be filled; `out` is there whole or not at all."""
    part = out.with_name(out.name + ".part")
    try:
        with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as target:
            yield target
        os.replace(part, out)
    finally:
        part.unlink(missing_ok=True)


def _copy(
    source: InputContainer,
    target: OutputContainer,
    facts: Facts,
    shape: tuple[int, str],
    pace: Pace,
) -> dict[str, Any]:
    stream = picture_stream(source) if facts.kind == "film" else None
    heard = source.streams.audio[0] if facts.audio else None
    wanted = [one for one in (stream, heard) if one is not None]
    only(source, *wanted)
    if stream:
        use_cores(stream, steady=facts.damaged)
    picture = Picture(target, facts, *shape, stream.time_base) if stream else None
    sound = Soundtrack(target, heard) if heard else None
    for packet in packets(source, *wanted):
        frames = decoded(packet)
        if packet.stream is stream:
            for frame in frames:
                picture.add(frame)
            if sound and picture.origin is not None:
                sound.start_at(picture.origin)
            pace.report(picture.count, facts.frames)
        else:
            sound.add(frames)
            pace.report(float(packet.pts or 0) * float(packet.time_base), facts.duration)
    return _finished(picture, sound, facts)


def _finished(picture: "Picture | None", sound: Soundtrack | None, facts: Facts) -> dict[str, Any]:
    if sound:
        sound.finish()
    if picture is None:
        return {"frames": 0}
    return picture.finish()


class Picture:
    """The picture track: `count` frames so far, `origin` the source time of the first.

    `base` is the unit of the frames' times in seconds. Encoded on `threads` cores (0: all).
    `to` takes the packets where they are not to be written.
    """

    def __init__(
        self,
        target: OutputContainer,
        facts: Facts,
        height: int,
        mark: str = "",
        base: Fraction = Fraction(1),
        threads: int = 0,
        to: Callable[[list[av.Packet]], object] | None = None,
    ) -> None:
        self.count, self.origin = 0, None
        self.times: list[float] = []
        self._facts, self._base, self._to = facts, base, to or target.mux
        self._size = fitted(facts.width, facts.height, within=height, even=True)
        self._scaler = Scaler(self._size, facts)
        self._mark = Mark(mark, self._size) if mark else None
        self._unit = Fraction(1, _UNITS) if facts.vfr else 1 / facts.rate
        self._last = -1
        self.track = self._opened_track(target, X264 | {"threads": str(threads)})

    def add(self, frame: av.VideoFrame) -> None:
        """Encode one more source frame."""
        stamp = self._stamp(frame)
        small = self._scaler.scaled(frame)
        if self._mark:
            self._mark.onto(small)
        small.pts, small.time_base = stamp, self._unit
        small.pict_type = 0
        self._to(self.track.encode(small))
        self.count += 1

    def begin(self, head: bytes) -> None:
        """What follows was encoded elsewhere, by our codec, which says this before the first.

        Raises ValueError for pieces that do not fit together.
        """
        own = self.track.codec_context
        if not own.is_open:
            own.open()
        if bytes(own.extradata or b"") != head:
            raise ValueError("pieces of different encoders")

    def lay(self, data: bytes, *, key: bool) -> Fraction:
        """One more picture that is encoded already, at a constant rate; gives its time (s)."""
        packet = av.Packet(data)
        packet.stream, packet.time_base = self.track, self._unit
        packet.pts = packet.dts = self.count
        packet.duration, packet.is_keyframe = 1, key
        self._to([packet])
        self.count += 1
        return self.count * self._unit

    def finish(self) -> dict[str, Any]:
        """Write what is left and say what became of the picture."""
        if not self.count:
            raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))
        self._to(self.track.encode(None))
        return self.told()

    def told(self) -> dict[str, Any]:
        width, height = self._size
        rate = f"{self._facts.rate.numerator}/{self._facts.rate.denominator}"
        result = {"frames": self.count, "width": width, "height": height, "rate": rate}
        return result | ({"frame_times": self.times} if self._facts.vfr else {})

    def _stamp(self, frame: av.VideoFrame) -> int:
        """The frame's time in units of the new track; always later than the one before."""
        time = frame.pts * self._base if frame.pts is not None else None
        if self.origin is None:
            self.origin = time or Fraction(0)
        if not self._facts.vfr:
            return self.count
        if time is None:
            self._last += round(_UNITS / self._facts.rate)
        else:
            self._last = max(self._last + 1, round((time - self.origin) * _UNITS))
        self.times.append(round(self._last / _UNITS, 6))
        return self._last

    def _opened_track(self, target: OutputContainer, codec: dict[str, str]) -> VideoStream:
        track = target.add_stream("libx264", rate=self._facts.rate, options=codec)
        track.width, track.height = self._size
        track.pix_fmt = "yuv420p"
        track.time_base = track.codec_context.time_base = self._unit
        track.codec_context.gop_size, track.codec_context.max_b_frames = GROUP, 0
        context = track.codec_context
        context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709
        context.color_range = 1  # limited
        return track
