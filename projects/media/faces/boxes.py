"""Boxes in a picture, in its pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Box:
    """`left` and `top` of the upper left corner, in pixels; may reach beyond the picture."""

    left: float
    top: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2

    @property
    def size(self) -> float:
        """One number for how large it is: the side of a square of the same area."""
        return float(np.sqrt(self.width * self.height))

    def part(self, left: float, top: float, width: float, height: float) -> "Box":
        """A box given in widths and heights of this one, from its upper left corner."""
        return Box(
            self.left + left * self.width,
            self.top + top * self.height,
            width * self.width,
            height * self.height,
        )

    def scaled(self, factor: float) -> "Box":
        """The same place in a picture `factor` times as large."""
        return Box(*(factor * side for side in (self.left, self.top, self.width, self.height)))

    def shared(self, other: "Box") -> float:
        """Area in both over area in either, 0..1."""
        across = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        down = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        both = max(0.0, across) * max(0.0, down)
        return both / (self.width * self.height + other.width * other.height - both)

    def inside(self, picture: Picture) -> float:
        """How much of it lies in the picture, 0..1."""
        height, width = picture.shape[:2]
        across = min(self.left + self.width, width) - max(self.left, 0.0)
        down = min(self.top + self.height, height) - max(self.top, 0.0)
        return max(0.0, across) * max(0.0, down) / (self.width * self.height)


def cropped(picture: Picture, box: Box) -> Picture:
    """The part of the picture in the box; empty where there is none."""
    height, width = picture.shape[:2]
    left, right = (round(min(max(x, 0), width)) for x in (box.left, box.left + box.width))
    top, bottom = (round(min(max(y, 0), height)) for y in (box.top, box.top + box.height))
    return picture[top:bottom, left:right]


def joined(boxes: list[Box], weights: list[float]) -> Box:
    """Their mean."""
    sides = np.average([(b.left, b.top, b.width, b.height) for b in boxes], 0, weights)
    return Box(*(float(side) for side in sides))
