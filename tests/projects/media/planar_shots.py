"""Made-up shots of a flat thing that moves in a known way, for the planar track."""

import cv2
import numpy as np

WIDTH, HEIGHT = 480, 270
SIDE = 200  # of the texture, in pixels
REST = np.array([[150, 70], [330, 60], [340, 200], [145, 190]], np.float64)

KINDS = ("still", "perspective", "zoom", "blurred", "noisy", "occluded", "light", "leaving")


def texture(seed: int = 3, side: int = SIDE) -> np.ndarray:
    """A wall with spots of several sizes, never clipped."""
    random = np.random.default_rng(seed)
    found = np.full((side, side, 3), 110, np.float32)
    for size in (4, 10, 25):
        rough = random.normal(0, 22, (side // size + 1, side // size + 1, 3)).astype(np.float32)
        found += cv2.resize(rough, (side, side), interpolation=cv2.INTER_CUBIC)
    return np.clip(found, 25, 225)


def corners(kind: str, number: int, count: int) -> np.ndarray:
    """Where the thing's corners are in a frame: 4 x 2, clockwise from the upper left."""
    t = number / max(1, count - 1)
    middle = REST.mean(0)
    if kind == "still":
        return REST + 0.37
    if kind == "zoom":
        return middle + (REST - middle) * (0.7 + 0.8 * t) + [10 * t, 0]
    if kind == "leaving":
        return REST + [-260 * t, 0]
    turn = np.deg2rad(8 * np.sin(2 * np.pi * t))
    wheel = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    tilt = np.array([[-18, -8], [12, 14], [-6, -10], [10, 6]]) * np.sin(np.pi * t)
    way = np.array([60 * np.sin(2.2 * t), 22 * np.sin(4 * t)])
    return (REST - middle + tilt) @ wheel.T + middle + way


def shot(
    kind: str, count: int, seed: int = 5, noise: float = 2.0
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Frames, the true corners of each, and where somebody stands before it (H x W bool)."""
    random = np.random.default_rng(seed)
    wall, ground = texture(), np.clip(texture(9, WIDTH)[:HEIGHT] * 0.6 + 20, 0, 255)
    ends = np.array([[-0.5, -0.5], [SIDE - 0.5, -0.5], [SIDE - 0.5] * 2, [-0.5, SIDE - 0.5]])
    frames, truth, before = [], [], []
    for number in range(count):
        where = corners(kind, number, count)
        frame, hidden = _drawn(wall, ground, ends, where), np.zeros((HEIGHT, WIDTH), bool)
        if kind == "occluded":
            hidden = _crossing(frame, number / count)
        if kind == "blurred":
            frame = cv2.GaussianBlur(frame, (0, 0), 0.1 + 1.5 * number / count)
        if kind == "light":
            frame = frame * (1 + 0.3 * np.sin(number / 6)) + 8 * np.cos(number / 5)
        level = frame + random.normal(0, 6 if kind == "noisy" else noise, frame.shape)
        frames.append(np.clip(np.round(level), 0, 255).astype(np.uint8))
        truth.append(where)
        before.append(hidden)
    return frames, truth, before


def _drawn(wall: np.ndarray, ground: np.ndarray, ends: np.ndarray, where: np.ndarray) -> np.ndarray:
    """The wall over the ground at twice the size, made small again: edges as a camera has them."""
    twice = where * 2 + 0.5
    matrix = cv2.getPerspectiveTransform(ends.astype(np.float32), twice.astype(np.float32))
    size = (WIDTH * 2, HEIGHT * 2)
    large = cv2.resize(ground.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    cv2.warpPerspective(
        wall, matrix, size, dst=large, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_TRANSPARENT
    )
    return cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


def _crossing(frame: np.ndarray, share: float) -> np.ndarray:
    """Somebody dark with a pattern goes from left to right over the frame."""
    hidden = np.zeros((HEIGHT, WIDTH), np.uint8)
    middle = (int(-40 + share * (WIDTH + 80)), 140)
    cv2.ellipse(hidden, middle, (32, 100), 0, 0, 360, 255, -1)
    rows, columns = np.nonzero(hidden)
    stripes = 35 + 25 * ((columns - middle[0] + rows) // 9 % 2)
    frame[rows, columns] = np.stack([stripes, stripes + 20, stripes + 90], axis=1)
    return hidden > 0
