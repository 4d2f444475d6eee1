"""Films written frame by frame: the preview, and the mask of what stands before the plane."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from projects.media.planar.quads import Corners

PREVIEW = 960  # pixels wide, at most
LINE, SHADOW = (80, 220, 255), (20, 20, 20)  # blue green red
TINT = (60, 60, 226)
LOOKED, EXACT = "20", "10"  # how coarsely the encoder may write (crf)
KEYED = "12"  # frames between those that stand alone: it is stepped through


class Writer:
    """An MP4 (H.264) of pictures of one size, at a rate; leave it with `close`.

    `aspect` is a pixel's width by its height. Sides are made even by repeating the last row or
    column.
    """

    def __init__(
        self, path: Path, width: int, height: int, rate: Fraction, crf: str, aspect: Fraction
    ) -> None:
        self.size = (width + width % 2, height + height % 2)
        self.target = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        options = {"preset": "veryfast", "crf": crf, "g": KEYED}
        self.track = self.target.add_stream("libx264", rate=rate, options=options)
        self.track.width, self.track.height = self.size
        self.track.pix_fmt = "yuv420p"
        context = self.track.codec_context
        context.color_primaries = context.color_trc = context.colorspace = 1  # BT.709
        context.color_range = 1  # limited
        context.sample_aspect_ratio = aspect

    def add(self, picture: NDArray[np.uint8]) -> None:
        """H x W x 3 in blue green red, or H x W grey."""
        height, width = picture.shape[:2]
        if picture.ndim == 2:
            picture = np.repeat(picture[..., None], 3, axis=2)
        wider, higher = self.size[0] - width, self.size[1] - height
        even = cv2.copyMakeBorder(picture, 0, higher, 0, wider, cv2.BORDER_REPLICATE)
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(even), format="bgr24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=1, dst_color_range=1)
        self.target.mux(self.track.encode(frame))

    def close(self) -> None:
        self.target.mux(self.track.encode(None))
        self.target.close()


def preview_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the preview of a picture of that size."""
    wide = min(PREVIEW, width)
    return wide, max(2, round(height * wide / width))


def outlined(picture: NDArray[np.uint8], corners: Corners) -> NDArray[np.uint8]:
    """The picture with the quadrilateral drawn into it, and a dot at its first corner."""
    drawn = picture.copy()
    shape = np.round(corners * 16).astype(np.int32).reshape(-1, 1, 2)
    for colour, thick in ((SHADOW, 4), (LINE, 2)):
        cv2.polylines(drawn, [shape], True, colour, thick, cv2.LINE_AA, shift=4)
    middle = tuple(int(v) for v in shape[0, 0])
    cv2.circle(drawn, middle, 5 * 16, LINE, -1, cv2.LINE_AA, shift=4)
    return drawn


def tinted(picture: NDArray[np.uint8], covered: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture, red where it is covered (0..255, of any size)."""
    size = picture.shape[1], picture.shape[0]
    share = cv2.resize(covered, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 510
    mixed = picture * (1 - share[..., None]) + np.float32(TINT) * share[..., None]
    return np.asarray(np.clip(np.round(mixed), 0, 255), np.uint8)
