"""Reading text of unknown encoding, and refusing what only looks like text."""

from pathlib import Path

from projects.media.refusal import Refused, gettext_noop

MAX_BYTES = 16 * 1024 * 1024
MAX_LINE = 100_000
_ALLOWED_CONTROLS = frozenset(b"\t\n\r\f\x1a")
_CONTROLS = bytes(code for code in range(32) if code not in _ALLOWED_CONTROLS)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def looks_like_text(head: bytes) -> bool:
    """True for text with a byte order mark and for bytes without control characters."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decoded_text(head[: len(head) // 2 * 2], whole=False) is not None
    return len(head) == len(head.translate(None, _CONTROLS))


def decoded_text(data: bytes, *, whole: bool = True) -> str | None:
    """The text, or None when it is none. Without any hint old editing systems mean Latin-1."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding, "strict" if whole else "ignore").lstrip("\ufeff")
            except UnicodeDecodeError:
                return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_text(path: Path, *, longest_line: int = MAX_LINE) -> str:
    """The whole text of `path`.

    Raises `Refused`: `media:too_large_text`, `media:line_too_long`, `media:not_media`.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise Refused(
            "media:too_large_text",
            gettext_noop("%(size)s bytes, at most %(most)s"),
            size=size,
            most=MAX_BYTES,
        )
    text = decoded_text(path.read_bytes())
    if text is None or "\0" in text:
        raise Refused("media:not_media", gettext_noop("text with broken encoding"))
    if _has_longer_line(text, longest_line):
        raise Refused(
            "media:line_too_long", gettext_noop("more than %(most)s characters"), most=longest_line
        )
    return text


def line_count(text: str) -> int:
    """How many lines `text` has, whatever they end with."""
    ends = text.count("\n") + text.count("\r") - text.count("\r\n")
    return ends + (not text.endswith(("\n", "\r")) and bool(text))


def _has_longer_line(text: str, most: int) -> bool:
    """Whether a line has more than `most` characters, without a list of all lines."""
    start = 0
    while len(text) - start > most:
        window = start, start + most + 1
        end = max(text.rfind("\n", *window), text.rfind("\r", *window))
        if end < 0:
            return True
        start = end + 1
    return False
