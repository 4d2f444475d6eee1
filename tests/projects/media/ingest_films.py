"""Small films whose frames carry their own number, and where to find real material."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the developer set is not beside us")

_BITS = (3, 4)  # rows, columns of blocks: twelve bits


def numbered(number: int, size: tuple[int, int]) -> np.ndarray:
    """A picture that shows `number` as black and white blocks."""
    bits = np.array([number >> bit & 1 for bit in range(12)], np.uint8).reshape(_BITS)
    width, height = size
    rows, columns = np.arange(height) * 3 // height, np.arange(width) * 4 // width
    return np.repeat((bits[rows][:, columns] * 200 + 25)[..., None], 3, axis=2).astype(np.uint8)


def number_in(picture: np.ndarray) -> int:
    """The number that an H x W x 3 picture shows."""
    height, width = picture.shape[:2]
    bits = [
        picture[height * (2 * row + 1) // 6, width * (2 * column + 1) // 8].mean() > 125
        for row in range(3)
        for column in range(4)
    ]
    return sum(bool(bit) << place for place, bit in enumerate(bits))


def film(
    path: Path,
    *,
    frames: int = 24,
    rate: Fraction = Fraction(24),
    size: tuple[int, int] = (128, 96),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    stamps: list[int] | None = None,
    rotation: int = 0,
    aspect: Fraction | None = None,
    sound: bool = False,
    options: dict[str, str] | None = None,
    metadata: dict[str, str] | None = None,
) -> Path:
    """Write a film; `stamps` are presentation times in 1/1000 seconds for uneven ones."""
    with av.open(str(path), "w") as target:
        target.metadata.update(metadata or {})
        track = target.add_stream(codec, rate=rate, options=options or {})
        track.width, track.height, track.pix_fmt = *size, pixels
        unit = Fraction(1, 1000) if stamps else 1 / rate
        track.time_base = track.codec_context.time_base = unit
        if rotation:
            track.set_display_rotation(-rotation)
        if aspect:
            track.codec_context.sample_aspect_ratio = aspect
        voice = target.add_stream("aac", rate=48000, layout="stereo") if sound else None
        for index in range(frames):
            frame = av.VideoFrame.from_ndarray(numbered(index, size), format="rgb24")
            frame = frame.reformat(format=pixels)
            frame.pts, frame.time_base = (stamps[index] if stamps else index), unit
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
        if voice:
            seconds = (stamps[-1] / 1000) if stamps else float(frames / rate)
            sing(target, voice, seconds)
    return path


def sing(target: av.container.OutputContainer, track: av.AudioStream, seconds: float) -> None:
    """A tone of 440 Hz with a click at every full second."""
    waves = tone(seconds)
    for start in range(0, waves.shape[1], 1024):
        part = np.ascontiguousarray(waves[:, start : start + 1024])
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
        target.mux(track.encode(frame))
    target.mux(track.encode(None))


def tone(seconds: float) -> np.ndarray:
    """2 x N float32: quiet, with a loud stretch of 20 ms at every full second."""
    time = np.arange(int(seconds * 48000)) / 48000
    loud = np.where((time % 1 < 0.02) & (time > 0.5), 0.9, 0.1)
    return np.tile((np.sin(2 * np.pi * 440 * time) * loud).astype(np.float32), (2, 1))


def sound_file(path: Path, seconds: float = 3, codec: str = "pcm_s16le") -> Path:
    """A file of sound alone."""
    with av.open(str(path), "w") as target:
        track = target.add_stream(codec, rate=48000, layout="stereo")
        sing(target, track, seconds)
    return path
