"""A screenplay from a PDF, by the columns its text stands in.

Headings and action begin in one column, dialogue further in, names further still. Where a file
keeps no such columns, its text is read as Fountain, by its empty lines, and a warning says so.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from projects.interchange.scripts import model
from projects.interchange.scripts.cues import is_transition, looks_like_cue, parse_cue
from projects.interchange.scripts.fountain import read_fountain
from projects.interchange.scripts.headings import is_heading, is_omitted
from projects.interchange.scripts.model import Element, Script
from projects.interchange.scripts.pdf_lines import Piece, read_pieces
from projects.interchange.scripts.pdf_rows import MORE, Layout, Row, rows_of
from projects.media.refusal import Refused, gettext_noop

_INDENT = 30.0  # points: less than this further in is still the column of action
_NAME = 85.0  # a name stands at least so far in
_FAR = 250.0  # a line so far in is a transition
_LOOSE = 1.5  # of the leading: a larger step is an empty line
_LEAST = 20  # letters on a page, on average, below which it is a picture of text


def read_pdf_script(path: Path) -> Script:
    """The elements of a PDF. Raises `Refused` as `read_pieces` does, and `script:no_text`."""
    pieces, pages = read_pieces(path)
    if sum(len(piece.text) for piece in pieces) < _LEAST * pages or not pieces:
        raise Refused("script:no_text", gettext_noop("%(pages)s pages"), pages=pages)
    layout = rows_of(pieces)
    script = Script("pdf", list(_Reader(layout).elements()), _title(pieces, layout), pages=pages)
    if _speaks(script):
        return script
    plain = read_fountain(_as_text(layout))
    if not _speaks(plain):
        return script
    plain.format, plain.title, plain.pages = "pdf", script.title, pages
    plain.warnings.append(("no_columns", {}))
    return plain


def _title(pieces: Sequence[Piece], layout: Layout) -> str:
    """The first line of a title page, which is one before the script's first."""
    first = next((piece for piece in pieces if piece.page == 1), None)
    return first.text[:200].strip(' "“”') if first and layout.offset > 0 else ""


def _speaks(script: Script) -> bool:
    return any(element.kind == model.CUE for element in script.elements)


def _as_text(layout: Layout) -> str:
    lines: list[str] = []
    before: Row | None = None
    for row in layout.rows:
        if before and _is_loose(before, row, layout):
            lines.append("")
        lines.append(row.text)
        before = row
    return "\n".join(lines)


def _is_loose(before: Row, row: Row, layout: Layout) -> bool:
    return before.page != row.page or row.y - before.y > layout.leading * _LOOSE


class _Reader:
    """One pass over the rows, looking one row ahead."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.rows, self.at = layout, layout.rows, 0
        self.said: str | None = None  # who speaks on the page before, when (MORE) follows

    def elements(self) -> Iterator[Element]:
        while self.at < len(self.rows):
            row = self.rows[self.at]
            if self._begins_scene(row):
                yield self._heading(row)
            elif len(row.pieces) > 1 and self._are_names(row):
                yield from self._dual(row)
            elif self._is_name(self.at):
                yield from self._speech(row)
            elif self._is_transition(row):
                self.at += 1
                yield self._element(model.TRANSITION, row)
            else:
                yield self._action(row)

    def _element(self, kind: str, row: Row, text: str = "") -> Element:
        page = max(row.page - self.layout.offset, 1)
        revision = "*" if row.marked else ""
        return Element(kind, text or row.text, self.at, page, row.number, revision=revision)

    def _in(self, row: Row) -> float:
        return row.x - self.layout.action

    def _begins_scene(self, row: Row) -> bool:
        if is_omitted(row.text):
            return bool(row.number) or self._in(row) < _INDENT
        near = self._in(row) < _INDENT
        numbered = bool(row.number) and row.text == row.text.upper()
        return near and (is_heading(row.text) or numbered)

    def _heading(self, row: Row) -> Element:
        """A long one goes on below, in capitals and without an empty line."""
        element = self._element(model.HEADING, row)
        self.at += 1
        while self._follows(row) and not is_omitted(element.text):
            below = self.rows[self.at]
            capitals = below.text == below.text.upper() and self._in(below) < _INDENT
            if not capitals or is_heading(below.text) or below.number:
                break
            element.text += f" {below.text}"
            row, self.at = below, self.at + 1
        return element

    def _follows(self, row: Row) -> bool:
        """Whether there is a next row right below."""
        more = self.at < len(self.rows)
        return more and not _is_loose(row, self.rows[self.at], self.layout)

    def _is_name(self, at: int) -> bool:
        row = self.rows[at]
        inner = _NAME < self._in(row) < _FAR + 60
        if not inner or len(row.pieces) > 1 or not looks_like_cue(row.text):
            return False
        if at + 1 == len(self.rows):
            return False
        below = self.rows[at + 1]
        near = row.page != below.page or not _is_loose(row, below, self.layout)
        return near and _INDENT < self._in(below) < self._in(row) + 25

    def _are_names(self, row: Row) -> bool:
        """Two names side by side are two who speak at once."""
        apart = row.pieces[-1].x - row.pieces[0].right > 40
        return apart and len(row.pieces) == 2 and all(looks_like_cue(p.text) for p in row.pieces)

    def _speech(self, row: Row) -> Iterator[Element]:
        name = parse_cue(row.text).name
        if self.said != name:
            yield self._element(model.CUE, row)
        self.said = None
        self.at += 1
        yield from self._spoken(row, name)

    def _spoken(self, row: Row, name: str) -> Iterator[Element]:
        told: list[Element] = []
        while self._goes_on(row, told) and self._in(self.rows[self.at]) > _INDENT:
            if self._is_name(self.at) or is_transition(self.rows[self.at].text):
                break
            row = self.rows[self.at]
            if MORE.match(row.text):
                self.said = name
                self.at += 1
                break
            _add_spoken(told, self._element(model.DIALOGUE, row))
            self.at += 1
        yield from told

    def _goes_on(self, row: Row, told: Sequence[Element]) -> bool:
        """Right below, or at the top of the next page in the column of the speech."""
        if self._follows(row):
            return True
        if self.at == len(self.rows) or self.rows[self.at].page == row.page:
            return False
        return not told or abs(self.rows[self.at].x - row.x) < 6

    def _dual(self, row: Row) -> Iterator[Element]:
        """Left and right are told one after the other, the right one as spoken at once."""
        middle = (row.pieces[0].right + row.pieces[1].x) / 2
        sides: list[list[Element]] = [[], []]
        cues = [self._element(model.CUE, row, piece.text) for piece in row.pieces]
        cues[1].dual = True
        self.at += 1
        while self._follows(row):
            row = self.rows[self.at]
            for piece in row.pieces:
                side = sides[piece.x > middle - 60 if len(row.pieces) == 1 else piece.x > middle]
                _add_spoken(side, self._element(model.DIALOGUE, row, piece.text))
            self.at += 1
        yield from [cues[0], *sides[0], cues[1], *sides[1]]

    def _is_transition(self, row: Row) -> bool:
        return is_transition(row.text) or (
            self._in(row) > _FAR and row.text == row.text.upper() and row.text.endswith((":", "."))
        )

    def _action(self, row: Row) -> Element:
        element = self._element(model.ACTION, row)
        self.at += 1
        while self._follows(row):
            below = self.rows[self.at]
            if self._begins_scene(below) or self._is_name(self.at) or abs(below.x - row.x) > 60:
                break
            element.text += f" {below.text}"
            row, self.at = below, self.at + 1
        return element


def _add_spoken(told: list[Element], element: Element) -> None:
    """A row of a speech, joined to the one before where both are of one kind."""
    last = told[-1] if told else None
    is_open = bool(last and last.kind == model.PARENTHETICAL and ")" not in last.text)
    if is_open or element.text.startswith("("):
        element.kind = model.PARENTHETICAL
    if last and last.kind == element.kind and (is_open or element.kind == model.DIALOGUE):
        last.text += f" {element.text}"
    else:
        told.append(element)
