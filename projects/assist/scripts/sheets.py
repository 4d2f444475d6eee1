"""Breakdown sheets and the stripboard as PDF."""

from collections.abc import Iterator, Sequence

from projects.assist.scripts.breakdown import Breakdown
from projects.assist.scripts.sentences import Sentence
from projects.assist.scripts.strips import Strip
from projects.interchange.pdf_pages import A4_HIGH, A4_WIDE, BOLD, Colour, Pages, cut, wrapped
from projects.interchange.scripts.paging import spelled
from projects.interchange.scripts.scenes import Scene

_EDGE, _SMALL, _STEP = 42.0, 8.5, 11.0
_COLUMN = 46  # letters in one of two columns
_UNSURE = 0.6  # elements less sure have a question mark
#: Paper-like tints, so that a strip's words can be read on it.
TINTS: dict[str, Colour] = {
    "white": (1.0, 1.0, 1.0),
    "yellow": (1.0, 0.96, 0.62),
    "blue": (0.74, 0.86, 1.0),
    "green": (0.75, 0.94, 0.76),
    "pink": (1.0, 0.83, 0.89),
    "grey": (0.88, 0.88, 0.88),
}
#: Titles of the lists on a sheet, in the order in which they stand there.
TITLES = {
    "vehicle": "VEHICLES",
    "animal": "ANIMALS",
    "extras": "EXTRAS",
    "prop": "PROPS",
    "weapon": "WEAPONS",
    "wardrobe": "WARDROBE",
    "makeup": "MAKE-UP",
    "stunt": "STUNTS",
    "sfx": "SPECIAL EFFECTS",
    "vfx": "VISUAL EFFECTS",
    "sound": "SOUND",
}


def sheets(found: Breakdown, name: str) -> bytes:
    """A sheet a scene; lists that fill it go on, on the next page."""
    pages = Pages(title=f"Breakdown of {name}")
    for at, scene in enumerate(found.scenes):
        if not scene.omitted:
            _sheet(pages, found, at, name)
    return pages.document()


def _sheet(pages: Pages, found: Breakdown, at: int, name: str) -> None:
    scene = found.scenes[at]
    y = _head(pages, scene, found.sentences[at], _tint(found, scene), name)
    lines = list(_lists(found, at))
    top, column = y, 0
    for words, bold in lines:
        if y > A4_HIGH - _EDGE:
            column, y = (column + 1) % 2, top
            if not column:
                top = y = _head(pages, scene, [], _tint(found, scene), name)
        x = _EDGE + column * (A4_WIDE - 2 * _EDGE) / 2
        pages.text(x, y, words, _SMALL, BOLD if bold else "F1")
        y += _STEP


def _tint(found: Breakdown, scene: Scene) -> Colour:
    colour = next((s.colour for s in found.strips if s.scene == scene.index), "grey")
    return TINTS[colour]


def _head(
    pages: Pages, scene: Scene, sentences: Sequence[Sentence], tint: Colour, name: str
) -> float:
    """The upper part of a sheet; returns the line on which the lists begin."""
    pages.page()
    pages.text(_EDGE, _EDGE, cut(f"BREAKDOWN SHEET   {name}", 95), _SMALL)
    pages.box(_EDGE, _EDGE + 8, A4_WIDE - 2 * _EDGE, 46, tint)
    pages.text(_EDGE + 8, _EDGE + 27, cut(f"{scene.number}  {scene.heading.text}", 66), 12, BOLD)
    facts = f"page {scene.page}   length {spelled(scene.length)}"
    pages.text(_EDGE + 8, _EDGE + 45, facts, 10)
    y = _EDGE + 72
    told = " ".join(sentence.text for sentence in sentences if not sentence.speaker)
    for line in wrapped(told[:400], 95)[:4] if told else []:
        pages.text(_EDGE, y, line, _SMALL)
        y += _STEP
    return y + _STEP


def _lists(found: Breakdown, at: int) -> Iterator[tuple[str, bool]]:
    """(line, bold): cast with numbers of the board, then every kind of element that is there."""
    scene = found.scenes[at]
    if found.present[at]:
        yield "CAST", True
        for who in found.present[at]:
            silent = "" if who in scene.parts else " (does not speak)"
            yield cut(f"{found.characters[who].board:>3} {who}{silent}", _COLUMN), False
    if found.silent[at]:
        yield from [("", False), ("SILENT PARTS", True)]
        for person in found.silent[at]:
            yield cut(f"  ? {person['name']}", _COLUMN), False
    for kind, title in TITLES.items():
        some = [element for element in found.elements[at] if element.kind == kind]
        if some:
            yield from [("", False), (title, True)]
        for element in some:
            mark = "?" if element.sure < _UNSURE else " "
            yield cut(f"  {mark} {element.name}", _COLUMN), False
    yield from [("", False), ("? = ask before you count on it", False)]


def stripboard(found: Breakdown, name: str) -> bytes:
    """The strips in script order, then in shooting order, then who has which number."""
    pages = Pages(title=f"Stripboard of {name}")
    board = _Board(pages, found)
    board.strips(f"SCRIPT ORDER   {name}", found.strips)
    board.strips(f"SHOOTING ORDER   {name}", found.shooting)
    board.cast(f"CAST   {name}")
    return pages.document()


class _Board:
    HIGH = 17.0

    def __init__(self, pages: Pages, found: Breakdown) -> None:
        self.pages, self.found, self.y = pages, found, 0.0

    def _begin(self, title: str) -> None:
        self.pages.page()
        self.pages.text(_EDGE, _EDGE, cut(title, 95), _SMALL, BOLD)
        self.y = _EDGE + 12

    def strips(self, title: str, strips: Sequence[Strip]) -> None:
        self._begin(title)
        day = 0
        for strip in strips:
            if self.y > A4_HIGH - _EDGE - 2 * self.HIGH:
                self._begin(title)
            if strip.day != day:
                day = strip.day
                self._line(f"DAY {day}", (0.2, 0.2, 0.2), before=True)
            self._line(self._words(strip), TINTS[strip.colour])

    def _line(self, words: str, tint: Colour, before: bool = False) -> None:
        if before:
            self.pages.text(_EDGE + 5, self.y + 12, words, 10, BOLD)
        else:
            self.pages.box(_EDGE, self.y, A4_WIDE - 2 * _EDGE, self.HIGH, tint)
            self.pages.text(_EDGE + 5, self.y + 12, words, _SMALL)
        self.y += self.HIGH

    def _words(self, strip: Strip) -> str:
        scene = self.found.scenes[strip.scene - 1]
        there = self.found.present[scene.index - 1]
        boards = sorted(self.found.characters[who].board for who in there)
        cast = cut(",".join(map(str, boards)), 22)
        side, light = strip.side or "-", strip.light or "-"
        place, length = cut(strip.set, 38), spelled(strip.length)
        number = cut(scene.number, 6)
        return f"{number:<6} {side:<7} {place:<38} {light:<8} {length:>6}  {cast}"

    def cast(self, title: str) -> None:
        self._begin(title)
        for character in sorted(self.found.characters.values(), key=lambda c: c.board):
            if self.y > A4_HIGH - _EDGE:
                self._begin(title)
            words = f"{character.board:>4} {character.name} ({len(character.scenes)} scenes)"
            self.pages.text(_EDGE, self.y + 10, cut(words, 95), _SMALL)
            self.y += _STEP
