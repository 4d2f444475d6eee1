"""More shots of a made-up film: dunes, a forest, a corridor, rain, a planet."""

import cv2
import numpy as np

from projects.media.brushes import Picture, add_light, fill_below, glow, gradient, moved, ridge
from projects.media.palette import Palette, mixed
from projects.media.scenery import Draw, Size


def dunes(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """Bright dunes under a wide sky; the camera glides sideways."""
    width, height = size
    wide = width * 6 // 5
    sand = mixed(colours.low, colours.accent, 0.5)
    plate = gradient((wide, height), mixed(colours.high, colours.light, 0.35), colours.light, 1.2)
    for depth in range(5):
        line = ridge(rng, wide, 0.28) * height * 0.06 + height * (0.46 + 0.11 * depth)
        fill_below(plate, line, mixed(colours.light, sand, 0.45 + 0.14 * depth))
        fill_below(
            plate,
            line + 16 + 9 * depth + 8 * ridge(rng, wide, 0.3),
            mixed(sand, colours.land, 0.12 * depth),
        )

    def draw(moment: float) -> Picture:
        return moved(plate, size, (wide - width) * moment, 0)

    return draw


def forest(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """Trunks in the mist, each row moving at its own pace."""
    width, height = size
    mist = mixed(colours.low, colours.high, 0.45)
    back = gradient(size, mixed(mist, colours.light, 0.4), mist, 0.8)
    trunks = []
    for depth in range(4):
        tone = mixed(mist, colours.dark, 0.25 + 0.24 * depth)
        for _ in range(11 - 2 * depth):
            trunks.append(
                (rng.random() * 1.3, 5 + depth * 9 + int(rng.integers(0, 8)), tone, depth)
            )
    light = glow(height * 2 // 3, colours.light, 0.4)

    def draw(moment: float) -> Picture:
        picture = back.copy()
        for x, thick, tone, depth in trunks:
            left = int((x - 0.05 - 0.05 * (depth + 1) * moment) * width)
            lean = int(thick * 0.3)
            corners = [
                [left, height],
                [left + lean, 0],
                [left + thick - lean, 0],
                [left + thick, height],
            ]
            cv2.fillConvexPoly(picture, np.int32(corners), tone, cv2.LINE_AA)
        add_light(picture, light, width * 0.66, height * 0.15)
        return picture

    return draw


def corridor(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """Moving forward through frames of light."""
    width, height = size
    dark = mixed(colours.dark, (0, 0, 0), 0.4)
    tilt = float(rng.uniform(-0.12, 0.12))

    def draw(moment: float) -> Picture:
        picture = np.full((height, width, 3), dark, np.uint8)
        for step in range(9, -1, -1):
            distance = (step + 1 - (moment * 3) % 1) * 0.5 + 0.35
            scale = 0.62 / distance
            tone = mixed(
                colours.light if step % 3 == 0 else colours.land, dark, min(1, distance / 6)
            )
            half = np.float32([width * scale, height * scale])
            centre = np.float32([width * (0.5 + tilt / distance), height * 0.5])
            corner, end = np.int32(centre - half), np.int32(centre + half)
            cv2.rectangle(
                picture,
                tuple(map(int, corner)),
                tuple(map(int, end)),
                tone,
                max(1, int(16 * scale)),
                cv2.LINE_AA,
            )
        add_light(picture, glow(height // 4, colours.low), width * (0.5 + tilt / 5), height * 0.5)
        return picture

    return draw


def rain(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """Rain on a window at dusk, lights blurred behind it."""
    width, height = size
    plate = gradient(
        size, mixed(colours.high, colours.dark, 0.7), mixed(colours.high, colours.dark, 0.3)
    )
    for _ in range(18):
        tone = colours.accent if rng.random() < 0.5 else colours.light
        light = glow(int(rng.integers(30, 90)), tone, 0.6)
        add_light(plate, light, rng.uniform(0, width), rng.uniform(height * 0.4, height))
    drops = np.column_stack(
        [rng.random((130, 2)), rng.uniform(0.6, 2.2, 130), rng.uniform(8, 34, 130)]
    )

    def draw(moment: float) -> Picture:
        picture = plate.copy()
        for x, y, pace, length in drops:
            top = int(((y + pace * moment) % 1.15 - 0.1) * height)
            start = int(x * width)
            cv2.line(
                picture,
                (start, top),
                (start - 2, top + int(length)),
                mixed(colours.high, colours.light, 0.55),
                1,
                cv2.LINE_AA,
            )
        return picture

    return draw


def planet(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """A planet with a lit rim, stars drifting behind it."""
    width, height = size
    wide = width * 11 // 10
    plate = gradient((wide, height), (10, 6, 4), mixed(colours.high, (0, 0, 0), 0.75), 2.0)
    for x, y, bright in rng.random((240, 3)):
        tone = mixed((40, 36, 34), (255, 255, 255), bright**2)
        cv2.circle(plate, (int(x * wide), int(y * height)), 1, tone, -1, cv2.LINE_AA)
    radius = int(height * 0.62)
    globe = _globe(rng, colours, radius)
    mask = np.zeros(globe.shape[:2], np.uint8)
    cv2.circle(mask, (radius, radius), radius - 1, 255, -1)

    def draw(moment: float) -> Picture:
        picture = moved(plate, size, (wide - width) * moment)
        top, left = int(height * (0.42 - 0.04 * moment)), int(width * 0.42)
        across, down = min(2 * radius, width - left), min(2 * radius, height - top)
        spot = picture[top : top + down, left : left + across]
        cv2.copyTo(globe[:down, :across], mask[:down, :across], spot)
        return picture

    return draw


def _globe(rng: np.random.Generator, colours: Palette, radius: int) -> Picture:
    """A ball lit from the upper left, banded like a gas giant."""
    reach = np.linspace(-1, 1, 2 * radius, dtype=np.float32)
    x, y = reach[None], reach[:, None]
    depth = np.sqrt(np.clip(1 - x**2 - y**2, 0, 1))
    light = np.clip(-0.55 * x - 0.6 * y + 0.58 * depth, 0, 1)
    bands = 0.5 + 0.5 * np.sin(9 * y + 1.2 * np.sin(3 * x + rng.random() * 6) + 3 * y**2)
    body = np.float32(colours.accent) * bands[..., None] + np.float32(colours.low) * (
        1 - bands[..., None]
    )
    return (body * (0.03 + 0.97 * light[..., None] ** 1.1)).astype(np.uint8)
