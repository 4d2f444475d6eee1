"""Candidate thumbnails taken while passing, and the choice of one for each shot."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import cv2
from av.video.frame import VideoFrame

from projects.media.frames import colour_picture, display_size, turned

QUALITY = 85


@dataclass(frozen=True)
class ThumbnailStyle:
    """How candidates are made: `width` in pixels after turning, one every `step` frames."""

    width: int
    step: int
    aspect: Fraction | None

    def wants(self, number: int) -> bool:
        """Whether frame `number` is a candidate. Depends on nothing but the number."""
        return number % self.step == 0


def candidate_step(rate: Fraction) -> int:
    """Frames between candidates: four up to 30 per second, about 0.15 s beyond."""
    return max(4, round(rate * 3 / 20))


def jpeg(frame: VideoFrame, style: ThumbnailStyle) -> bytes:
    """The frame as a small JPEG in the shape and orientation a player shows."""
    width, height = display_size(frame, style.aspect, style.width)
    upright = turned(colour_picture(frame, width, height), frame.rotation)
    return cv2.imencode(".jpg", upright, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


def choose(candidates: Sequence[int], clean: tuple[int, int], shot: tuple[int, int]) -> int:
    """The candidate nearest to the middle of the shot.

    `clean` is the part of the shot (end exclusive) outside transitions; if no candidate
    lies there one inside the shot is taken, and failing that the nearest of all.
    """
    middle = (clean[0] + clean[1] - 1) / 2
    for start, end in (clean, shot):
        inside = candidates[bisect_left(candidates, start) : bisect_right(candidates, end - 1)]
        if inside:
            return min(inside, key=lambda number: abs(number - middle))
    return min(candidates, key=lambda number: abs(number - middle))
