"""One still that stands for a film or a picture."""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from projects.media import pictures
from projects.media.deep_stills import DEEP, deep_still
from projects.media.facts import Facts
from projects.media.geometry import fitted
from projects.media.glimpses import glimpses
from projects.media.refusal import Refused, gettext_noop

_CANDIDATES = 8
_QUALITY = 85
_MOST_PIXELS = 150_000_000  # what fits into memory whole
_REDUCIBLE = ("L", "RGB", "RGBA", "CMYK", "YCbCr")
_SIXTEEN_BIT = ("I;16", "I;16B", "I;16L", "I;16N", "I")


def poster(path: Path, facts: Facts, out: Path, width: int = 640) -> None:
    """Write a JPEG at most `width` pixels wide of the film or picture at `path` to `out`.

    Of a film, the candidate with the most to see is taken. Raises `Refused`:
    `media:no_frames`, `media:truncated`,
    `media:no_preview` (neither film nor picture, or too large).
    """
    if facts.kind == "film":
        picture = Image.fromarray(_telling(path, facts, width))
    elif facts.kind == "image":
        picture = still_picture(path, facts, width)
    else:
        raise Refused(
            "media:no_preview", gettext_noop("a %(kind)s has no picture"), kind=facts.kind
        )
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)


def liveliness(picture: np.ndarray) -> float:
    """How much there is to see in an H x W x 3 uint8 picture: contrast, detail, sane light."""
    grey = picture.astype(np.float32) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    detail = np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()
    light = 1 - abs(float(grey.mean()) - 110) / 145
    return (float(grey.std()) + 4 * float(detail)) * max(light, 0.05)


def _telling(path: Path, facts: Facts, width: int) -> np.ndarray:
    size = _size(facts, width)
    seen = [picture for _, picture in glimpses(path, facts, count=_CANDIDATES, size=size)]
    if not seen:
        raise Refused("media:no_frames", gettext_noop("no picture can be decoded"))
    return max(seen, key=liveliness)


def _size(facts: Facts, width: int) -> tuple[int, int]:
    within = max(2, min(facts.height, facts.height * width // facts.width))
    return fitted(facts.width, facts.height, within=within, even=True)


def still_picture(path: Path, facts: Facts, width: int) -> Image.Image:
    """The picture at `path`, upright, in RGB, at most `width` pixels wide; raises `Refused`."""
    header = pictures.header(path)
    if header.format in DEEP:
        told = bool(facts.colour.get("look"))  # by a person, who knows better than the header
        return _smaller(Image.fromarray(deep_still(path, header, width, as_it_is=told)), width)
    if header.width * header.height > _MOST_PIXELS and header.format != "JPEG":
        raise Refused("media:no_preview", gettext_noop("a picture too large to show"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=tuple(pictures.FORMATS)) as image:
                # JPEG can be decoded small, which spares most of the work and the memory.
                image.draft("RGB", (width * 2, width * 2 * facts.height // facts.width))
                return _plain(image, width)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused(
            "media:truncated", gettext_noop("the picture ends before it is whole")
        ) from error


def _plain(image: Image.Image, width: int) -> Image.Image:
    """Upright, small, RGB on white. Reduced first, so that no large copy is made."""
    if image.mode in _SIXTEEN_BIT:
        image = _eight_bit(image)
    if image.mode in _REDUCIBLE:
        image.thumbnail((2 * width, 2 * width))
    upright = ImageOps.exif_transpose(image)
    if "A" in upright.getbands() or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    return _smaller(upright.convert("RGB"), width)


def _smaller(picture: Image.Image, width: int) -> Image.Image:
    picture.thumbnail((width, max(1, width * picture.height // picture.width)))
    return picture


def _eight_bit(image: Image.Image) -> Image.Image:
    """16 bit grey by its upper byte; Pillow's own conversion clips to white."""
    deep = np.clip(np.asarray(image).astype(np.int64), 0, 65535)
    return Image.fromarray((deep >> 8).astype(np.uint8))
