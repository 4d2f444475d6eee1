"""A take watched from first to last frame: numbers for each frame, pictures kept of none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.video.frame import VideoFrame

from projects.media.clock import snapped
from projects.media.frames import Unreadable, frame_rate, open_film, picture_stream
from projects.media.pool import Tell
from projects.media.shots.pieces import frames_at, span_of
from projects.media.shots.segments import Segment
from projects.media.takes.seeing import CLOSER, MOTION, Eyes, Numbers, Seen, joined

LOOKS = (8, 3)  # closer looks a second in short takes and in long ones
_ENOUGH = 240  # looks in all, from which on they become rarer


@dataclass(frozen=True)
class Watched:
    """What a take looks like, as numbers.

    `motion` is frames x `MOTION`: shift of the camera since the last frame (parts of the
    width; not a number where nothing could be followed), turn (radians), mean change and that of
    the part of the picture that stirs most (of 255), change of light (stops), level (mean luma,
    of 255). `closer` is looks x `CLOSER`: number of
    the frame, blur of the sharpest and of the middle edges (thousandths of the width), noise
    (of 255), blocks, detail, shares clipped white and black, levels that 5 to 95 % of the
    picture stay below (of 255). `unread` counts packets that could not be decoded; `sound`: there
    is a track of it.
    """

    rate: Fraction
    width: int
    height: int
    frames: int
    unread: int
    motion: Numbers
    closer: Numbers
    timecode: str | None = None
    sound: bool = False

    def row(self, name: str) -> Numbers:
        """One column of `motion` or `closer`."""
        if name in MOTION:
            return self.motion[:, MOTION.index(name)]
        return self.closer[:, CLOSER.index(name)]

    @property
    def seconds(self) -> float:
        return float(self.frames / self.rate)


@dataclass(frozen=True)
class Take:
    """What the file of a take says about itself; `seconds` are what it announces."""

    path: Path
    rate: Fraction
    seconds: float
    timecode: str | None
    sound: bool

    @property
    def step(self) -> int:
        """Frames from one closer look to the next; light and movement are followed on every one."""
        return _step(float(self.rate), self.seconds)


def look_at(path: Path) -> Take:
    """Raises `NoPicture`, `Unreadable`."""
    with open_film(path) as container:
        rate = frame_rate(picture_stream(container))
        sound = bool(container.streams.audio)
        return Take(path, rate, _expected(container), _timecode(container), sound)


def watch(path: Path, tick: Tell) -> Watched:
    """Watch the whole film; `tick` is told the share done and may raise.

    Raises `NoPicture`, `Unreadable` (nothing can be decoded).
    """
    take = look_at(path)
    return watched(take, [watch_through(take, tick)])


def watched(take: Take, stretches: Sequence[Seen]) -> Watched:
    """The take as it was seen from its first to its last frame. Raises `Unreadable`."""
    seen = joined(stretches)
    if not seen.frames:
        raise Unreadable("no frame")
    return Watched(
        snapped(take.rate, frames=seen.frames),
        *seen.size,
        seen.frames,
        seen.unread,
        seen.motion,
        seen.closer,
        take.timecode,
        take.sound,
    )


def watch_through(take: Take, tick: Tell) -> Seen:
    """All frames that can be decoded; the others are left out, their packets counted."""
    expected = max(1.0, take.seconds * float(take.rate))
    eyes, unread = Eyes(take.step), _Count()
    with open_film(take.path) as container:
        picture_stream(container).thread_type = "AUTO"
        for number, frame in enumerate(_decoded(container, unread)):
            eyes.see(number, frame)
            if number % 8 == 0:
                tick(min(1.0, number / expected))
    return eyes.seen(unread.value)


def watch_stretch(take: Take, run: Sequence[Segment], tick: Tell) -> Seen:
    """The frames of neighbouring segments. Raises `Untrusted`."""
    eyes, wanted = Eyes(take.step), span_of(run)
    for number, frame in frames_at(take.path, run, wanted):
        eyes.see(number, frame)
        if number % 8 == 0:
            tick((number - wanted.start) / len(wanted))
    return eyes.seen()


def _step(rate: float, seconds: float) -> int:
    most, least = LOOKS
    return max(1, round(rate / min(most, max(least, _ENOUGH / max(1.0, seconds)))))


class _Count:
    value = 0


def _expected(container: InputContainer) -> float:
    return container.duration / av.time_base if container.duration else 60.0


def _timecode(container: InputContainer) -> str | None:
    """The start timecode, wherever the file keeps it."""
    places = [*(one.metadata for one in container.streams), container.metadata]
    return next((place["timecode"] for place in places if place.get("timecode")), None)


def _decoded(container: InputContainer, unread: _Count) -> Iterator[VideoFrame]:
    """Frames as shown; what cannot be decoded is left out and counted."""
    try:
        for packet in container.demux(picture_stream(container)):
            try:
                yield from packet.decode()
            except av.error.FFmpegError:
                unread.value += 1
    except av.error.FFmpegError:
        unread.value += 1
