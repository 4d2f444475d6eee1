"""Versions of a film made on purpose, with the truth of where each frame went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
#: The old frame that a new one shows; None for one that was never there.
Order = list[int | None]


@dataclass(frozen=True)
class Film:
    """Pictures (H x W x 3, BGR) that an edit takes from, its cuts, and foreign pictures."""

    pictures: Sequence[Picture]
    shots: Sequence[tuple[int, int]]
    rate: Fraction
    foreign: Sequence[Picture]


@dataclass(frozen=True)
class Edit:
    """`order` makes the new frames, `grade` changes each of them; written at `rate` and `crf`."""

    order: Callable[[Film, np.random.Generator], Order]
    grade: Callable[[Picture], Picture] = lambda picture: picture
    rate: Fraction | None = None
    crf: int = 20


def _all(film: Film) -> list[list[int]]:
    return [list(range(start, end)) for start, end in film.shots]


def _flat(shots: Sequence[Sequence[int | None]]) -> Order:
    return [frame for shot in shots for frame in shot]


def same(film: Film, rng: np.random.Generator) -> Order:
    return _flat(_all(film))


def trimmed(film: Film, rng: np.random.Generator) -> Order:
    """Every shot loses up to a third at each end."""
    return _flat([_trim(shot, rng) for shot in _all(film)])


def _trim(shot: list[int], rng: np.random.Generator) -> list[int]:
    head, tail = (int(rng.uniform(0, 0.33) * len(shot)) for _ in range(2))
    return shot[head : len(shot) - tail]


def inserted(film: Film, rng: np.random.Generator) -> Order:
    """Strange shots of 15 to 50 frames between a third of the shots."""
    made: list[list[int | None]] = []
    for shot in _all(film):
        made.append([*shot])
        if rng.random() < 0.4:
            made.append([None] * int(rng.integers(15, 50)))
    return _flat(made)


def removed(film: Film, rng: np.random.Generator) -> Order:
    shots = _all(film)
    gone = set(rng.permutation(len(shots))[: max(1, len(shots) // 3)].tolist())
    return _flat([shot for n, shot in enumerate(shots) if n not in gone])


def reordered(film: Film, rng: np.random.Generator) -> Order:
    shots = _all(film)
    return _flat([shots[n] for n in rng.permutation(len(shots))])


def jumped(film: Film, rng: np.random.Generator) -> Order:
    """A piece is cut out of the middle of each longer shot."""
    return _flat([_jump(shot, rng) for shot in _all(film)])


def _jump(shot: list[int], rng: np.random.Generator) -> list[int]:
    if len(shot) < 40:
        return shot
    at, wide = int(len(shot) * rng.uniform(0.35, 0.55)), int(rng.integers(5, 12))
    return shot[:at] + shot[at + wide :]


def sampled(rate: Fraction) -> Callable[[Film, np.random.Generator], Order]:
    """As a converter without blending would: each new frame shows the old one of its time."""

    def order(film: Film, rng: np.random.Generator) -> Order:
        count = floor(len(film.pictures) * rate / film.rate)
        return [min(len(film.pictures) - 1, floor(n * film.rate / rate)) for n in range(count)]

    return order


def everything(film: Film, rng: np.random.Generator) -> Order:
    """Shots removed, the others trimmed, two changed over, strange ones between."""
    shots = [_trim(shot, rng) for shot in _all(film) if rng.random() > 0.2]
    if len(shots) > 2:
        at = int(rng.integers(0, len(shots) - 1))
        shots[at], shots[at + 1] = shots[at + 1], shots[at]
    made: list[list[int | None]] = []
    for shot in shots:
        made.append([*shot])
        if rng.random() < 0.25:
            made.append([None] * int(rng.integers(15, 50)))
    return _flat(made)


def graded(picture: Picture) -> Picture:
    """Warmer, with more contrast and lifted blacks."""
    codes = np.arange(256) / 255
    table = [0.06 + 0.94 * (codes**gamma) for gamma in (0.95, 0.8, 0.7)]
    curves = [np.clip(t + 0.08 * np.sin(2 * np.pi * (t - 0.5)), 0, 1) * 255 for t in table]
    return np.dstack([cv2.LUT(picture[..., n], curves[n].astype(np.uint8)) for n in range(3)])


def smaller(picture: Picture) -> Picture:
    return cv2.resize(picture, (320, 180), interpolation=cv2.INTER_AREA)


def boxed(picture: Picture) -> Picture:
    """The same picture within a frame of 4:3."""
    high = (picture.shape[1] * 3 // 4 - picture.shape[0]) // 4 * 2
    return cv2.copyMakeBorder(picture, high, high, 0, 0, cv2.BORDER_CONSTANT)


EDITS: dict[str, Edit] = {
    "re-encoded, small": Edit(same, smaller, crf=34),
    "trimmed": Edit(trimmed),
    "inserted": Edit(inserted),
    "removed": Edit(removed),
    "reordered": Edit(reordered),
    "cut inside shots": Edit(jumped),
    "regraded": Edit(same, graded, crf=26),
    "24 to 25, the same frames": Edit(same, rate=Fraction(25)),
    "24 to 30, sampled": Edit(sampled(Fraction(30)), rate=Fraction(30)),
    "boxed to 4:3": Edit(same, boxed),
    "everything at once": Edit(everything, lambda p: graded(smaller(p)), Fraction(25), crf=30),
}


def build(film: Film, edit: Edit, out: Path, seed: int) -> Order:
    """Write the edited film to `out`; returns which old frame each new one shows."""
    order = edit.order(film, np.random.default_rng(seed))
    strange = iter(range(10**9))
    pictures = (
        film.pictures[at] if at is not None else film.foreign[next(strange) % len(film.foreign)]
        for at in order
    )
    write(out, (edit.grade(picture) for picture in pictures), edit.rate or film.rate, edit.crf)
    return order


def write(out: Path, pictures, rate: Fraction, crf: int = 20) -> None:
    """An MP4 of BGR pictures, all of one even size."""
    with av.open(str(out), "w") as target:
        track = None
        for picture in pictures:
            if track is None:
                options = {"preset": "ultrafast", "crf": str(crf), "g": "24"}
                track = target.add_stream("libx264", rate=rate, options=options)
                track.height, track.width, track.pix_fmt = *picture.shape[:2], "yuv420p"
            target.mux(track.encode(av.VideoFrame.from_ndarray(picture, format="bgr24")))
        if track is not None:
            target.mux(track.encode(None))


def truth(order: Order, start: int, end: int) -> tuple[int, int] | None:
    """Where frames `start` to `end` stand in `order`: their longest run; None when all are gone."""
    runs: list[tuple[int, int]] = []
    for at, frame in enumerate(order):
        if frame is None or not start <= frame < end:
            continue
        if runs and runs[-1][1] == at and (order[at - 1] or 0) <= frame:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return max(runs, key=lambda run: run[1] - run[0]) if runs else None
