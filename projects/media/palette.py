"""Colours of a made-up film: one light, one dark, skies between."""

import colorsys
from dataclasses import dataclass

import numpy as np

Colour = tuple[int, int, int]

# Hue of the sky, hue of the light, hue of the land (0..1), and how strong they are.
_MOODS = (
    (0.57, 0.09, 0.62, 0.62),  # teal and amber
    (0.70, 0.05, 0.68, 0.50),  # violet and peach
    (0.52, 0.14, 0.40, 0.55),  # sea green and straw
    (0.62, 0.04, 0.03, 0.58),  # slate and ember
)


@dataclass(frozen=True)
class Palette:
    """Colours as blue, green, red 0..255."""

    high: Colour
    low: Colour
    light: Colour
    land: Colour
    dark: Colour
    accent: Colour


def palette(seed: int) -> Palette:
    """The palette that belongs to a seed; neighbouring seeds differ in mood."""
    sky, light, land, strength = _MOODS[seed % len(_MOODS)]
    shift = float(np.random.default_rng(seed).uniform(-0.02, 0.02))
    return Palette(
        high=_colour(sky + shift, strength, 0.42),
        low=_colour(light + shift, strength * 0.62, 0.93),
        light=_colour(light, 0.28, 1.0),
        land=_colour(land + shift, strength * 0.7, 0.34),
        dark=_colour(land, 0.5, 0.10),
        accent=_colour(light - 0.03, 0.62, 0.86),
    )


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with `share` (0..1) of `other` in it."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def _colour(hue: float, saturation: float, value: float) -> Colour:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(blue * 255), round(green * 255), round(red * 255)
