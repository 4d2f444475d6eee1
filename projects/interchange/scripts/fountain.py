"""Fountain, the plain text of screenplays (fountain.io, syntax 1.1), as people write it.

More is taken than the syntax asks: headings of other languages, headings with numbers before
them or without an empty line around them. Less too: `BANG!` before a line of action is no name.
"""

import re
from collections.abc import Iterator

from projects.interchange.scripts import model
from projects.interchange.scripts.cues import is_transition, looks_like_cue
from projects.interchange.scripts.headings import LONGEST_HEADING, is_heading, is_omitted
from projects.interchange.scripts.model import Element, Script

_KEY = re.compile(r"^([A-Za-z][A-Za-z _-]{0,30}):[ \t]*(.*)$")
_TITLE_KEYS = frozenset(
    "title credit author authors source draft contact copyright notes revision date episode "
    "format font series written".split()
)
_NUMBER = re.compile(r"\s*#\s*([\w.\-)(]{1,12})\s*#\s*$")
#: `A SHADOW` above `moves over the wall.` is the beginning of a sentence.
_SOMEBODY = re.compile(r"(?:AN?|THE|TWO|SEVERAL) ")
_ENDS_OF_LINES = re.compile(r"\r\n|\r|\n|\f|\x85|\u2028|\u2029")


def read_fountain(text: str) -> Script:
    """The elements of a Fountain file; notes and what is struck out are no part of a scene."""
    text = _ENDS_OF_LINES.sub("\n", text).lstrip("\ufeff")
    text, _struck = _without(text, "/*", "*/")
    text, noted = _without(text, "[[", "]]", never="\n\n")
    lines = text.split("\n")
    facts, first = _title_page(lines)
    notes = [Element(model.NOTE, words, line) for words, line in noted]
    elements = [*_Reader(lines, first).elements(), *notes]
    elements.sort(key=lambda element: element.line)
    draft = " ".join(facts.get(key, "") for key in ("draft", "revision", "draft date")).strip()
    return Script("fountain", elements, facts.get("title", ""), draft)


def _without(
    text: str, begins: str, ends: str, never: str = ""
) -> tuple[str, list[tuple[str, int]]]:
    """The text without what stands between the signs, and that with its line.

    Lines keep their numbers. A sign that is never closed is text, and so is one with `never`
    before it is closed: else a slip of the pen would swallow scenes.
    """
    kept: list[str] = []
    taken: list[tuple[str, int]] = []
    at, line, closed = 0, 1, -1
    while (begun := text.find(begins, at)) >= 0:
        first = begun + len(begins)
        closed = closed if closed >= first else text.find(ends, first)
        if closed < 0:
            break
        if never and text.find(never, first, closed) >= 0:
            line += text.count("\n", at, first)
            kept.append(text[at:first])
            at = first
            continue
        inner = text[first:closed]
        line += text.count("\n", at, begun)
        taken.append((inner.strip(), line))
        kept += [text[at:begun], "\n" * inner.count("\n")]
        line += inner.count("\n")
        at = closed + len(ends)
    return "".join([*kept, text[at:]]), taken


def _title_page(lines: list[str]) -> tuple[dict[str, str], int]:
    """What the title page says, and the first line behind it."""
    at = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    begins = _KEY.match(lines[at]) if at < len(lines) else None
    if not begins or begins[1].split()[0].lower() not in _TITLE_KEYS:
        return {}, at
    facts: dict[str, list[str]] = {}
    key = ""
    while at < len(lines) and lines[at].strip():
        told = _KEY.match(lines[at])
        if told and not is_heading(lines[at]):
            key = told[1].lower()
        facts.setdefault(key, []).append((told[2] if told else lines[at]).strip(" \t*_"))
        at += 1
    return {key: " ".join(filter(None, rows)) for key, rows in facts.items()}, at


def _is_size(bare: str) -> bool:
    """`.22 calibre gun` begins no scene; `.22 CALIBRE` does, as the syntax has it."""
    return bare[1].isdigit() and bare != bare.upper()


class _Reader:
    """One pass over the lines; what a line is depends on those beside it."""

    def __init__(self, lines: list[str], first: int) -> None:
        self.lines, self.at = lines, first

    def elements(self) -> Iterator[Element]:
        while self.at < len(self.lines):
            bare = self.lines[self.at].strip()
            if not bare:
                self.at += 1
            elif (element := self._marked(bare) or self._heading(bare)) is not None:
                self.at += 1
                yield element
            elif self._is_cue(bare):
                yield from self._speech()
            elif self._is_transition(bare):
                self.at += 1
                yield self._element(model.TRANSITION, bare.strip("*_"), self.at)
            else:
                yield self._action()

    def _element(self, kind: str, text: str, line: int = 0) -> Element:
        return Element(kind, text, line or self.at + 1)

    def _marked(self, bare: str) -> Element | None:
        """What its first sign says; None for `@` and everything without one."""
        if re.fullmatch(r"={3,}", bare):
            return self._element(model.PAGE_BREAK, "")
        if bare[0] == "." and len(bare) > 1 and bare[1] not in ". " and not _is_size(bare):
            return self._numbered(bare[1:].strip())
        if bare[0] == ">":
            centred = bare.endswith("<")
            kind = model.CENTRED if centred else model.TRANSITION
            return self._element(kind, bare.strip("> <"))
        kinds = {"=": model.SYNOPSIS, "#": model.SECTION, "~": model.LYRIC, "!": model.ACTION}
        if bare[0] in kinds:
            return self._element(kinds[bare[0]], bare.lstrip(bare[0]).strip())
        return None

    def _heading(self, bare: str) -> Element | None:
        if len(bare) > LONGEST_HEADING:
            return None
        if is_omitted(_NUMBER.sub("", bare)) and self._empty(-1) and self._empty(1):
            return self._numbered(bare)
        if not is_heading(_NUMBER.sub("", bare)):
            return None
        loose = bare == bare.upper() or "." in bare[:8]
        return self._numbered(bare) if loose or (self._empty(-1) and self._empty(1)) else None

    def _numbered(self, bare: str) -> Element:
        found = _NUMBER.search(bare) if len(bare) <= LONGEST_HEADING else None
        element = self._element(model.HEADING, bare[: found.start()] if found else bare)
        element.number = found[1] if found else ""
        return element

    def _empty(self, step: int) -> bool:
        at = self.at + step
        return not 0 <= at < len(self.lines) or not self.lines[at].strip()

    def _is_cue(self, bare: str) -> bool:
        """A name has an empty line before it, and words right below it."""
        if self._empty(1):
            return False
        if bare[0] == "@":
            return len(bare) > 1
        below = self.lines[self.at + 1].strip()
        if _SOMEBODY.match(bare) and below[0].islower():
            return False
        name = self._empty(-1) and looks_like_cue(bare)
        return name and not is_heading(below) and below[0] != ">"

    def _speech(self) -> Iterator[Element]:
        cue = self._element(model.CUE, self.lines[self.at].strip().lstrip("@"))
        cue.dual = cue.text.endswith("^")
        cue.text = cue.text.rstrip("^ ")
        yield cue
        self.at += 1
        closes = -1  # the line on which a direction of several lines ends
        while self.at < len(self.lines) and self._goes_on():
            bare = self.lines[self.at].strip()
            kind = model.LYRIC if bare.startswith("~") else model.DIALOGUE
            closes = self._closes(bare) if bare.startswith("(") else closes
            if self.at <= closes:
                kind = model.PARENTHETICAL
            if bare:
                yield self._element(kind, bare.lstrip("~"))
            self.at += 1

    def _closes(self, bare: str) -> int:
        """The line, of this and the next three, that ends in a bracket; -1 for none."""
        if ")" in bare:
            return self.at if bare.endswith(")") else -1
        ends = (n for n in range(self.at + 1, self.at + 4) if n < len(self.lines))
        return next((n for n in ends if self.lines[n].strip().endswith(")")), -1)

    def _goes_on(self) -> bool:
        """Two spaces on an otherwise empty line keep a speech together."""
        line = self.lines[self.at]
        if not line.strip():
            return len(line) >= 2 and not self._empty(1) and "\t" not in line
        heading = is_heading(line) and line.strip() == line.strip().upper()
        return not heading

    def _is_transition(self, bare: str) -> bool:
        return is_transition(bare.strip("*_"))

    def _action(self) -> Element:
        """Lines up to the next empty one, or up to a heading that follows without one."""
        begun = self.at
        told: list[str] = []
        while self.at < len(self.lines) and not self._empty(0):
            bare = self.lines[self.at].strip()
            if told and (bare[0] in "#>=~!" or self._heading(bare) or self._is_cue(bare)):
                break
            told.append(bare)
            self.at += 1
        return self._element(model.ACTION, "\n".join(told), begun + 1)
