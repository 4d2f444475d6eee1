"""A script broken down: scenes with their people and elements, strips, and hints."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from projects.assist.scripts.continuity import Continuity, lint
from projects.assist.scripts.elements import Found, elements_of
from projects.assist.scripts.introduced import introduced
from projects.assist.scripts.sentences import People, Sentence, present, sentences_of
from projects.assist.scripts.strips import Strip, script_order, shooting_order
from projects.interchange.scripts import paging
from projects.interchange.scripts.model import Script
from projects.interchange.scripts.scenes import Part, Scene


@dataclass
class Character:
    """A cue's name over the whole script; `scenes` are indexes, `board` its number on the board.

    `maybe_same` are other names that could be the same person's.
    """

    name: str
    board: int = 0
    scenes: list[int] = field(default_factory=list)
    speeches: int = 0
    lines: int = 0
    words: int = 0
    dual: int = 0
    extensions: Counter[str] = field(default_factory=Counter)
    maybe_same: list[str] = field(default_factory=list)
    first_words: str = ""

    def add(self, scene: int, part: Part) -> None:
        self.scenes.append(scene)
        self.speeches += part.speeches
        self.lines += part.lines
        self.words += part.words
        self.dual += part.dual
        self.extensions.update(part.extensions)


@dataclass
class Breakdown:
    """Lists that go by scene have one entry a scene, in script order."""

    script: Script
    scenes: list[Scene]
    pages: int
    characters: dict[str, Character]
    sentences: list[list[Sentence]]
    present: list[list[str]]
    silent: list[list[dict[str, str | float]]]
    elements: list[list[Found]]
    story: Continuity
    strips: list[Strip]
    shooting: list[Strip]


def break_down(
    script: Script,
    scenes: list[Scene],
    *,
    least: float = 0.0,
    pages_a_day: float = 0.0,
    told: Callable[[float], None] = lambda share: None,
) -> Breakdown:
    """Everything that the rules find in the scenes of a script.

    Elements less sure than `least` are left out.

    `told` hears the share that is done, 0..1; it may raise.
    """
    characters = characters_of(scenes)
    people = People(characters)
    sentences = [list(sentences_of(scene)) for scene in scenes]
    elements: list[list[Found]] = []
    for number, some in enumerate(sentences):
        told(0.7 * number / len(scenes))
        elements.append([found for found in elements_of(some, people) if found.sure >= least])
    told(0.7)
    story = lint(scenes, sentences, people)
    strips = script_order(scenes)
    _first_words(characters, sentences, people)
    return Breakdown(
        script,
        scenes,
        _pages(script, scenes),
        characters,
        sentences,
        [present(s, t, people) for s, t in zip(scenes, sentences, strict=True)],
        [introduced(some, people.names) for some in sentences],
        elements,
        story,
        strips,
        shooting_order(strips, pages_a_day),
    )


def characters_of(scenes: Sequence[Scene]) -> dict[str, Character]:
    """By name; those with most speeches have the lowest numbers on the board."""
    found: dict[str, Character] = {}
    for scene in scenes:
        for part in scene.parts.values():
            found.setdefault(part.name, Character(part.name)).add(scene.index, part)
    ordered = sorted(found.values(), key=lambda c: (-c.speeches, c.scenes[0]))
    for number, character in enumerate(ordered, 1):
        character.board = number
        character.maybe_same = _maybe_same(character.name, found)
    return found


def _maybe_same(name: str, names: dict[str, Character]) -> list[str]:
    """Names of which one has all words of the other: BOB and CYBER BOB. `MAN #2` is not `MAN`."""
    own = set(name.split())
    return [
        other
        for other in names
        if other != name
        and (own <= set(other.split()) or set(other.split()) <= own)
        and not re.search(r"\d", name + other)
    ]


def _first_words(
    characters: dict[str, Character], sentences: Sequence[Sequence[Sentence]], people: People
) -> None:
    """The sentence in which each is named first: scripts introduce people there."""
    for some in sentences:
        for sentence in some:
            for _at, name in people.within(sentence.text):
                character = characters.get(name)
                if character and not character.first_words:
                    character.first_words = sentence.text[:400]


def _pages(script: Script, scenes: Sequence[Scene]) -> int:
    """As the file has them, or as its lines make them."""
    told = max((scene.page for scene in scenes), default=1)
    if script.format == "fdx" and script.pages:
        return max(told, script.pages)
    places = paging.places(list(script.elements))
    return max(told, int((places[-1] - 1) // paging.LINES_OF_PAGE) + 1)
