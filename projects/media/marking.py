"""Who looks, written into the picture itself: a copy that is passed on says whose it was.

The letters are plain Latin ones, since the font that comes with Pillow has no others: names
of other scripts are written as they sound.
"""

import io
from functools import cached_property, lru_cache

import numpy as np
from anyascii import anyascii
from av import VideoFrame
from PIL import Image, ImageDraw, ImageFont

SHARE = 28  # the picture is so many lines of text high
_SLANT = 18.0  # degrees
_INK, _EDGE = 0.30, 0.18  # how much of the picture letters and their edges cover
_QUALITY = 88


class Mark:
    """`text` in rows all over pictures of `size` (width, height)."""

    def __init__(self, text: str, size: tuple[int, int]) -> None:
        self.text, self.size = anyascii(text), size

    def onto(self, frame: VideoFrame) -> None:
        """Write it into a yuv420p frame of this size, in place: its light, not its colour."""
        plane = frame.planes[0]
        light = np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size)
        rows, columns, ink, cover = self._dots
        under = light[rows, columns].astype(np.float32)
        light[rows, columns] = under + (ink - under) * cover

    def over(self, picture: Image.Image) -> Image.Image:
        """The picture, RGB, with the mark on it."""
        return Image.alpha_composite(picture.convert("RGBA"), self._layer).convert("RGB")

    @cached_property
    def _dots(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Where there is anything: rows, columns, and what stands there how firmly."""
        layer = np.asarray(self._layer)
        rows, columns = np.nonzero(layer[..., 3])
        found = layer[rows, columns].astype(np.float32)
        return rows, columns, 16 + found[:, 0] * (219 / 255), found[:, 3] / 255

    @cached_property
    def _layer(self) -> Image.Image:
        """RGBA: white letters with a dark edge, slanted, every second row moved."""
        width, height = self.size
        reach = int(np.hypot(width, height)) + 2
        sheet = Image.new("RGBA", (reach, reach))
        # A very wide picture is marked as a higher one would be: its rows would be too many.
        unit = max(9.0, max(height, width / 4) / SHARE)
        pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(unit)
        line, edge = f"{self.text}     ", max(1, round(height / 540))
        step, high = max(unit, pen.textlength(line, font)), unit * 4.5
        ink = {"fill": _shade(255, _INK), "stroke_fill": _shade(0, _EDGE), "stroke_width": edge}
        for row in range(int(reach / high) + 1):
            for number in range(-1, int(reach / step) + 1):
                at = (number * step + (row % 2) * step / 2, row * high)
                pen.text(at, line, font=font, **ink)
        left, top = (reach - width) // 2, (reach - height) // 2
        turned = sheet.rotate(_SLANT, Image.Resampling.BILINEAR)
        return turned.crop((left, top, left + width, top + height))


def _shade(grey: int, cover: float) -> tuple[int, int, int, int]:
    return grey, grey, grey, round(255 * cover)


def marked_jpeg(picture: bytes, text: str) -> bytes:
    """A JPEG again, with the mark on it. `picture` is one of our own making."""
    with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as found:
        marked = _mark(text, found.size).over(found)
    out = io.BytesIO()
    marked.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


@lru_cache(maxsize=8)
def _mark(text: str, size: tuple[int, int]) -> Mark:
    """Pages show many pictures of one size to one person: drawing it takes most of the time."""
    return Mark(text, size)
