"""Sizes as people see them: after rotation and sample aspect ratio."""

from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray


def clockwise(frame: VideoFrame) -> int:
    """0, 90, 180 or 270: how far a player turns the frame clockwise."""
    return round(-frame.rotation / 90) * 90 % 360


def sane_aspect(aspect: Fraction | None) -> Fraction:
    """The sample aspect ratio, or 1 where it is missing or absurd."""
    if not aspect or not Fraction(1, 8) <= aspect <= 8:
        return Fraction(1)
    return Fraction(aspect)


def displayed(width: int, height: int, *, aspect: Fraction, rotation: int) -> tuple[int, int]:
    """Width and height in square pixels, the way up people see it."""
    wide = max(1, round(width * aspect))
    return (height, wide) if rotation in (90, 270) else (wide, height)


def fitted(width: int, height: int, *, within: int, even: bool = False) -> tuple[int, int]:
    """`width` x `height` scaled down to at most `within` high, never up; even when asked."""
    target = min(height, within)
    across = Fraction(width * target, height)
    if even:
        return max(2, round(across / 2) * 2), max(2, target // 2 * 2)
    return max(1, round(across)), max(1, target)


def turned(picture: NDArray, rotation: int) -> NDArray:
    """H x W x C turned clockwise by a multiple of 90 degrees."""
    return np.ascontiguousarray(np.rot90(picture, -rotation // 90 % 4))
