"""XML that somebody else wrote: no entities, nothing fetched, bounded in depth and size."""

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from projects.interchange.refusal import ExportRefused, gettext_noop

MOST_BYTES = 64 * 1024**2
_DEEPEST, _MOST_ELEMENTS, _MOST_ATTRIBUTES = 100, 2_000_000, 200


def parse(data: bytes) -> Element:
    """The root element. A DOCTYPE without declarations, as Apple's programs write, is let by.

    Raises `ExportRefused`: `timeline:entities`, `timeline:unreadable`, `timeline:too_much`.
    """
    if len(data) > MOST_BYTES:
        raise ExportRefused(
            "timeline:too_much", gettext_noop("more than %(most)s bytes of XML"), most=MOST_BYTES
        )
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
        return reader.builder.close()
    except ExportRefused:
        raise
    except expat.ExpatError as error:
        raise ExportRefused(
            "timeline:unreadable", gettext_noop("line %(line)s: broken XML"), line=error.lineno
        ) from None
    except (ValueError, LookupError, AssertionError):
        raise ExportRefused(
            "timeline:unreadable", gettext_noop("XML of an unknown encoding")
        ) from None


class _Reader:
    def __init__(self) -> None:
        self.builder, self.depth, self.count = TreeBuilder(), 0, 0
        parser = self.parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self.builder.data
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._entity

    def _entity(self, *_told: object) -> Any:
        raise ExportRefused(
            "timeline:entities",
            gettext_noop("line %(line)s"),
            line=self.parser.CurrentLineNumber,
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        line = self.parser.CurrentLineNumber
        if self.depth > _DEEPEST or self.count > _MOST_ELEMENTS:
            said = gettext_noop("line %(line)s: nested too deeply, or too many elements")
            raise ExportRefused("timeline:too_much", said, line=line)
        if len(attributes) > _MOST_ATTRIBUTES:
            said = gettext_noop("line %(line)s: too many attributes")
            raise ExportRefused("timeline:too_much", said, line=line)
        self.builder.start(name, attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(name)
