"""How many pictures a film has, and when each is shown."""

from array import array
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from projects.media.reading import (
    decoded,
    drained,
    film_frames,
    only,
    opened,
    packets,
    picture_stream,
    use_cores,
)
from projects.media.refusal import Refused, gettext_noop

# About four seconds of two cores. Beyond it, only the first pictures are decoded as a check.
_DECODE_PIXELS = 2_000_000_000
_HEAD_PACKETS = 64
MAX_FRAMES = 5_000_000  # 57 hours at 24 frames a second
_INDEX_FROM = 2 * 1024**3
_INDEXED = "mov"


@dataclass(frozen=True)
class Census:
    """`stamps`: sorted presentation times (int64, stream units) of all pictures.

    `frames` is what decoding yields; `expected` is what the container promised; `exact` says
    whether everything was decoded; `last` is the length of the last picture in stream units.
    """

    stamps: np.ndarray
    frames: int
    expected: int
    exact: bool
    last: int | None


def census(path: Path, *, pixels: int) -> Census:
    """Count the pictures of the film at `path`; `pixels` is the size of one of them.

    Raises `Refused("media:too_many_frames")`.
    """
    stamps, last, expected = _listed(path)
    if pixels * len(stamps) > _DECODE_PIXELS:
        return Census(stamps, _checked_by_head(path, len(stamps)), expected, False, last)
    frames = _decoded(path, steady=False)
    if frames != len(stamps):
        frames = _decoded(path, steady=True)
    return Census(stamps, frames, max(expected, len(stamps)), True, last)


def stamps(path: Path) -> np.ndarray:
    """Sorted presentation times (int64, stream units) of every picture, without decoding."""
    return _listed(path)[0]


def _listed(path: Path) -> tuple[np.ndarray, int | None, int]:
    with opened(path) as container:
        stream = picture_stream(container)
        if path.stat().st_size > _INDEX_FROM and container.format.name.startswith(_INDEXED):
            listed = _from_index(stream, path.stat().st_size)
            if len(listed):
                return listed, None, _promised(container, stream)
        return *_from_packets(container, stream), _promised(container, stream)


def _from_packets(container: InputContainer, stream: VideoStream) -> tuple[np.ndarray, int | None]:
    only(container, stream)
    shown = array("q")
    for packet in packets(container, stream):
        if not packet.size or packet.is_discard:
            continue
        stamp = packet.pts if packet.pts is not None else packet.dts
        _admit(len(shown))
        shown.append(len(shown) if stamp is None else stamp)
    stamps = np.sort(np.array(shown, dtype=np.int64))
    # Durations of packets follow decoding order, so the last picture's is what is left over.
    last = stream.duration - int(stamps[-1] - stamps[0]) if stream.duration and shown else None
    return stamps, last


def _admit(listed: int) -> None:
    if listed >= MAX_FRAMES:
        raise Refused(
            "media:too_many_frames", gettext_noop("more than %(most)s pictures"), most=MAX_FRAMES
        )


def _from_index(stream: VideoStream, size: int) -> np.ndarray:
    """From the index alone, so that a film of hundreds of gigabytes is not read through."""
    _admit(len(stream.index_entries) - 1)
    entries = (entry for entry in stream.index_entries if not entry.is_discard)
    return np.array(
        [entry.timestamp for entry in entries if entry.pos + entry.size <= size], dtype=np.int64
    )


def _promised(container: InputContainer, stream: VideoStream) -> int:
    """How many pictures the container speaks of, as far as it does; 0 for unknown."""
    if container.format.name.startswith(_INDEXED):
        return sum(not entry.is_discard for entry in stream.index_entries)
    if container.duration and stream.average_rate and container.format.name != "avi":
        return int(container.duration * stream.average_rate / 1_000_000)
    return 0


def _decoded(path: Path, *, steady: bool) -> int:
    with opened(path) as container:
        stream = picture_stream(container)
        only(container, stream)
        use_cores(stream, steady=steady)
        return sum(1 for _ in film_frames(container, stream))


def _checked_by_head(path: Path, listed: int) -> int:
    """The listed count, less what the decoder leaves out of the first packets.

    Films that start amid a group of pictures lose the leading ones.
    """
    with opened(path) as container:
        stream = picture_stream(container)
        only(container, stream)
        use_cores(stream)
        given = found = 0
        for packet in packets(container, stream):
            given += bool(packet.size) and not packet.is_discard
            found += len(decoded(packet))
            if given >= _HEAD_PACKETS:
                break
        found += len(drained(stream))
        return max(0, listed - max(0, given - found))
