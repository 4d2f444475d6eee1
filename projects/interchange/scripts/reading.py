"""Any of the three formats, told by what is in the file and not by its name."""

from pathlib import Path

from projects.interchange.scripts import model
from projects.interchange.scripts.final_draft import read_final_draft
from projects.interchange.scripts.fountain import read_fountain
from projects.interchange.scripts.model import Script
from projects.interchange.scripts.pdf_script import read_pdf_script
from projects.media.refusal import Refused, gettext_noop
from projects.media.texts import decoded_text

MOST_BYTES, LONGEST_LINE, MOST_LINES = 16 * 1024 * 1024, 100_000, 500_000
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x1f\x8b", b"\x00\x00\x00", b"\x89PNG")


def read_script(path: Path) -> Script:
    """The screenplay at `path`.

    Raises `Refused`: `media:empty`, `media:bad_xml`, `media:too_large_text`,
    `media:line_too_long`, `script:…` (see `projects.errors_of_scripts`).
    """
    with path.open("rb") as file:
        head = file.read(1024)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Refused("media:empty")
    if b"%PDF-" in head:
        return read_pdf_script(path)
    if path.stat().st_size > MOST_BYTES:
        size = path.stat().st_size
        raise Refused("media:too_large_text", gettext_noop("%(size)s bytes"), size=size)
    if head.startswith(_PACKED):
        raise Refused("script:not_a_script")
    data = path.read_bytes()
    start = decoded_text(head[:1024], whole=False) or ""
    if start.replace("\0", "").lstrip("\ufeff \t\r\n").startswith("<"):
        return read_final_draft(data.lstrip(b" \t\r\n"))
    return _read_text(data)


def _read_text(data: bytes) -> Script:
    text, warnings = _decoded(data)
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise Refused("script:too_long", gettext_noop("more than %(most)s lines"), most=MOST_LINES)
    if len(max(lines, key=len, default="")) > LONGEST_LINE:
        said = gettext_noop("more than %(most)s characters")
        raise Refused("media:line_too_long", said, most=LONGEST_LINE)
    script = read_fountain(text)
    script.warnings += warnings
    if not any(element.kind in (model.HEADING, model.CUE) for element in script.elements):
        _check_is_text(text)
    return script


def _decoded(data: bytes) -> tuple[str, list[tuple[str, dict[str, int]]]]:
    """The text, without NUL, and what is to be said of it."""
    zeros = data.count(0)
    if zeros * 3 > len(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        order = "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"
        data = data.decode(order, "replace").encode()
    text = decoded_text(data)
    if text is None:
        text = data.decode("utf-16", "replace")
    count = text.count("\0")
    warnings = [("zeros", {"count": count})] if count else []
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            warnings.append(("old_encoding", {}))
    return text.replace("\0", ""), warnings


def _check_is_text(text: str) -> None:
    odd = sum(1 for letter in text[:20_000] if ord(letter) < 32 and letter not in "\t\r\n\f")
    if odd * 50 > len(text[:20_000]):
        raise Refused("script:not_a_script")
