"""The shots of a made-up film. A scene is prepared once and drawn for each moment 0..1."""

from collections.abc import Callable

import cv2
import numpy as np

from projects.media.brushes import (
    Picture,
    add_light,
    fill_below,
    glow,
    gradient,
    moved,
    ridge,
)
from projects.media.palette import Palette, mixed

Size = tuple[int, int]
Draw = Callable[[float], Picture]
Scene = Callable[[np.random.Generator, Palette, Size], Draw]


def sunrise(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """Mountains in layers, the sun rising behind them."""
    width, height = size
    sky = gradient(size, colours.high, colours.low, 0.8)
    sun, halo = glow(height // 12, (255, 255, 255), 3), glow(height // 2, colours.light, 0.7)
    layers = []
    for depth in range(4):
        line = ridge(rng, width * 5 // 4, 0.55) * height * (0.10 - 0.012 * depth)
        shade = mixed(mixed(colours.low, colours.high, 0.5), colours.dark, 0.25 + 0.25 * depth)
        layers.append((line + height * (0.55 + 0.12 * depth), shade, 10 + 26 * depth))

    def draw(moment: float) -> Picture:
        picture = sky.copy()
        y = height * (0.56 - 0.22 * moment)
        add_light(picture, halo, width * 0.62, y)
        add_light(picture, sun, width * 0.62, y)
        for line, shade, drift in layers:
            start = int(drift * moment)
            fill_below(picture, line[start : start + width], shade)
        return picture

    return draw


def sea(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """A calm sea under a low sun, waves rolling in."""
    width, height = size
    horizon = int(height * 0.45)
    plate = gradient(size, colours.high, colours.low, 1.3)
    add_light(plate, glow(height // 2, colours.light, 0.8), width * 0.4, horizon - 20)
    add_light(plate, glow(height // 14, (255, 255, 255), 3), width * 0.4, horizon - 40)
    deep = mixed(colours.high, colours.dark, 0.55)
    plate[horizon:] = gradient((width, height - horizon), mixed(colours.low, deep, 0.55), deep, 0.5)
    near = np.linspace(0.02, 1, height - horizon, dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, width, dtype=np.float32)[None]
    path = np.exp(-(((across + 0.2) / (0.10 + 0.25 * near)) ** 2))
    ripple = rng.random((height - horizon, 1)).astype(np.float32)

    def draw(moment: float) -> Picture:
        picture = plate.copy()
        phase = 14 / near + 30 * moment + across * 9 * near + ripple * 2.4
        crest = np.maximum(cv2.GaussianBlur(np.sin(phase), (3, 3), 0), 0) ** 3
        shine = (crest * (0.10 + 0.75 * path))[..., None] * np.float32(colours.light)
        picture[horizon:] = cv2.add(picture[horizon:], shine.astype(np.uint8))
        return picture

    return draw


def city(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """A skyline at night, lights moving along the street below."""
    width, height = size
    wide = width * 6 // 5
    night = mixed(colours.high, (10, 6, 4), 0.72)
    plate = gradient(
        (wide, height), mixed(night, colours.high, 0.35), mixed(night, colours.low, 0.6)
    )
    for depth in range(3):
        _towers(plate, rng, colours, depth)
    lamps = [
        (rng.random(), rng.uniform(0.86, 0.98), rng.uniform(-0.6, 0.9), int(rng.integers(5, 16)))
        for _ in range(34)
    ]
    lights = [glow(r, colours.light if pace > 0 else colours.accent) for *_, pace, r in lamps]

    def draw(moment: float) -> Picture:
        picture = moved(plate, size, (wide - width) * moment)
        for (x, y, pace, _), light in zip(lamps, lights, strict=True):
            add_light(picture, light, (x + pace * moment) % 1 * width, y * height)
        return picture

    return draw


def _towers(plate: Picture, rng: np.random.Generator, colours: Palette, depth: int) -> None:
    """One row of buildings with lit windows, nearer rows darker and lower."""
    height, width = plate.shape[:2]
    left = -20
    body = mixed(mixed(colours.high, colours.dark, 0.5), (8, 6, 6), 0.1 + 0.35 * depth)
    while left < width:
        across = int(rng.integers(36, 90)) + 12 * depth
        top = int(height * rng.uniform(0.18 + 0.14 * depth, 0.5 + 0.1 * depth))
        cv2.rectangle(plate, (left, top), (left + across, height), body, -1)
        for y in range(top + 8, int(height * 0.92), 12):
            for x in range(left + 6, left + across - 8, 11):
                if rng.random() < 0.26:
                    warm = mixed(colours.light, colours.accent, rng.random())
                    cv2.rectangle(
                        plate, (x, y), (x + 4, y + 5), mixed(body, warm, rng.random()), -1
                    )
        left += across + int(rng.integers(2, 14))


def interior(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """A dim room; daylight falls through a window and wanders over the floor."""
    width, height = size
    wall = mixed(colours.dark, colours.land, 0.55)
    plate = gradient(size, mixed(wall, (0, 0, 0), 0.45), wall, 0.7)
    floor = int(height * 0.72)
    plate[floor:] = gradient((width, height - floor), mixed(wall, (0, 0, 0), 0.5), colours.dark)
    pane = mixed(colours.low, colours.light, 0.6)
    for column in range(2):
        for row in range(2):
            x, y = int(width * (0.12 + 0.105 * column)), int(height * (0.14 + 0.2 * row))
            cv2.rectangle(plate, (x, y), (x + width // 11, y + height // 6), pane, -1)
    add_light(plate, glow(height // 2, colours.low, 0.35), width * 0.22, height * 0.32)
    cv2.ellipse(plate, (int(width * 0.74), floor + 14), (120, 16), 0, 0, 360, (8, 8, 10), -1)
    cv2.rectangle(
        plate, (int(width * 0.66), floor - 96), (int(width * 0.82), floor + 8), (14, 14, 18), -1
    )
    motes = rng.random((60, 3))

    def draw(moment: float) -> Picture:
        picture = plate.copy()
        beam = np.zeros_like(plate)
        slide = width * (0.10 + 0.12 * moment)
        for pane_at in (0.0, 0.15):
            at = slide + width * (0.2 + pane_at)
            corners = [
                [at, floor + 12],
                [at + 96, floor + 12],
                [at + 190, height],
                [at + 70, height],
            ]
            cv2.fillConvexPoly(beam, np.int32(corners), mixed((0, 0, 0), pane, 0.5), cv2.LINE_AA)
        for x, y, pace in motes:
            place = int(width * (0.2 + 0.5 * x)), int(height * ((y + 0.15 * pace * moment) % 1))
            cv2.circle(beam, place, 1, mixed((0, 0, 0), pane, 0.3 + 0.4 * pace), -1, cv2.LINE_AA)
        return cv2.add(picture, beam)

    return draw


def close_up(rng: np.random.Generator, colours: Palette, size: Size) -> Draw:
    """Large soft shapes close to the lens, lights out of focus behind them."""
    width, height = size
    plate = gradient((width * 5 // 4, height), mixed(colours.dark, colours.high, 0.4), colours.dark)
    for _ in range(26):
        radius = int(rng.integers(18, 60))
        place = rng.uniform(0, plate.shape[1]), rng.uniform(0, height)
        disc = np.zeros((2 * radius + 1, 2 * radius + 1, 3), np.uint8)
        tone = mixed((0, 0, 0), colours.accent if rng.random() < 0.5 else colours.low, 0.4)
        cv2.circle(disc, (radius, radius), radius - 2, tone, -1, cv2.LINE_AA)
        add_light(plate, disc, *place)
    shape = mixed(colours.land, colours.accent, 0.35)
    ball = glow(int(height * 0.30), mixed(shape, colours.light, 0.4), 1.3)

    def draw(moment: float) -> Picture:
        picture = moved(plate, size, width * 0.2 * moment)
        centre = int(width * (0.40 + 0.06 * moment)), int(height * 0.56)
        cv2.circle(
            picture, centre, int(height * 0.34), mixed(shape, colours.dark, 0.5), -1, cv2.LINE_AA
        )
        add_light(picture, ball, centre[0] - height * 0.03, centre[1] - height * 0.03)
        return picture

    return draw
