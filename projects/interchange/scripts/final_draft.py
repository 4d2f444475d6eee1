"""Final Draft's XML (FDX): paragraphs that say what they are.

Read as a stream, with limits and without entities. What is nested in a paragraph but is not of
the script (script notes, summaries, title page, headers) is left out.
"""

import re
from typing import Any
from xml.parsers import expat

from projects.interchange.scripts import model
from projects.interchange.scripts.cues import is_transition
from projects.interchange.scripts.headings import is_heading
from projects.interchange.scripts.model import Element, Script
from projects.media.markup import refused_as
from projects.media.refusal import Refused, gettext_noop

_KINDS = {
    "Scene Heading": model.HEADING,
    "Action": model.ACTION,
    "General": model.ACTION,
    "Shot": model.ACTION,
    "Character": model.CUE,
    "Parenthetical": model.PARENTHETICAL,
    "Dialogue": model.DIALOGUE,
    "Transition": model.TRANSITION,
    "Lyrics": model.LYRIC,
    "Singing": model.LYRIC,
    "New Act": model.SECTION,
    "End of Act": model.SECTION,
    "Outline 1": model.SECTION,
    "Outline Body": model.SYNOPSIS,
    "Cast List": model.NOTE,
}
_ASIDE = frozenset({"ScriptNote", "Summary", "SceneArcBeats", "SceneProperties"})
_DEEPEST, _MOST_PARAGRAPHS = 60, 200_000


def read_final_draft(data: bytes) -> Script:
    """The elements of an FDX file. Raises `Refused("media:bad_xml")` or `script:not_a_script`."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refused_as(error) from error
    script = Script("fdx", reader.elements, " ".join(reader.title[:1]))
    script.revisions, script.draft = reader.colours, reader.draft()
    script.pages = max((element.page for element in reader.elements), default=0)
    return script


class _Reader:
    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.colours: dict[str, str] = {}
        self.title: list[str] = []
        self.path: list[str] = []
        self.open: list[_Paragraph] = []
        self.active = ""
        self.count, self.duals = 0, 0
        parser = self.parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = _entity
        parser.ExternalEntityRefHandler = _entity

    def draft(self) -> str:
        """The colour of the revision that was being written."""
        return self.colours.get(self.active, "")

    def _start(self, name: str, given: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if not self.path and local != "FinalDraft":
            raise Refused("script:not_a_script")
        self.path.append(local)
        if len(self.path) > _DEEPEST:
            raise Refused("media:deep_xml", gettext_noop("more than %(most)s levels"), most=60)
        if local == "Paragraph":
            self._begin(given)
        elif local == "SceneProperties" and self.open:
            self.open[-1].length = eighths(given.get("Length", ""))
            self.open[-1].page = _whole(given.get("Page", ""))
        elif local == "DualDialogue":
            self.duals = 1
        elif local == "Text" and self.open and given.get("RevisionID", "0") != "0":
            self.open[-1].revision = given["RevisionID"]
        elif local == "Revisions":
            self.active = given.get("ActiveSet", "")
        elif local == "Revision":
            self.colours[given.get("ID", "")] = given.get("Name", "")[:60]

    def _begin(self, given: dict[str, str]) -> None:
        self.count += 1
        if self.count > _MOST_PARAGRAPHS:
            said = gettext_noop("more than %(most)s paragraphs")
            raise Refused("media:too_large_text", said, most=_MOST_PARAGRAPHS)
        kind = _KINDS.get(given.get("Type", "Action"), model.ACTION)
        self.open.append(_Paragraph(kind, given.get("Number", "").strip()[:20]))

    def _words(self, text: str) -> None:
        if self.open and self.path[-1] == "Text":
            self.open[-1].parts.append(text)

    def _end(self, _name: str) -> None:
        local = self.path.pop()
        if local == "DualDialogue":
            self.duals = 0
        if local != "Paragraph":
            return
        paragraph = self.open.pop()
        text = re.sub(r"[ \t\xa0]+", " ", "".join(paragraph.parts)).strip()
        if "TitlePage" in self.path:
            self.title += [text] if text else []
        elif text and self.path[:2] == ["FinalDraft", "Content"] and not _ASIDE & set(self.path):
            self._keep(paragraph, text)

    def _keep(self, paragraph: "_Paragraph", text: str) -> None:
        element = Element(paragraph.kind, text, self.count, paragraph.page, paragraph.number)
        element.length, element.revision = paragraph.length, paragraph.revision
        if element.kind == model.ACTION and is_heading(text) and text == text.upper():
            element.kind = model.HEADING  # typed by hand, its style forgotten
        elif element.kind == model.ACTION and is_transition(text):
            element.kind = model.TRANSITION
        if element.kind == model.CUE and self.duals:
            element.dual = self.duals > 1
            self.duals += 1
        self.elements.append(element)


class _Paragraph:
    def __init__(self, kind: str, number: str) -> None:
        self.kind, self.number, self.parts = kind, number, list[str]()
        self.length = self.page = 0
        self.revision = ""


def _entity(*_told: object) -> Any:
    raise Refused("media:xml_entities")


def _whole(text: str) -> int:
    found = re.match(r"\d{1,5}", text)
    return int(found[0]) if found else 0


def eighths(text: str) -> int:
    """`1 3/8` is 11, `2/8` is 2, `2` is 16; 0 for anything else."""
    found = re.fullmatch(r"(?:(\d{1,3})(?:\s+|$))?(?:(\d)/8)?", text.strip())
    return int(found[1] or 0) * 8 + int(found[2] or 0) if found else 0
