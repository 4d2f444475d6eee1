"""Takes made for the tests: one made-up scene, good or with a defect of known kind."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

WIDTH, HEIGHT, FRAMES = 480, 270, 40
RATE = 25


def frames(count: int = FRAMES, seed: int = 1, speed: float = 1.5) -> list[np.ndarray]:
    """A still room of flat patches in which two things move; H x W x 3."""
    random = np.random.default_rng(seed)
    room = np.full((HEIGHT, WIDTH, 3), 110, np.uint8)
    for _ in range(70):
        middle = random.integers(0, (WIDTH, HEIGHT)).tolist()
        corners = cv2.boxPoints((middle, random.uniform(25, 90, 2), random.uniform(0, 180)))
        cv2.fillPoly(room, [corners.astype(np.int32)], random.integers(40, 190, 3).tolist())
    found = []
    for number in range(count):
        frame = room.copy()
        for which in range(2):
            x = int(60 + 150 * which + speed * number) % WIDTH
            cv2.circle(frame, (x, 90 + 80 * which), 26, (60, 80, 150 + 40 * which), -1)
            cv2.circle(frame, (x - 8, 85 + 80 * which), 5, (200, 200, 200), -1)
        found.append(cv2.GaussianBlur(frame, (0, 0), 0.6))
    return found


def lit(pictures: list[np.ndarray], stops: float | np.ndarray) -> list[np.ndarray]:
    """Brighter or darker, in stops of light shown with power 2.2; one number or one a frame."""
    gains = 2 ** (np.broadcast_to(stops, len(pictures)) / 2.2)
    return [np.clip(p * g, 0, 255).astype(np.uint8) for p, g in zip(pictures, gains, strict=True)]


def soft(pictures: list[np.ndarray], by: float | np.ndarray) -> list[np.ndarray]:
    sizes = np.broadcast_to(by, len(pictures))
    return [
        cv2.GaussianBlur(p, (0, 0), s) if s > 0.1 else p
        for p, s in zip(pictures, sizes, strict=True)
    ]


def grainy(pictures: list[np.ndarray], by: float) -> list[np.ndarray]:
    random = np.random.default_rng(4)
    return [np.clip(p + random.normal(0, by, p.shape), 0, 255).astype(np.uint8) for p in pictures]


def shaken(pictures: list[np.ndarray], by: float) -> list[np.ndarray]:
    random = np.random.default_rng(5)
    found = []
    for picture in pictures:
        right, down = random.normal(0, by, 2)
        move = np.float32([[1.1, 0, right - 24], [0, 1.1, down - 13]])
        found.append(cv2.warpAffine(picture, move, (WIDTH, HEIGHT)))
    return found


def frozen(pictures: list[np.ndarray], first: int, end: int) -> list[np.ndarray]:
    return [*pictures[:first], *[pictures[first]] * (end - first), *pictures[end:]]


def write(
    path: Path,
    pictures: list[np.ndarray],
    *,
    rate: Fraction | int = RATE,
    crf: int = 16,
    sound: np.ndarray | None = None,
    starts: float = 0,
    metadata: dict[str, str] | None = None,
) -> Path:
    """`sound` is channels x samples at 48 kHz; it begins `starts` seconds after the picture."""
    with av.open(str(path), "w") as target:
        target.metadata.update(metadata or {})
        options = {"preset": "veryfast", "crf": str(crf), "threads": "1"}
        track = target.add_stream("libx264", rate=rate, options=options)
        track.height, track.width = pictures[0].shape[:2]
        track.pix_fmt = "yuv420p"
        voice = None
        if sound is not None:
            layout = {1: "mono", 2: "stereo", 4: "quad", 6: "5.1", 8: "7.1"}[len(sound)]
            voice = target.add_stream("pcm_s16le", rate=48000, layout=layout)
        for picture in pictures:
            target.mux(track.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        target.mux(track.encode(None))
        if voice is not None:
            _sing(target, voice, sound, starts)
    return path


def _sing(target, voice, sound: np.ndarray, starts: float) -> None:
    whole = (np.clip(sound, -1, 1) * 32767).astype(np.int16)
    for start in range(0, whole.shape[1], 4800):
        part = np.ascontiguousarray(whole[:, start : start + 4800].T.reshape(1, -1))
        frame = av.AudioFrame.from_ndarray(part, format="s16", layout=voice.layout.name)
        frame.sample_rate, frame.time_base = 48000, Fraction(1, 48000)
        frame.pts = start + round(starts * 48000)
        target.mux(voice.encode(frame))
    target.mux(voice.encode(None))


def speech(seconds: float, level: float = -20, seed: int = 2) -> np.ndarray:
    """1 x N: noise that comes and goes like syllables; `level` in dBFS."""
    random = np.random.default_rng(seed)
    count = round(seconds * 48000)
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * np.arange(count) / 48000)
    wave = random.normal(0, 0.3, count) * syllables * 10 ** (level / 20)
    return wave.astype(np.float32)[None]
