"""Clapper boards, claps and clips of several takes, made for the tests."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

RATE, SOUND = 25, 16_000


def with_board(
    picture: np.ndarray, scale: float = 1.0, turned: float = 0.0, x: int = 70
) -> np.ndarray:
    """The picture (H x W x 3) with a clapper board held into it."""
    wide, high = int(150 * scale), int(110 * scale)
    board = np.full((high, wide, 3), 25, np.uint8)
    stick = int(18 * scale)
    for n in range(-2, 9):
        left, step = n * 2 * stick, stick
        corners = [(left, stick), (left + step, stick), (left + 2 * step, 0), (left + step, 0)]
        cv2.fillPoly(board[: stick + 1], [np.array(corners, np.int32)], (235, 235, 235))
    for n, words in enumerate(("SCENE 12", "TAKE 3", "A001")):
        place = (int(8 * scale), int((45 + 25 * n) * scale))
        cv2.putText(board, words, place, cv2.FONT_HERSHEY_SIMPLEX, 0.6 * scale, (230, 230, 230), 1)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), turned, 1.0)
    turn[:, 2] += (x, 40)
    size = picture.shape[1], picture.shape[0]
    over = cv2.warpAffine(board, turn, size)
    mask = cv2.warpAffine(np.full((high, wide), 255, np.uint8), turn, size)
    return np.where(mask[..., None] > 127, over, picture).astype(np.uint8)


def sound(seconds: float, claps: list[float]) -> np.ndarray:
    """A murmur, with a clap at each of these seconds; samples in -1..1."""
    rng = np.random.default_rng(8)
    wave = rng.normal(0, 0.004, int(seconds * SOUND))
    hum = np.convolve(rng.normal(0, 0.02, len(wave)), np.ones(40) / 40, "same")
    wave += hum * (0.6 + 0.4 * np.sin(np.arange(len(wave)) / SOUND * 7))
    fading = np.exp(-np.arange(SOUND // 12) / (SOUND * 0.008))
    for second in claps:
        at = int(second * SOUND)
        wave[at : at + len(fading)] += rng.normal(0, 0.4, len(fading)) * fading
    return np.clip(wave, -1, 1).astype(np.float32)


def write(path: Path, pictures: list[np.ndarray], wave: np.ndarray | None = None) -> Path:
    """An MP4 of pictures (blue, green, red) at RATE, with sound."""
    with av.open(str(path), "w") as target:
        options = {"preset": "ultrafast", "crf": "20", "threads": "1"}
        track = target.add_stream("libx264", rate=RATE, options=options)
        track.height, track.width, track.pix_fmt = *pictures[0].shape[:2], "yuv420p"
        voice = target.add_stream("aac", rate=SOUND, layout="mono") if wave is not None else None
        for picture in pictures:
            target.mux(track.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        target.mux(track.encode(None))
        if voice is not None and wave is not None:
            for start in range(0, len(wave), 1024):
                part = wave[start : start + 1024][None]
                frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="mono")
                frame.sample_rate, frame.pts = SOUND, start
                frame.time_base = Fraction(1, SOUND)
                target.mux(voice.encode(frame))
            target.mux(voice.encode(None))
    return path
