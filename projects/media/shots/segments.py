"""Where a film may be cut apart for decoding, so that the pieces add up to exactly the film."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from projects.media.frames import open_film, picture_stream

SEGMENT_FRAMES = 250
# One packet is one shown frame here, and seeking to a known key frame is exact.
CONTAINERS = ("mov,mp4", "matroska,webm")
CODECS = {"h264", "hevc", "prores", "dnxhd", "mjpeg", "ffv1", "vp9", "av1", "mpeg4"}


@dataclass(frozen=True)
class Segment:
    """A run of frames that starts with a key frame.

    `first` and `frames` count frames as they are shown; `start` and `end` (exclusive)
    are presentation times, `seek` the decoding time of the key frame, `packets` how many
    packets from it are needed. With an open group of pictures the next key frame is one
    of them, because the last frames shown before it refer to it.
    """

    first: int
    frames: int
    start: int
    end: int
    seek: int
    packets: int


@dataclass(frozen=True)
class Plan:
    """What a look at the packets, without decoding, tells about a film.

    `segments` is empty where the film must be decoded straight through.
    """

    segments: tuple[Segment, ...]
    packets: int
    fingerprint: str
    even: bool


@dataclass(frozen=True)
class _Packets:
    """Per packet in file order: times, key flag, size; `sound` is False at the first oddity."""

    shown: NDArray[np.int64]
    decoded: NDArray[np.int64]
    keys: NDArray[np.bool_]
    sizes: NDArray[np.int64]
    sound: bool


def plan(path: Path, tick: Callable[[], None] = lambda: None) -> Plan:
    """Read all packets of the picture and divide the film; `tick` is called on the way."""
    with open_film(path) as container:
        stream = picture_stream(container)
        exact = container.format.name.startswith(CONTAINERS)
        exact = exact and stream.codec_context.name in CODECS
        packets = _read(container, stream, tick)
    usable = exact and packets.sound and len(packets.shown) > 0
    segments = _divide(packets) if usable else ()
    return Plan(
        segments=segments if len(segments) > 1 else (),
        packets=len(packets.sizes),
        fingerprint=_fingerprint(packets),
        even=_even(packets.shown),
    )


def _read(container: av.container.InputContainer, stream, tick: Callable[[], None]) -> _Packets:
    rows: list[tuple[int, int, bool, int]] = []
    sound = True
    try:
        for packet in container.demux(stream):
            if packet.size == 0:
                continue
            sound = sound and _is_sound(packet)
            shown = packet.pts or 0
            decoded = shown if packet.dts is None else packet.dts
            rows.append((shown, decoded, packet.is_keyframe, packet.size))
            if len(rows) % 500 == 0:
                tick()
    except av.error.FFmpegError:
        sound = False
    table = np.array(rows, np.int64).reshape(-1, 4)
    sound = sound and len(np.unique(table[:, 0])) == len(table)
    return _Packets(table[:, 0], table[:, 1], table[:, 2].astype(bool), table[:, 3], sound)


def _is_sound(packet: av.Packet) -> bool:
    return packet.pts is not None and not packet.is_corrupt and not packet.is_discard


def _divide(packets: _Packets) -> tuple[Segment, ...]:
    order = np.sort(packets.shown)
    starts = _starting_points(packets, order)
    ends = [*starts[1:], None] if starts else []
    return tuple(_segment(packets, order, a, b) for a, b in zip(starts, ends, strict=True))


def _starting_points(packets: _Packets, order: NDArray[np.int64]) -> list[int]:
    """Packet numbers of key frames at least SEGMENT_FRAMES shown frames apart.

    A key frame counts only if everything before it in the file is shown before it.
    """
    before = np.concatenate([[np.iinfo(np.int64).min], np.maximum.accumulate(packets.shown)[:-1]])
    keys = np.flatnonzero(packets.keys & (packets.shown > before))
    ranks = np.searchsorted(order, packets.shown[keys])
    chosen: list[int] = []
    last = -SEGMENT_FRAMES
    for key, rank in zip(keys.tolist(), ranks.tolist(), strict=True):
        if rank - last >= SEGMENT_FRAMES:
            chosen.append(key)
            last = rank
    return chosen if chosen and chosen[0] == 0 and ranks[0] == 0 else []


def _segment(packets: _Packets, order: NDArray[np.int64], key: int, after: int | None) -> Segment:
    start = int(packets.shown[key])
    end = int(packets.shown[after]) if after is not None else int(order[-1]) + 1
    inside = np.flatnonzero((packets.shown >= start) & (packets.shown < end))
    first, last = np.searchsorted(order, [start, end]).tolist()
    needed = int(inside[-1]) - key + 1
    return Segment(first, last - first, start, end, int(packets.decoded[key]), needed)


def _fingerprint(packets: _Packets) -> str:
    columns = (packets.shown, packets.sizes, packets.keys)
    return hashlib.sha256(b"".join(column.tobytes() for column in columns)).hexdigest()


def _even(shown: NDArray[np.int64]) -> bool:
    """Whether all frames last equally long, give or take one tick of the clock."""
    steps = np.diff(np.sort(shown))
    return len(steps) == 0 or int(steps.max() - steps.min()) <= max(1, int(steps.min()) // 50)
