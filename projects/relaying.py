"""Files for those to whom no address of the storage is given: piece by piece through the portal.

A player asks for ranges; each answer holds at most `PIECE` bytes, and the player asks on. So the
gate is passed again and again while a film plays, and memory stays small.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.storage import files
from projects.responses import stored

PIECE = 2 * 1024 * 1024
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})\Z")


def relayed(request: HttpRequest, key: str, media_type: str) -> HttpResponse:
    """As `stored`; where that would give an address away, the bytes themselves."""
    own = stored(key, media_type)
    return own if own.status_code == 200 else piece_of(request, key, media_type)


def piece_of(request: HttpRequest, key: str, media_type: str) -> HttpResponse:
    """The piece that was asked for (206), a small file as a whole (200), or 416."""
    size: int = files.size(key)
    asked = request.headers.get("Range", "").replace(" ", "")
    start, end = _places(asked, size)
    if not start < min(end, size):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    length = min(end - start, PIECE)
    whole = not asked and length == size
    headers: dict[str, Any] = {"Accept-Ranges": "bytes", "X-Content-Type-Options": "nosniff"}
    if not whole:  # a large film asked for without a range: its first piece tells the player
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    content = files.piece(key, start, length)
    return HttpResponse(content, media_type, 200 if whole else 206, headers=headers)


def _places(asked: str, size: int) -> tuple[int, int]:
    """(first byte, end): of one range; what is no range of that kind means the whole."""
    found = _RANGE.match(asked)
    first, last = found.groups() if found else ("", "")
    if first:
        return int(first), min(int(last) + 1, size) if last else size
    return (max(0, size - int(last)), size) if last else (0, size)
