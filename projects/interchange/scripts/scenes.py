"""The scenes of a script: heading, length, and who says how much in each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from projects.interchange.scripts import model, paging
from projects.interchange.scripts.cues import Cue, parse_cue, together
from projects.interchange.scripts.headings import Heading, is_omitted, parse_heading
from projects.interchange.scripts.model import Element, Script

_SPOKEN = frozenset({model.DIALOGUE, model.LYRIC})


@dataclass
class Part:
    """What one character says in one scene: `speeches` (cues), `lines` as printed, `words`."""

    name: str
    speeches: int = 0
    lines: int = 0
    words: int = 0
    dual: int = 0
    extensions: Counter[str] = field(default_factory=Counter)


@dataclass
class Scene:
    """`index` counts from 1 in script order, `page` from 1; `length` is in eighths of a page."""

    index: int
    heading: Heading
    elements: list[Element]
    page: int = 1
    length: int = 1
    line: int = 0
    omitted: bool = False
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """As printed; where nothing is, its place in the script."""
        return self.heading.number or str(self.index)

    def speeches(self) -> list[tuple[Element, Cue, list[Element]]]:
        """Each cue with what belongs to it."""
        found: list[tuple[Element, Cue, list[Element]]] = []
        for element in self.elements:
            if element.kind == model.CUE:
                found.append((element, parse_cue(element.text), []))
            elif found and element.kind in _SPOKEN | {model.PARENTHETICAL}:
                found[-1][2].append(element)
        return found


def scenes_of(script: Script) -> list[Scene]:
    """The scenes in script order. What stands before the first heading belongs to none."""
    elements = list(script.elements)
    starts = [n for n, element in enumerate(elements) if element.kind == model.HEADING]
    places = paging.places(elements) if elements else []
    scenes = []
    ends = [*starts[1:], len(elements)]
    for index, (start, end) in enumerate(zip(starts, ends, strict=False), 1):
        scene = _scene(index, elements[start:end])
        scene.page = elements[start].page or int(places[start] // paging.LINES_OF_PAGE) + 1
        lines = places[end] - places[start]
        scene.length = elements[start].length or paging.eighths_of(lines)
        scenes.append(scene)
    known = {cue.name for scene in scenes for _e, cue, _s in scene.speeches()}
    for scene in scenes:
        _cast(scene, known)
    return scenes


def _scene(index: int, elements: Sequence[Element]) -> Scene:
    first = elements[0]
    heading = parse_heading(first.text, first.number)
    omitted = is_omitted(first.text)
    return Scene(index, heading, list(elements[1:]), line=first.line, omitted=omitted)


def _cast(scene: Scene, known: set[str]) -> None:
    for element, cue, spoken in scene.speeches():
        for name in together(cue.name, known) if cue.name else []:
            part = scene.parts.setdefault(name, Part(name))
            part.speeches += 1
            part.dual += element.dual
            part.extensions.update(cue.extensions)
            said = [e for e in spoken if e.kind in _SPOKEN]
            part.lines += sum(paging.height(e) for e in said)
            part.words += sum(len(e.text.split()) for e in said)
