"""A short made-up film with sound, drawn by code, for demonstrations and tests."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from projects.media import scenery, scenery_far
from projects.media.music import RATE, music
from projects.media.palette import palette
from projects.media.scenery import Draw, Size

SCENES = (
    scenery.sunrise,
    scenery.city,
    scenery.interior,
    scenery_far.dunes,
    scenery.sea,
    scenery_far.forest,
    scenery.close_up,
    scenery_far.rain,
    scenery_far.planet,
    scenery_far.corridor,
)
_SHOTS = 9
_DISSOLVE_INTO, _FADE_INTO = 3, 6  # the shots that begin with them; the rest are cuts
_GRADUAL = 0.75  # seconds
_WIDE_SCREEN = 2.39


def make_sample(
    out: Path,
    *,
    seed: int,
    seconds: float = 20,
    rate: Fraction = Fraction(24, 1),
    size: Size = (960, 540),
) -> None:
    """Write an MP4 film of nine abstract shots with soft music to `out`.

    The same seed gives the same pictures; another seed gives other colours and another
    order. `size` is (width, height) in pixels, even numbers.
    """
    frames = max(_SHOTS, round(seconds * rate))
    waves = music(seed, float(frames / rate))
    with av.open(str(out), "w", format="mp4", options={"movflags": "+faststart"}) as target:
        options = {"preset": "ultrafast", "crf": "24", "g": "48"}
        picture = target.add_stream("libx264", rate=rate, options=options)
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        sound = target.add_stream("aac", rate=RATE, layout="stereo")
        for index, drawn in enumerate(_film(seed, frames, rate, size)):
            target.mux(picture.encode(av.VideoFrame.from_ndarray(drawn, format="bgr24")))
            target.mux(
                _sound(sound, waves, int(index * RATE / rate), int((index + 1) * RATE / rate))
            )
        target.mux(picture.encode(None))
        target.mux(sound.encode(None))


def _sound(track: av.AudioStream, waves: np.ndarray, start: int, end: int) -> list[av.Packet]:
    """The packets of the samples that belong to one frame."""
    part = np.ascontiguousarray(waves[:, start:end])
    frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
    frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
    return track.encode(frame)


def cut_points(seed: int, frames: int) -> list[int]:
    """The first frame of each shot of the film with this seed and length."""
    rng = np.random.default_rng((seed, 1))
    shares = np.cumsum(rng.uniform(0.7, 1.4, _SHOTS))
    return [0, *(int(share) for share in shares[:-1] / shares[-1] * frames)]


def _film(seed: int, frames: int, rate: Fraction, size: Size) -> Iterator[np.ndarray]:
    """All frames, BGR, H x W x 3 uint8, with bars above and below."""
    starts = cut_points(seed, frames)
    ends = [*starts[1:], frames]
    bar = max(0, (size[1] - round(size[0] / _WIDE_SCREEN)) // 4 * 2)
    scenes = _scenes(seed, (size[0], size[1] - 2 * bar))
    half = round(_GRADUAL * rate / 2)
    last: tuple[Draw, int, int] | None = None
    for shot, (start, end) in enumerate(zip(starts, ends, strict=True)):
        draw = next(scenes)
        for index in range(start, end):
            drawn = draw((index - start) / (end - start))
            if shot == _DISSOLVE_INTO and index < start + 2 * half:
                before = last[0](min(1.0, 1 + (index - start) / (last[2] - last[1]) * 0.5))
                share = (index - start + 1) / (2 * half + 1)
                drawn = cv2.addWeighted(before, 1 - share, drawn, share, 0)
            yield cv2.copyMakeBorder(
                _dimmed(drawn, _light(index, shot, start, end, half, frames)),
                bar, bar, 0, 0, cv2.BORDER_CONSTANT,
            )  # fmt: skip
        last = (draw, start, end)


def _scenes(seed: int, size: Size) -> Iterator[Draw]:
    """The scenes in this film's order, each prepared when its turn comes."""
    rng = np.random.default_rng((seed, 2))
    for place in rng.permutation(len(SCENES))[:_SHOTS]:
        yield SCENES[place](rng, palette(seed), size)


def _light(index: int, shot: int, start: int, end: int, half: int, frames: int) -> float:
    """How bright a frame is, 0..1: dark around the fade and at the film's end."""
    light = 1.0
    if shot == _FADE_INTO:
        light = min(light, (index - start) / half)
    if shot == _FADE_INTO - 1 or end == frames:
        light = min(light, (end - 1 - index) / half)
    return light


def _dimmed(picture: np.ndarray, light: float) -> np.ndarray:
    return picture if light >= 1 else cv2.convertScaleAbs(picture, alpha=max(0.0, light))
