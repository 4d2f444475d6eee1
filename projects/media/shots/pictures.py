"""The tiny picture that stands for a frame: all that detection ever sees of it.

64 x 36 luma and 16 x 9 of each colour difference, 2,592 bytes: a two-hour film is
about 450 MB of them on disk, and only a window of them is in memory at a time.
"""

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media.frames import area, is_full_range, planes

LUMA = (36, 64)
CHROMA = (9, 16)
LUMA_SIZE = LUMA[0] * LUMA[1]
CHROMA_SIZE = CHROMA[0] * CHROMA[1]
SIZE = LUMA_SIZE + 2 * CHROMA_SIZE

Picture = NDArray[np.uint8]
Pictures = NDArray[np.uint8]


def _table(offset: int, span: int) -> Picture:
    codes = (np.arange(256) - offset) * 255 / span
    return np.clip(np.round(codes), 0, 255).astype(np.uint8)


FULL_FROM_LIMITED = _table(16, 219)


def tiny(frame: VideoFrame) -> Picture:
    """The frame as SIZE bytes: luma (0 black, 255 white), then the colour differences."""
    (luma, *colours), depth = planes(frame)
    small = area(luma, LUMA[1], LUMA[0], depth)
    if not is_full_range(frame):
        small = cv2.LUT(small, FULL_FROM_LIMITED)
    parts = [small.reshape(-1)]
    parts += [area(colour, CHROMA[1], CHROMA[0], depth).reshape(-1) for colour in colours]
    return np.concatenate(parts)


def luma_of(pictures: Pictures) -> NDArray[np.uint8]:
    """N x SIZE bytes to N x 36 x 64 luma, without copying."""
    return pictures[:, :LUMA_SIZE].reshape(-1, *LUMA)


def chroma_of(pictures: Pictures) -> NDArray[np.uint8]:
    """N x SIZE bytes to N x 2 x 9 x 16 colour differences, without copying."""
    return pictures[:, LUMA_SIZE:].reshape(-1, 2, *CHROMA)
