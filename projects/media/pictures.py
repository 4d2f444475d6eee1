"""Still pictures, judged by their header: nothing is decoded before the size is known."""

import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from projects.media.reading import MAX_PIXELS
from projects.media.refusal import Refused, gettext_noop

MAX_SIDE = 20_000
FORMATS = {"PNG": b"\x89PNG", "JPEG": b"\xff\xd8\xff", "TIFF": b"II*\0", "WEBP": b"RIFF"}
_ORIENTATION = 274
_EXR, _DPX = b"\x76\x2f\x31\x01", (b"SDPX", b"XPDS")


@dataclass(frozen=True)
class Header:
    """What the first bytes of a picture say; sizes in pixels, before any rotation."""

    format: str
    width: int
    height: int
    mode: str


def is_picture(head: bytes) -> bool:
    """True for the first bytes of PNG, JPEG, TIFF, WebP, EXR and DPX."""
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    tiff = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
    return head.startswith((FORMATS["PNG"], FORMATS["JPEG"], _EXR, *_DPX, *tiff))


def header(path: Path) -> Header:
    """The header of a picture.

    Raises `Refused`: `media:unreadable`, `media:too_large_picture`.
    """
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    if head.startswith(_EXR):
        found = _exr(head)
    elif head.startswith(_DPX):
        found = _dpx(head)
    else:
        found = _common(path)
    _check_size(found)
    return found


def _check_size(found: Header) -> None:
    width, height = found.width, found.height
    if not (width > 0 and height > 0):
        raise Refused(
            "media:unreadable",
            gettext_noop("a picture of %(width)s x %(height)s"),
            width=width,
            height=height,
        )
    if max(width, height) >= MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(
            "media:too_large_picture",
            gettext_noop("%(width)s x %(height)s pixels"),
            width=width,
            height=height,
        )


def _common(path: Path) -> Header:
    try:
        with warnings.catch_warnings():
            # Pillow warns from 90 megapixels; our own limit follows right after.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(FORMATS)) as image:
                return Header(image.format or "", image.width, image.height, image.mode)
    except Image.DecompressionBombError as error:
        raise Refused(
            "media:too_large_picture", gettext_noop("more pixels than we open")
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error) as error:
        raise Refused("media:unreadable", gettext_noop("a broken picture header")) from error


def _exr(head: bytes) -> Header:
    """Attributes are name, type, length, value; the display window is the picture's size."""
    at = head.find(b"displayWindow\0box2i\0")
    if at < 0 or len(head) < at + 40:
        raise Refused("media:unreadable", gettext_noop("EXR without a display window"))
    left, top, right, bottom = struct.unpack_from("<4i", head, at + 24)
    return Header("EXR", right - left + 1, bottom - top + 1, "half or float")


def _dpx(head: bytes) -> Header:
    if len(head) < 2048:
        raise Refused("media:truncated", gettext_noop("DPX shorter than its header"))
    order = ">" if head.startswith(b"SDPX") else "<"
    width, height = struct.unpack_from(f"{order}2I", head, 772)
    return Header("DPX", width, height, f"{head[803]} bit")


def upright(path: Path, found: Header) -> tuple[int, int]:
    """Width and height after the rotation that the camera noted in the picture (EXIF)."""
    if found.format not in FORMATS:
        return found.width, found.height
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(path, formats=tuple(FORMATS)) as image:
            turned = _orientation(image) >= 5
    return (found.height, found.width) if turned else (found.width, found.height)


def _orientation(image: Image.Image) -> int:
    """1 to 8. Asking a PNG for its EXIF decodes it whole, unless the note came first."""
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    return image.getexif().get(_ORIENTATION, 1)
