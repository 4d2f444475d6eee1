"""The picture of a page: a PNG that our own module drew, taken apart and put together again.

Nothing is decoded here: what a browser says is a picture is walked chunk by chunk, and only
what a picture needs is kept. Text, time and profiles that an editor may have added are not.
"""

import struct
import zlib
from collections.abc import Iterator

from portal.errors import PortalError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Bytes of the file; pixels of its longer side.
AT_MOST, LONGEST = 2 * 1024 * 1024, 4096
_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def cleaned(content: bytes) -> bytes:
    """The same picture with nothing but its pixels. Raises `ticket:picture`."""
    if len(content) > AT_MOST:
        raise PortalError("ticket:picture", detail=f"{len(content) // 1024} KiB")
    if not content.startswith(SIGNATURE):
        raise PortalError("ticket:picture", detail="PNG")
    chunks = [*_chunks(content)]
    names = [name for name, _data, _raw in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise PortalError("ticket:picture", detail="PNG")
    _must_be_small(chunks[0][1])
    return SIGNATURE + b"".join(raw for name, _data, raw in chunks if name in _KEPT)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """(name, data, whole chunk) up to the end; what stands after it is left out."""
    at = len(SIGNATURE)
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        raw = content[at:end]
        sound = len(raw) == 12 + length and zlib.crc32(raw[4:-4]) == int.from_bytes(raw[-4:])
        if not sound:
            break
        yield raw[4:8], raw[8:-4], raw
        if raw[4:8] == b"IEND":
            return
        at = end
    raise PortalError("ticket:picture", detail="PNG")


def _must_be_small(header: bytes) -> None:
    if len(header) != 13:
        raise PortalError("ticket:picture", detail="IHDR")
    width, height = struct.unpack_from(">II", header)
    if not (0 < width <= LONGEST and 0 < height <= LONGEST):
        raise PortalError("ticket:picture", detail=f"{width} × {height}")
