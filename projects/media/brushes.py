"""What scenes are painted with: gradients, ridges, glows. Pictures are H x W x 3 uint8, BGR."""

import cv2
import numpy as np

from projects.media.palette import Colour

Picture = np.ndarray


def gradient(size: tuple[int, int], top: Colour, bottom: Colour, bend: float = 1.0) -> Picture:
    """A picture that goes from `top` to `bottom`; `bend` over 1 keeps the top longer."""
    width, height = size
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None] ** bend
    column = np.float32(top) + (np.float32(bottom) - np.float32(top)) * share
    # A touch of noise keeps smooth skies from showing bands.
    noise = np.random.default_rng(7).uniform(-1.2, 1.2, (height, width, 1)).astype(np.float32)
    return np.clip(column[:, None] + noise, 0, 255).astype(np.uint8)


def ridge(rng: np.random.Generator, width: int, rough: float) -> np.ndarray:
    """A mountain line: `width` heights of about -1..1, rougher with `rough` towards 1."""
    at = np.linspace(0, 1, width, dtype=np.float32)
    line = np.zeros(width, np.float32)
    for octave in range(6):
        waves = 1.5 * 2**octave
        line += rough**octave * np.sin(
            2 * np.pi * (waves * at * rng.uniform(0.8, 1.2) + rng.random())
        )
    return line / np.abs(line).max()


def fill_below(picture: Picture, line: np.ndarray, colour: Colour) -> None:
    """Paint everything below `line` (rows, one per column, may be shorter than the picture)."""
    width = picture.shape[1]
    columns = np.linspace(0, width - 1, len(line)).astype(np.int32)
    points = np.column_stack([columns, line.astype(np.int32)])
    corners = [[width, picture.shape[0]], [0, picture.shape[0]]]
    cv2.fillPoly(picture, [np.vstack([points, corners]).astype(np.int32)], colour, cv2.LINE_AA)


def glow(radius: int, colour: Colour, strength: float = 1.0) -> Picture:
    """A round light, brightest in the middle: 2 radius + 1 square, to be added."""
    reach = np.linspace(-1, 1, 2 * radius + 1, dtype=np.float32)
    distance = np.sqrt(reach[:, None] ** 2 + reach[None] ** 2)
    light = np.clip(1 - distance, 0, 1) ** 2 * strength
    return np.clip(light[..., None] * np.float32(colour), 0, 255).astype(np.uint8)


def add_light(picture: Picture, light: Picture, x: float, y: float) -> None:
    """Add `light` to the picture in place with its middle at (x, y), cut at the edges."""
    height, width = picture.shape[:2]
    top, left = round(y) - light.shape[0] // 2, round(x) - light.shape[1] // 2
    rows = slice(max(0, top), min(height, top + light.shape[0]))
    columns = slice(max(0, left), min(width, left + light.shape[1]))
    if rows.start < rows.stop and columns.start < columns.stop:
        part = light[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        picture[rows, columns] = cv2.add(picture[rows, columns], part)


def moved(
    plate: Picture, size: tuple[int, int], x: float, y: float = 0, zoom: float = 1
) -> Picture:
    """A view of `size` into a larger plate, with its corner at (x, y), between pixels too."""
    matrix = np.float32([[zoom, 0, -x * zoom], [0, zoom, -y * zoom]])
    return cv2.warpAffine(
        plate, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )


def over(picture: Picture, layer: Picture, mask: np.ndarray) -> Picture:
    """`layer` over the picture where `mask` (H x W uint8) is set."""
    return cv2.copyTo(layer, mask, picture)
