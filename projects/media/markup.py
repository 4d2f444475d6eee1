"""XML and JSON of the trade, read with limits and without entities."""

import json
import re
from enum import Enum
from pathlib import Path
from xml.parsers import expat

from projects.media.refusal import Refused, gettext_noop
from projects.media.texts import MAX_BYTES

MAX_DEPTH = 200
MAX_VALUES = 2_000_000  # of a JSON document: members, lists, objects
_SCRIPT_ROOTS = frozenset({"FinalDraft"})
_EDITORIAL_ROOTS = frozenset(
    {
        "fcpxml",
        "xmeml",
        "filter",  # Premiere writes single effects as a fragment of xmeml
        "ColorDecisionList",
        "ColorCorrectionCollection",
        "ColorCorrection",
    }
)
# A string that never ends runs to the end of the text: trying again at each quote inside it
# would take time that grows with the square of its length.
_TOKENS = re.compile(r'"(?:[^"\\]++|\\.?+)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def xml_kind(path: Path) -> str:
    """ "script" or "editorial" for well-formed XML with a root we know.

    Raises `Refused`: `media:bad_xml` (broken), `media:xml_entities`, `media:deep_xml`,
    `media:not_media`.
    """
    _check_size(path)
    try:
        root = _walk(path)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refused_as(error) from error
    if root in _SCRIPT_ROOTS:
        return "script"
    if root in _EDITORIAL_ROOTS:
        return "editorial"
    raise Refused("media:not_media", gettext_noop("XML with an unknown root"))


def refused_as(error: Exception) -> Refused:
    """In words, and with the line where there is one."""
    if isinstance(error, expat.ExpatError):
        said = gettext_noop("it breaks off or is broken in line %(line)s")
        return Refused("media:bad_xml", said, line=error.lineno)
    return Refused("media:bad_xml", gettext_noop("its encoding is unknown"))


def _walk(path: Path) -> str:
    """The local name of the root. No tree is built; entities are refused where declared."""
    seen = _Outline()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = seen.start, seen.end
    parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = _forbidden
    parser.ExternalEntityRefHandler = _forbidden
    # In one piece: fed in small ones, the parser begins a long token again with each of them.
    parser.Parse(path.read_bytes(), True)
    return seen.root


class _Outline:
    """What is kept of a document while it goes by."""

    def __init__(self) -> None:
        self.root, self._depth = "", 0

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.root = self.root or name.rpartition("}")[2]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Refused(
                "media:deep_xml", gettext_noop("more than %(most)s levels"), most=MAX_DEPTH
            )

    def end(self, _name: str) -> None:
        self._depth -= 1


def _forbidden(*_args: object) -> None:
    raise Refused("media:xml_entities")


def check_otio(text: str) -> None:
    """Raise `Refused` unless `text` is OpenTimelineIO JSON of sane depth."""
    if sum(map(text.count, ":[{")) > MAX_VALUES:
        raise Refused(
            "media:too_large_text", gettext_noop("more than %(most)s values"), most=MAX_VALUES
        )
    if _depth(text) > MAX_DEPTH:
        raise Refused("media:bad_json", gettext_noop("nested deeper than %(most)s"), most=MAX_DEPTH)
    try:
        # Objects are thrown away as they close; the last to close is the document.
        document = json.loads(text, object_pairs_hook=_schema)
    except (ValueError, RecursionError) as error:
        raise Refused("media:bad_json", gettext_noop("not valid JSON")) from error
    if document is not _Otio.YES:
        raise Refused("media:not_media", gettext_noop("JSON without OTIO_SCHEMA"))


class _Otio(Enum):
    """What remains of an object."""

    YES = True
    NO = False


def _schema(pairs: list[tuple[str, object]]) -> _Otio:
    return _Otio.YES if any(key == "OTIO_SCHEMA" for key, _ in pairs) else _Otio.NO


def _depth(text: str) -> int:
    """How deep the brackets go. Counted before parsing, because parsers recurse."""
    depth = deepest = 0
    for token in _TOKENS.finditer(text):
        bracket = token[0]
        if bracket[0] != '"':
            depth += 1 if bracket in "[{" else -1
            deepest = max(deepest, depth)
    return deepest


def _check_size(path: Path) -> None:
    if path.stat().st_size > MAX_BYTES:
        raise Refused(
            "media:too_large_text", gettext_noop("%(size)s bytes"), size=path.stat().st_size
        )
