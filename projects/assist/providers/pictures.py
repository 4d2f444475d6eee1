"""Pictures that come back from a provider: written down only where they really are pictures."""

import base64
import binascii
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from projects.assist.contract import OutputFile
from projects.assist.providers.troubles import malformed

#: What Pillow calls it → media type and ending. Nothing else is taken for a picture.
_KINDS = {
    "PNG": ("image/png", "png"),
    "JPEG": ("image/jpeg", "jpg"),
    "WEBP": ("image/webp", "webp"),
}


def kept(data: bytes | str, folder: Path, index: int) -> OutputFile:
    """`data` (bytes, or base64 of them) as `picture-N.ext` in `folder`. `Final` `remote:malformed`
    where it is cut off or no picture: it was paid all the same."""
    try:
        whole = base64.b64decode(data, validate=True) if isinstance(data, str) else data
        with Image.open(BytesIO(whole)) as picture:
            picture.load()
            media_type, ending = _KINDS[picture.format or ""]
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError, KeyError) as error:
        raise malformed(f"picture {index + 1} is cut off, or no PNG, JPEG or WebP") from error
    path = folder / f"picture-{index}.{ending}"
    path.write_bytes(whole)
    return OutputFile(path, "picture", media_type, index)


def asked_size(width: int, height: int, step: int, most: tuple[int, int]) -> tuple[int, int]:
    """The size nearest to what is asked in `step` pixels, its shape kept, within `most` (lying or
    standing)."""
    longest, shortest = max(most), min(most)
    scale = min(1.0, longest / max(width, height), shortest / min(width, height))
    side = [max(step, round(length * scale / step) * step) for length in (width, height)]
    return side[0], side[1]
