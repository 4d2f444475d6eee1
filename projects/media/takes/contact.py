"""A small picture of each take: its first sharp frame."""

from pathlib import Path

import cv2
import numpy as np

from projects.media.frames import colour_picture, display_size, frames_of, turned
from projects.media.takes.measures import Measures
from projects.media.takes.watching import Watched

WIDTH = 480
_SHARP = 1.15  # times the blur of the take's sharp moments


def first_sharp(seen: Watched, found: Measures) -> int:
    """The number of the first frame that was looked at and is sharp; else the first usable."""
    frames, blur = seen.row("frame"), seen.row("sharpest")
    inside = (frames >= found.usable[0]) & (frames < found.usable[1])
    limit = np.inf if found.blur is None else max(0.8, found.blur) * _SHARP
    sharp = np.flatnonzero(inside & (blur <= limit))
    return int(frames[sharp[0]]) if len(sharp) else found.usable[0]


def save_contact(source: Path, number: int, target: Path) -> bool:
    """Write that frame as a JPEG of `WIDTH` pixels; False where it cannot be had."""
    for _number, frame in frames_of(source, number, number + 1):
        width, height = display_size(frame, None, WIDTH)
        picture = turned(colour_picture(frame, width, height), frame.rotation)
        options = [cv2.IMWRITE_JPEG_QUALITY, 85]
        target.write_bytes(cv2.imencode(".jpg", picture, options)[1].tobytes())
        return True
    return False
