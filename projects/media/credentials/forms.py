"""Which files can hold their credentials: told by how they begin, never by their name."""

from pathlib import Path

#: How a file begins → what C2PA's library calls its format.
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
)
_RIFF = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}
_BRANDS = {b"qt  ": "video/quicktime", b"avif": "image/avif", b"avis": "image/avif"}
_BRANDS |= dict.fromkeys((b"heic", b"heix", b"mif1", b"msf1"), "image/heic")
#: What a file is called that has no place for them: EXR, DPX, BMP, WebM, MXF, anything else.
OTHER = "application/octet-stream"


def form_of(path: Path) -> str:
    """C2PA's name of the format; empty where it has no place for a manifest."""
    with path.open("rb") as file:
        head = file.read(16)
    for begins, form in _BEGINNINGS:
        if head.startswith(begins):
            return form
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return ""
