"""Screenplays set as PDF, in the usual columns, with what real ones have around the text."""

from projects.interchange.pdf_pages import Pages, wrapped
from projects.interchange.scripts.fountain import read_fountain

#: Left edge in points and width in letters.
COLUMNS = {
    "heading": (108, 60),
    "action": (108, 60),
    "cue": (252, 35),
    "dialogue": (180, 35),
    "parenthetical": (223, 25),
    "transition": (430, 20),
    "centred": (250, 30),
    "lyric": (180, 35),
}
_SPACED = {"heading", "action", "cue", "transition", "centred"}


class Printer:
    """Sets a Fountain text; `numbers` in both margins, `mark` across and in each header."""

    def __init__(self, *, numbers=True, mark="Jane Doe", title="A FILM", shift=0, last=708):
        self.pages = Pages(612, 792)
        self.numbers, self.mark, self.shift, self.last = numbers, mark, shift, last
        self.page, self.y, self.who = 0, 999.0, ""
        if title:
            self.pages.page()
            self.pages.text(220, 300, title, 12)

    def set(self, text):
        scene, before = 0, ""
        for element in read_fountain(text).elements:
            if element.kind not in COLUMNS:
                continue
            scene += element.kind == "heading"
            self.y += 12 if element.kind in _SPACED else 0
            x, wide = COLUMNS[element.kind]
            capitals = element.kind in ("heading", "cue")
            words = element.text.upper() if capitals else element.text
            for number, line in enumerate(wrapped(words, wide)):
                self._room(element.kind, before)
                self.pages.text(x + self.shift, self.y, line, 12)
                if element.kind == "heading" and not number and self.numbers:
                    self._margins(str(scene))
                self.who = line if element.kind == "cue" else self.who
                self.y, before = self.y + 12, element.kind
        return self.pages.document()

    def _margins(self, number):
        self.pages.text(54 + self.shift, self.y, number, 12)
        self.pages.text(550, self.y, number, 12)

    def _room(self, kind, before):
        """A new page when this one is full; a speech tells that it goes on."""
        if self.y <= self.last:
            return
        goes_on = kind == before == "dialogue"
        if goes_on:
            self.pages.text(252 + self.shift, self.y, "(MORE)", 12)
        if self.page:
            self.pages.text(432, self.y + 24, "(CONTINUED)", 12)
        self.page, self.y = self.page + 1, 84.0
        self.pages.page()
        if self.page > 1:
            self.pages.text(520, 40, f"{self.page}.", 12)
            self.pages.text(54, 60, "CONTINUED: (2)", 12)
        if self.mark:
            self.pages.text(108, 30, f"{self.mark} CONFIDENTIAL", 12)
            self.pages.text(300, 600, self.mark, 60, turn=True)
        if goes_on:
            self.pages.text(252 + self.shift, self.y, f"{self.who} (CONT'D)", 12)
            self.y += 12


def printed(path, text, **wishes):
    """Write the PDF of a Fountain text to `path`."""
    path.write_bytes(Printer(**wishes).set(text))
    return path
