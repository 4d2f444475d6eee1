"""Drawn people: a head with hair and a face of its own, and clothes; nobody is meant."""

import cv2
import numpy as np

SKIN = (120, 150, 205)  # blue, green, red
HEIGHT, WIDTH = 240, 320


def room(seed: int = 0) -> np.ndarray:
    """A grey wall with a little grain."""
    grain = np.random.default_rng(seed).normal(0, 3, (HEIGHT, WIDTH, 3))
    return np.clip(150 + grain, 0, 255).astype(np.uint8)


def person(
    picture: np.ndarray,
    left: int,
    top: int,
    *,
    clothes: tuple[int, int, int],
    hair: tuple[int, int, int] = (20, 30, 40),
    face: int = 1,
    size: int = 44,
) -> np.ndarray:
    """Draws one with the face's box at `left`, `top`; `face` is a seed: another, another face."""
    body = (left - size // 2, top + round(1.25 * size)), (left + 3 * size // 2, HEIGHT)
    cv2.rectangle(picture, *body, clothes, -1)
    cv2.rectangle(picture, (left, top - size // 4), (left + size, top + size // 4), hair, -1)
    marks = np.random.default_rng(face).normal(0, 60, (6, 6)).astype(np.float32)
    relief = cv2.resize(marks, (size, size), interpolation=cv2.INTER_CUBIC)
    drawn = np.clip(np.array(SKIN) + relief[..., None], 0, 255).astype(np.uint8)
    there = picture[top + size // 6 : top + size, left : left + size]
    there[:] = drawn[size // 6 :][: there.shape[0], : there.shape[1]]
    return picture


def relit(picture: np.ndarray, gains: tuple[float, float, float]) -> np.ndarray:
    """The same scene in other light: each channel of the linear light times a gain."""
    linear = (picture / 255.0) ** 2.2 * gains
    return (np.clip(linear, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
