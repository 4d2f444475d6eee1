"""Rows of a PDF page that are of the script: no page numbers, headers, margins or watermarks."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from projects.interchange.scripts.headings import is_heading
from projects.interchange.scripts.pdf_lines import Piece

_SAME_ROW = 3.5  # points between the base lines of one row
_TOP, _BOTTOM = 0.095, 0.93  # of the page's height: where headers and footers stand
_PAGE_NUMBER = re.compile(r"^(?:page\s*)?[-(]?\s*(\d{1,4})[A-Z]?\s*[.)\-]?(?:\s*of\s*\d+)?$", re.I)
#: Never a name with an extension: `KIM (CONT'D)`.
_CONTINUED = re.compile(
    r"^(?:\d[\w.]{0,5}\s+)?(?:\(?CONTINUED\)?:?|CONT['’]?D?[.:])(?:\s*\(\d+\))?"
    r"(?:\s+\d[\w.]{0,5})?$"
)
_NUMBER = re.compile(r"^[A-Z]{0,3}\d{1,4}[A-Z]{0,3}(?:[.\-]\d{1,2})?[.)]?$")
MORE = re.compile(r"^\(\s*(?:MORE|WEITER|SUITE)\s*\)$", re.IGNORECASE)
_LARGE = 1.7  # of the usual size: a watermark, or a title


@dataclass
class Row:
    """One printed line: `pieces` from left to right, `number` from the margins, if any."""

    page: int
    y: float
    pieces: list[Piece]
    number: str = ""
    marked: bool = False  # with a revision's asterisk

    @property
    def x(self) -> float:
        return self.pieces[0].x

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


@dataclass
class Layout:
    """What holds for all pages: `action` is the column of headings, in points from the left."""

    rows: list[Row]
    action: float
    leading: float
    offset: int = 0  # pages of the file before the script's first


def rows_of(pieces: Sequence[Piece]) -> Layout:
    """The rows in reading order. An empty list where there is no text."""
    usual = median([piece.size for piece in pieces]) if pieces else 12.0
    kept = [piece for piece in pieces if piece.size < usual * _LARGE]
    rows = _grouped(kept)
    high = max((row.y for row in rows), default=0.0) * 1.05
    numbers = _printed(rows, high)
    rows = [row for row in rows if not _is_margin(row, high)]
    rows = _without_repeated(rows, high)
    action = _column(rows)
    for row in rows:
        _take_margins(row, action)
    rows = [row for row in rows if row.pieces and not _CONTINUED.match(row.text.strip())]
    return Layout(rows, action, _leading(rows), _offset(numbers, rows))


def _grouped(pieces: Sequence[Piece]) -> list[Row]:
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.page, piece.y, piece.x)):
        if rows and rows[-1].page == piece.page and piece.y - rows[-1].y < _SAME_ROW:
            rows[-1].pieces.append(piece)
        else:
            rows.append(Row(piece.page, piece.y, [piece]))
    for row in rows:
        row.pieces.sort(key=lambda piece: piece.x)
    return rows


def _is_margin(row: Row, high: float) -> bool:
    """A page's number, on its own in the upper or lower margin."""
    outside = row.y < high * _TOP * 1.3 or row.y > high * _BOTTOM
    return outside and bool(_PAGE_NUMBER.match(row.text))


def _printed(rows: Sequence[Row], high: float) -> list[tuple[int, int]]:
    """(page of the file, number printed on it)."""
    found = []
    for row in rows:
        number = _PAGE_NUMBER.match(row.pieces[-1].text)
        if number and (row.y < high * _TOP * 1.3 or row.y > high * _BOTTOM):
            found.append((row.page, int(number[1])))
    return found


def _offset(numbers: Sequence[tuple[int, int]], rows: Sequence[Row]) -> int:
    """By the printed numbers, or by the first page that has a heading."""
    told = Counter(page - number for page, number in numbers).most_common(1)
    if told and told[0][1] >= 2:
        return told[0][0]
    first = next((row.page for row in rows if is_heading(row.text)), 1)
    return first - 1


def _without_repeated(rows: list[Row], high: float) -> list[Row]:
    """Headers, footers and level watermarks stand at one place on many pages."""
    pages = len({row.page for row in rows})
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in rows:
        for piece in row.pieces:
            places[_place(piece)].add(piece.page)
    kept = []
    for row in rows:
        row.pieces = [p for p in row.pieces if not _is_repeated(p, places[_place(p)], pages, high)]
        if row.pieces:
            kept.append(row)
    return kept


def _is_repeated(piece: Piece, on: set[int], pages: int, high: float) -> bool:
    """In the margins a third page tells; between them it must be nearly every page."""
    if piece.y < high * _TOP or piece.y > high * _BOTTOM:
        return len(on) >= max(3, pages * 0.3)
    return pages >= 5 and len(on) >= pages * 0.8


def _place(piece: Piece) -> tuple[str, int]:
    return re.sub(r"\d+", "0", piece.text), round(piece.y / 3) * 1000 + round(piece.x / 20)


def _column(rows: Sequence[Row]) -> float:
    """Where most headings begin; without any, the leftmost column with a tenth of the rows."""
    heads = Counter(
        round(piece.x) for row in rows for piece in row.pieces[:2] if is_heading(piece.text)
    )
    if heads:
        return float(heads.most_common(1)[0][0])
    lefts = Counter(round(row.x) for row in rows)
    often = [x for x, count in lefts.items() if count * 10 >= len(rows)]
    return float(min(often or lefts or [0]))


def _take_margins(row: Row, action: float) -> None:
    """Scene numbers left and right of the text, and the asterisks of a revision."""
    row.marked = any(piece.text.strip("* ") == "" for piece in row.pieces)
    row.pieces = [piece for piece in row.pieces if piece.text.strip("* ")]
    left = [p for p in row.pieces if p.x < action - 8 and _NUMBER.match(p.text)]
    if left and len(row.pieces) > 1:
        row.number = left[0].text.strip(".)")
        row.pieces = [p for p in row.pieces if p.text.strip(".)") != row.number]
        _cut_number(row)
    if row.pieces and len(row.pieces) > 1 and is_heading(row.pieces[0].text):
        last = row.pieces[-1]
        if _NUMBER.match(last.text) and last.x > action + 300:
            row.number = row.number or last.text.strip(".)")
            row.pieces.pop()


def _cut_number(row: Row) -> None:
    """A heading that fills its line touches the number in the right margin."""
    if row.pieces and row.pieces[-1].text.endswith(f" {row.number}"):
        text = row.pieces[-1].text[: -len(row.number)].rstrip()
        row.pieces[-1] = row.pieces[-1]._replace(text=text)


def _leading(rows: Sequence[Row]) -> float:
    """The smallest distance of two rows that is usual, in points."""
    steps = Counter(
        round(b.y - a.y) for a, b in pairwise(rows) if a.page == b.page and 8 < b.y - a.y < 40
    )
    # Scripts with many short speeches have more double steps than single ones.
    often = [step for step, count in steps.items() if count > 1 and count * 50 >= steps.total()]
    return float(min(often)) if often else 12.0
