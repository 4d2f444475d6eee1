"""Made-up shots with a known empty background, for the clean plate."""

from collections.abc import Callable, Sequence

import cv2
import numpy as np

WIDTH, HEIGHT = 192, 108

Frame = np.ndarray  # H x W x 3 uint8
Place = Callable[[int], tuple[float, float] | None]


def background(seed: int, width: int = WIDTH, height: int = HEIGHT) -> Frame:
    """A picture with large forms, lines and some texture, never brighter than 220."""
    random = np.random.default_rng(seed)
    coarse = random.integers(30, 200, (4, 7, 3), np.uint8)
    picture = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    rough = cv2.resize(
        random.integers(-20, 20, (height // 4, width // 4), np.int16).astype(np.float32),
        (width, height),
        interpolation=cv2.INTER_CUBIC,
    )
    picture = np.clip(picture + rough[..., None], 15, 220).astype(np.uint8)
    for _line in range(14):
        ends = random.integers(0, [width, height, width, height])
        colour = random.integers(20, 210, 3).tolist()
        cv2.line(
            picture, tuple(ends[:2].tolist()), tuple(ends[2:].tolist()), colour, 2, cv2.LINE_AA
        )
    return picture


def person(seed: int, width: int = 26, height: int = 60) -> Frame:
    """Clothes with folds in a colour of their own."""
    random = np.random.default_rng(seed + 99)
    base = np.full((height, width, 3), random.integers(20, 235, 3), np.int16)
    folds = cv2.resize(
        random.integers(-25, 25, (height // 6, width // 6)).astype(np.float32), (width, height)
    )
    return np.clip(base + folds[..., None], 0, 255).astype(np.uint8)


def stand(frame: Frame, who: Frame, at: tuple[float, float]) -> Frame:
    """The frame with an oval figure whose left upper corner is `at`."""
    height, width = who.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(
        mask, (width // 2, height // 2), (width // 2 - 1, height // 2 - 1), 0, 0, 360, 255, -1
    )
    x, y = (round(value) for value in at)
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(width, frame.shape[1] - x), min(height, frame.shape[0] - y)
    if right > left and bottom > top:
        inside = mask[top:bottom, left:right, None] > 0
        into = frame[y + top : y + bottom, x + left : x + right]
        into[:] = np.where(inside, who[top:bottom, left:right], into)
    return frame


def crossing(count: int) -> Place:
    """From left to right over the whole picture."""
    return lambda number: (-30 + (WIDTH + 40) * number / count, 30.0)


def lingering(count: int, share: float = 0.65, x: float = 80.0) -> Place:
    """Comes in from the right, stands there, slightly swaying, and goes out again."""
    first, last = int(count * (1 - share) * 0.6), int(count * (1 - (1 - share) * 0.4))

    def place(number: int) -> tuple[float, float]:
        if first <= number < last:
            return x + 1.5 * np.sin(number / 2), 32.0
        gone = first - number if number < first else number - last + 1
        return x + gone * 22.0, 32.0

    return place


def shot(
    plate: Frame,
    count: int,
    places: Sequence[Place] = (),
    gains: np.ndarray | None = None,
    noise: float = 1.5,
    seed: int = 0,
) -> list[Frame]:
    """`count` frames before `plate`, each with the figures at their places."""
    random, frames = np.random.default_rng(seed), []
    for number in range(count):
        frame = plate.copy()
        for index, place in enumerate(places):
            if (at := place(number)) is not None:
                stand(frame, person(seed + index), at)
        level = frame * (1.0 if gains is None else gains[number])
        level = level + random.normal(0, noise, frame.shape)
        frames.append(np.clip(np.round(level), 0, 255).astype(np.uint8))
    return frames


def moved(frames: Sequence[Frame], by: Callable[[int], tuple[float, float]]) -> list[Frame]:
    """Each frame shifted by so many pixels, its border repeated."""
    found = []
    for number, frame in enumerate(frames):
        x, y = by(number)
        matrix = np.array([[1, 0, x], [0, 1, y]], np.float64)
        size = frame.shape[1::-1]
        found.append(cv2.warpAffine(frame, matrix, size, borderMode=cv2.BORDER_REPLICATE))
    return found


def panned(wide: Frame, count: int, step: float) -> list[Frame]:
    """A window of the usual size that travels over a wider picture by `step` pixels a frame."""
    return [
        cv2.getRectSubPix(wide, (WIDTH, HEIGHT), (WIDTH / 2 + step * n, HEIGHT / 2))
        for n in range(count)
    ]


def psnr(one: np.ndarray, two: np.ndarray, where: np.ndarray | None = None) -> float:
    """In decibels, of pictures with levels up to 255."""
    away = (one.astype(np.float64) - two.astype(np.float64)) ** 2
    mean = float((away if where is None else away[where]).mean())
    return 10 * float(np.log10(255**2 / max(mean, 1e-9)))
