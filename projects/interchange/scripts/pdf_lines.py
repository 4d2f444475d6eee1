"""Pieces of text of a PDF with where they stand, in a process of its own.

What draws PDFs is written in C++, and a file built to hurt it ends its process. So the pieces
are read by a child with limits and without secrets.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

from projects.apart.asking import Silent, answer, ask
from projects.apart.child import Ended
from projects.media.refusal import Refused, gettext_noop

SECONDS, MEMORY = 60, 1024**3
MOST_BYTES, MOST_PAGES, MOST_PIECES = 64 * 1024**2, 1500, 300_000
_GAP = 1.6  # of a letter's width: a wider space parts two columns or a number from its heading
_LETTER = 0.6  # of the size, in Courier


class Piece(NamedTuple):
    """A run of text on one line: `page` from 1, places in points from the upper left corner.

    `y` is the base line as near as the letters tell it, `size` that of the font.
    """

    page: int
    x: float
    right: float
    y: float
    size: float
    text: str


def read_pieces(path: Path) -> tuple[list[Piece], int]:
    """The pieces in the order of pages, and how many pages there are.

    Raises `Refused`: `script:locked`, `script:unreadable_pdf`, `script:too_long`.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Refused("script:too_long", gettext_noop("more than %(most)s MiB"), most=64)
    try:
        told = ask(__name__, json.dumps(str(path.resolve())), seconds=SECONDS)
    except Silent:
        raise Refused("script:unreadable_pdf", gettext_noop("it takes too long")) from None
    except Ended:
        raise Refused("script:unreadable_pdf", gettext_noop("its reader was stopped")) from None
    return _answer(json.loads(told))


def _answer(told: dict[str, Any]) -> tuple[list[Piece], int]:
    if told.get("refused") == "locked":
        raise Refused("script:locked")
    if told.get("refused") == "long":
        raise Refused("script:too_long", gettext_noop("more than %(most)s pages"), most=MOST_PAGES)
    if "refused" in told:
        raise Refused("script:unreadable_pdf", gettext_noop("it is broken"))
    return [Piece(*row) for row in told["pieces"]], told["pages"]


def pieces_of(path: Path) -> dict[str, Any]:
    """What the child tells: `pieces` and `pages`, or `refused`."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        return {"refused": "locked" if locked else "broken"}
    with document:
        if len(document) > MOST_PAGES:
            return {"refused": "long"}
        pieces: list[Piece] = []
        for number in range(len(document)):
            try:
                pieces += _Page(document[number], number + 1).pieces()
            except pdfium.PdfiumError:
                continue  # a page that cannot be read is one without text
            if len(pieces) > MOST_PIECES:
                return {"refused": "long"}
        return {"pieces": pieces, "pages": len(document)}


class _Page:
    """Reads one page. Letters are asked for their place only where a piece can begin or end."""

    def __init__(self, page: Any, number: int) -> None:
        import pypdfium2.raw as raw

        self.raw, self.number = raw, number
        self.high = page.get_height()
        self.text = page.get_textpage()
        self.handle = self.text.raw

    def pieces(self) -> list[Piece]:
        found, start = [], 0
        letters = self.text.get_text_range()
        count = self.text.count_chars()
        if len(letters) != count:  # letters outside the first plane, or ones left out
            get = self.raw.FPDFText_GetUnicode
            letters = "".join(chr(get(self.handle, n) or 32) for n in range(count))
        for line in letters.replace("\r", "\n").split("\n"):
            found += self._line(line, start)
            start += len(line) + 1
        return found

    def _line(self, line: str, start: int) -> list[Piece]:
        bare = line.strip()
        if not bare:
            return []
        first = start + len(line) - len(line.lstrip())
        if abs(self.raw.FPDFText_GetCharAngle(self.handle, first)) > 0.05:
            return []  # a watermark across the page
        size = self._size(first)
        found, begun = [], first
        for at in self._gaps(bare, first, size):
            found.append(self._piece(bare, first, begun, at[0], size))
            begun = at[1]
        found.append(self._piece(bare, first, begun, first + len(bare), size))
        return found

    def _gaps(self, bare: str, first: int, size: float) -> list[tuple[int, int]]:
        """Where a space is wider than one: the letter behind the piece, and the next one's."""
        found, at = [], bare.find(" ")
        while at > 0:
            end = at
            while bare[end] == " ":
                end += 1
            wide = self._box(first + end)[0] - self._box(first + at - 1)[1]
            if wide > (_GAP + 1) * _LETTER * size:
                found.append((first + at, first + end))
            at = bare.find(" ", end)
        return found

    def _piece(self, bare: str, first: int, begun: int, end: int, size: float) -> Piece:
        left, _right, low = self._box(begun)
        right = self._box(end - 1)[1]
        text = bare[begun - first : end - first].strip()
        y = round(self.high - low, 1)
        return Piece(self.number, round(left, 1), round(right, 1), y, round(size, 1), text)

    def _box(self, at: int) -> tuple[float, float, float]:
        """Left and right of a letter, and the base line."""
        box = self.raw.FS_RECTF()
        if self.raw.FPDFText_GetLooseCharBox(self.handle, at, box):
            return box.left, box.right, box.bottom
        return 0.0, 0.0, 0.0

    def _size(self, at: int) -> float:
        """As drawn: the font's own size means nothing where the page is scaled."""
        box = self.raw.FS_RECTF()
        if self.raw.FPDFText_GetLooseCharBox(self.handle, at, box) and box.top > box.bottom:
            return min(max(box.top - box.bottom, 1.0), 200.0)
        return 12.0


def _read(question: str) -> str:
    return json.dumps(pieces_of(Path(json.loads(question))))


if __name__ == "__main__":
    answer(_read, memory=MEMORY, cpu=SECONDS)
