"""ASC colour decisions in XML: one (`.cc`), a collection (`.ccc`) or a list (`.cdl`)."""

from typing import Any
from xml.parsers import expat

from projects.interchange.logs import LONGEST, MOST_ENTRIES, Entry, refused, three
from projects.interchange.refusal import ExportRefused, gettext_noop

_ROOTS = ("ColorCorrection", "ColorCorrectionCollection", "ColorDecisionList")
_TRIPLES = {"Slope": 0.0, "Offset": float("-inf"), "Power": 0.0}
_DEEPEST = 50
_MOST_TEXT = 10_000


def read_cdl(data: bytes) -> tuple[Entry, ...]:
    """The corrections in order; `name` is the id, `file` what the decision refers to.

    Raises `ExportRefused("logs:unreadable")` with the line: broken XML, entities, other roots,
    values that are not three finite numbers, too many.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refused(gettext_noop("line %(line)s: broken XML"), line=error.lineno) from error
    except ExportRefused:
        raise
    except (ValueError, LookupError) as error:
        raise refused(gettext_noop("an unknown encoding")) from error
    return tuple(reader.found)


class _Reader:
    def __init__(self) -> None:
        self.found: list[Entry] = []
        self.path: list[str] = []
        self.told: dict[str, Any] = {}
        self.media, self.text = "", ""
        parser = self.parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._words
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._entity

    def _wrong(self, said: str) -> Exception:
        return refused(said, line=self.parser.CurrentLineNumber)

    def _entity(self, *_told: object) -> Any:
        raise self._wrong(gettext_noop("line %(line)s: entities"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if not self.path and local not in _ROOTS:
            raise self._wrong(gettext_noop("line %(line)s: no colour decisions"))
        self.path.append(local)
        if len(self.path) > _DEEPEST:
            raise self._wrong(gettext_noop("line %(line)s: nested too deeply"))
        self.text = ""
        if local == "ColorDecision":
            self.media = ""
        elif local == "MediaRef":
            self.media = attributes.get("ref", "")[:LONGEST]
        elif local == "ColorCorrection":
            line = self.parser.CurrentLineNumber
            self.told = {"line": line, "name": attributes.get("id", "").strip()[:LONGEST]}

    def _words(self, text: str) -> None:
        if len(self.text) < _MOST_TEXT:
            self.text += text

    def _end(self, _name: str) -> None:
        local = self.path.pop()
        if "ColorCorrection" in self.path:
            if local in _TRIPLES:
                self.told[local.lower()] = self._three(self.text.split(), _TRIPLES[local])
            elif local == "Saturation":
                self.told["saturation"] = self._three(self.text.split() * 3, 0.0)[0]
        elif local == "ColorCorrection":
            if len(self.found) == MOST_ENTRIES:
                raise self._wrong(gettext_noop("line %(line)s: too many corrections"))
            self.found.append(Entry(file=self.media, **self.told))

    def _three(self, words: list[str], least: float) -> tuple[float, float, float]:
        numbers = three(words, least=least)
        if numbers is None:
            raise self._wrong(gettext_noop("line %(line)s: not the numbers of a correction"))
        return numbers
