"""Plain pages as PDF: text in Courier, boxes and rules; enough for the papers of a production.

Written by hand because the libraries that draw PDFs bring more than they are asked for: this
needs the standard fonts that every reader has. They hold the letters of Western Europe; others
are spelled in these (`pdf_text`), and whoever needs them as they are has the tables.
"""

import zlib
from dataclasses import dataclass, field

from anyascii import anyascii

A4_WIDE, A4_HIGH = 595.0, 842.0
COURIER, BOLD = "F1", "F2"
_FONTS = {COURIER: "Courier", BOLD: "Courier-Bold"}
#: Each letter of Courier is as wide as this part of the size.
LETTER = 0.6

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)


def pdf_text(text: str) -> str:
    """The text in letters the fonts have; anything else as ASCII spells it, controls left out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if " " <= letter <= "~":
        return letter
    if letter in "\t\n\r\xa0":
        return " "
    try:
        code = letter.encode("cp1252")[0]
    except UnicodeEncodeError:
        return anyascii(letter)
    return letter if code >= 0x80 else ""


def is_spelled(text: str) -> bool:
    """Whether `pdf_text` writes it in other letters than its own."""
    return any(letter.isalpha() and _letter(letter) != letter for letter in text)


def cut(text: str, most: int) -> str:
    """At most so many letters, with three dots where some are missing."""
    text = pdf_text(text)
    return text if len(text) <= most else text[: max(most - 3, 0)] + "..."


def wrapped(text: str, most: int) -> list[str]:
    """Lines of at most so many letters, broken between words where there are spaces."""
    lines: list[str] = []
    for word in pdf_text(text).split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
            continue
        while len(word) > most:
            lines.append(word[:most])
            word = word[most:]
        lines.append(word)
    return lines or [""]


@dataclass
class Pages:
    """Pages of one size in points (1/72 inch), drawn from the top left."""

    wide: float = A4_WIDE
    high: float = A4_HIGH
    title: str = ""
    drawn: list[list[str]] = field(default_factory=list)

    def page(self) -> None:
        """Begin a new page; all that follows is on it."""
        self.drawn.append([])

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10,
        font: str = COURIER,
        turn: bool = False,
    ) -> None:
        """A line of text; `y` is its base line. Turned text runs upwards."""
        matrix = "0 1 -1 0" if turn else "1 0 0 1"
        at = f"{matrix} {x:.1f} {self.high - y:.1f} Tm"
        self.drawn[-1].append(f"BT /{font} {size:.1f} Tf {at} ({_quoted(pdf_text(text))}) Tj ET")

    def box(self, x: float, y: float, wide: float, high: float, fill: Colour | None = None) -> None:
        """A rectangle with a thin rim; `y` is its upper edge."""
        inside = " ".join(f"{part:.3f}" for part in fill) + " rg " if fill else ""
        shape = f"{x:.1f} {self.high - y - high:.1f} {wide:.1f} {high:.1f} re"
        self.drawn[-1].append(f"q 0.5 w {inside}{shape} {'B' if fill else 'S'} Q")

    def document(self) -> bytes:
        """The pages as a PDF."""
        return _Document(self).written()


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


class _Document:
    """Objects, each with where it begins; 1 is the catalogue, 2 the list of pages."""

    def __init__(self, pages: Pages) -> None:
        self.pages, self.objects = pages, list[bytes]()

    def written(self) -> bytes:
        drawn = self.pages.drawn or [[]]
        first = 4 + len(_FONTS)
        kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(drawn)))
        self._add("<< /Type /Catalog /Pages 2 0 R >>")
        self._add(f"<< /Type /Pages /Kids [{kids}] /Count {len(drawn)} >>")
        self._add(f"<< /Title ({_quoted(pdf_text(self.pages.title))}) >>")
        for name in _FONTS.values():
            kind = "/Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding"
            self._add(f"<< {kind} /BaseFont /{name} >>")
        fonts = " ".join(f"/{name} {n} 0 R" for n, name in enumerate(_FONTS, 4))
        box = f"[0 0 {self.pages.wide:.0f} {self.pages.high:.0f}]"
        for n, page in enumerate(drawn):
            rest = f"/MediaBox {box} /Resources << /Font << {fonts} >> >>"
            content = f"/Contents {first + 2 * n + 1} 0 R"
            self._add(f"<< /Type /Page /Parent 2 0 R {rest} {content} >>")
            self._stream(page)
        return self._joined()

    def _add(self, words: str, data: bytes = b"") -> None:
        self.objects.append(words.encode("cp1252") + data)

    def _stream(self, lines: list[str]) -> None:
        data = zlib.compress("\n".join(lines).encode("cp1252"))
        head = f"<< /Length {len(data)} /Filter /FlateDecode >>\nstream\n"
        self._add(head, data + b"\nendstream")

    def _joined(self) -> bytes:
        out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, words in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, words)
        table = "".join(f"{place:010d} 00000 n \n" for place in places)
        begun, count = len(out), len(places) + 1
        out += f"xref\n0 {count}\n0000000000 65535 f \n{table}".encode()
        out += f"trailer\n<< /Size {count} /Root 1 0 R /Info 3 0 R >>\n".encode()
        return bytes(out) + f"startxref\n{begun}\n%%EOF\n".encode()
