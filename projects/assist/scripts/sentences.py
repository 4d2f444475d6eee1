"""Sentences of the action, each with where it stands and whom it is about."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from projects.interchange.scripts import model
from projects.interchange.scripts.scenes import Scene

_ABBREVIATED = "".join(rf"(?<!\b{word}\.)" for word in "Mr Mrs Ms Dr St Jr Sr Lt Sgt [A-Z]".split())
_ENDS = re.compile(rf"{_ABBREVIATED}(?<=[.!?…])[\"”’)]*\s+(?=[A-ZÀ-Þ\"“‘(\d*_])")
LONGEST, _TOO_LONG = 400, 1500  # characters
_HE, _SHE = re.compile(r"\b(?:he|his|him)\b", re.I), re.compile(r"\b(?:she|her)\b", re.I)


@dataclass(frozen=True)
class Sentence:
    """`line` as `Element.line`; `spoken` is false for action and true for stage directions
    inside a speech, whose `speaker` it then is about.
    """

    text: str
    line: int
    speaker: str = ""


def split(text: str) -> list[str]:
    """The sentences of a paragraph, without emphasis."""
    plain = " ".join(text.replace("*", "").replace("_", " ").split())
    return [piece for part in _ENDS.split(plain) if part.strip() for piece in pieces(part.strip())]


def pieces(sentence: str) -> list[str]:
    """One that nobody would call a sentence is divided: patterns take their time squared."""
    if len(sentence) <= _TOO_LONG:
        return [sentence]
    return textwrap.wrap(sentence, _TOO_LONG, break_on_hyphens=False)


def shown(text: str) -> str:
    """As much of a sentence as a sheet has room for."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def sentences_of(scene: Scene) -> Iterator[Sentence]:
    """What is seen in a scene: its action, and the directions between the lines of a speech."""
    speaker = ""
    for element in scene.elements:
        if element.kind == model.CUE:
            speaker = next(
                (name for name in scene.parts if element.text.upper().startswith(name)), ""
            )
        elif element.kind == model.ACTION:
            speaker = ""
            for text in split(element.text):
                yield Sentence(text, element.line)
        elif element.kind == model.PARENTHETICAL:
            for text in pieces(element.text.strip("() ")):
                yield Sentence(text, element.line, speaker)


class People:
    """Finds the names of speaking characters in a sentence."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(set(names), key=len, reverse=True)
        words = "|".join(re.escape(name) for name in self.names)
        self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) if words else None

    def within(self, text: str) -> list[tuple[int, str]]:
        """(place, name) in order. A name must begin with a capital: `Rose`, not `rose`."""
        if not self._pattern:
            return []
        found = self._pattern.finditer(text)
        return [(m.start(), m[0].upper()) for m in found if m[0][0] == m[0][0].upper()]


class Subjects:
    """Who is meant, sentence by sentence: a name, or the last one named when it is a pronoun."""

    def __init__(self, people: People) -> None:
        self.people, self.last = people, ""

    def of(self, sentence: Sentence) -> tuple[str, float]:
        """(name, how sure 0..1); an empty name when nobody known is meant."""
        if sentence.speaker:
            return sentence.speaker, 0.9
        named = self.people.within(sentence.text)
        if named:
            self.last = named[0][1]
            return self.last, 0.9 if len({name for _at, name in named}) == 1 else 0.7
        if self.last and (_HE.search(sentence.text) or _SHE.search(sentence.text)):
            return self.last, 0.6
        return "", 0.0


def present(scene: Scene, sentences: Sequence[Sentence], people: People) -> list[str]:
    """Who speaks or is named in the action, in the order in which they appear."""
    named = [name for s in sentences for _at, name in people.within(s.text)]
    return list(dict.fromkeys([*named, *scene.parts]))
