"""The first page of a PDF as a picture."""

import math
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from projects.media.refusal import Refused, gettext_noop

_QUALITY = 85
_LARGEST = 64 * 1024 * 1024  # bytes; a script has a few, a scanned book has no preview
_SLIMMEST = 1 / 20  # of width to height, or the other way round


def first_page(path: Path, out: Path, width: int = 640) -> int:
    """Write a JPEG `width` pixels wide of the first page of the PDF at `path` to `out`.

    Returns how many pages it has. Raises `Refused`: `media:no_preview` (locked, broken, too
    large, or of an impossible shape).
    """
    if path.stat().st_size > _LARGEST:
        raise Refused("media:no_preview", gettext_noop("a PDF too large to show"))
    try:
        with pdfium.PdfDocument(path) as document:
            count = len(document)
            _drawn(document, width).save(out, "JPEG", quality=_QUALITY, optimize=True)
    except (pdfium.PdfiumError, ValueError, OSError) as error:
        raise Refused("media:no_preview", gettext_noop("a PDF that cannot be drawn")) from error
    return count


def _drawn(document: pdfium.PdfDocument, width: int) -> Image.Image:
    """What a page asks to have run or filled in is left out."""
    page = document[0]
    wide, high = page.get_size()
    shape = wide / high if high else 0
    if not (math.isfinite(shape) and _SLIMMEST < shape < 1 / _SLIMMEST):
        raise ValueError(f"a page of {wide} x {high}")
    return page.render(scale=width / wide, may_draw_forms=False).to_pil().convert("RGB")
