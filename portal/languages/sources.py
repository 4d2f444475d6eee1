"""Every word that the sources mark for translation, with the files that say it."""

import ast
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeGuard

from babel.messages.extract import extract

ROOT = Path(__file__).resolve().parents[2]
#: Arrows go down: a word that several rooms say stands in the lowest.
ROOMS = ("portal", "projects", "feedback")
DJANGO, BROWSER = "django", "djangojs"
_ONE, _MANY = (1,), (1, 2)
_OF, _OF_MANY = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "_l", "_t", "gettext", "gettext_lazy", "gettext_noop"), _ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), _MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), _OF),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), _OF_MANY),
}


class Word(NamedTuple):
    """`one` is what is looked up; `many` its English plural, or "". `context` tells namesakes."""

    one: str
    many: str
    context: str


def words(domain: str, room: str) -> dict[Word, list[str]]:
    """Words that the room says and no room below it, in order of files → the files, sorted."""
    found = _said(domain, room)
    below = ROOMS[: ROOMS.index(room)] if domain == DJANGO else ()
    told = {(word.one, word.context): word for lower in below for word in _said(domain, lower)}
    return {w: files for w, files in found.items() if (w.one, w.context) not in told}


def _said(domain: str, room: str) -> dict[Word, list[str]]:
    """A plural and its singular said alone are one entry, as gettext looks them up."""
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for path in _files(domain, room):
        place = path.relative_to(ROOT).as_posix()
        for word in _marked(path, path.stat().st_mtime_ns):
            many, files = found.get((word.one, word.context), ("", []))
            if place not in files:
                files.append(place)
            found[word.one, word.context] = (many or word.many, files)
    return {Word(one, many, about): files for (one, about), (many, files) in found.items()}


def _files(domain: str, room: str) -> list[Path]:
    if domain == BROWSER:
        return sorted((ROOT / "static" / "js").glob("*.js"))
    pages = [p for p in (ROOT / "templates").rglob("*") if p.suffix in (".html", ".txt")]
    return sorted((ROOT / room).rglob("*.py")) + sorted(p for p in pages if room_of(p) == room)


def room_of(template: Path) -> str:
    """Of a template: its room's folder, or the portal's where nobody else claims it."""
    folders = template.relative_to(ROOT / "templates").parts[:-1]
    return next((room for room in ROOMS[1:] if room in folders), ROOMS[0])


@cache
def _marked(path: Path, _changed: int) -> tuple[Word, ...]:
    """A room's words are asked for by each room above it: a file is read once as it is."""
    return tuple(_read(path))


def _read(path: Path) -> Iterator[Word]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        rows = extract("javascript", io.BytesIO(text.encode()), KEYWORDS, options={})
    else:
        code = text if path.suffix == ".py" else _template(text)
        rows = extract("python", io.BytesIO(code.encode()), KEYWORDS)
    for _line, said, _comments, context in rows:
        one, many = (said, "") if isinstance(said, str) else (said[0], said[1])
        if one:
            yield Word(one, many, context or "")
    if path.suffix == ".py" and "Field(" in text:
        yield from (Word(one, "", "") for one in _of_fields(text))


def _of_fields(text: str) -> Iterator[str]:
    """Parameters of tools: their form says title, description and `words` of each in the language.

    A field without a title is no parameter: nobody reads it but a model.
    """
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Field":
            given = {word.arg: word.value for word in node.keywords}
            told = [given.get("title"), given.get("description")] if "title" in given else []
            yield from (part.value for part in [*told, *_words(given)] if _is_text(part))


def _words(given: dict[str | None, ast.expr]) -> list[ast.expr]:
    """What a choice's values are called."""
    extra = given.get("json_schema_extra")
    rows = zip(extra.keys, extra.values, strict=True) if isinstance(extra, ast.Dict) else ()
    named = [value for key, value in rows if isinstance(key, ast.Constant) and key.value == "words"]
    return [part for value in named if isinstance(value, ast.Dict) for part in value.values]


def _is_text(part: ast.expr | None) -> TypeGuard[ast.Constant]:
    return isinstance(part, ast.Constant) and isinstance(part.value, str)


def _template(text: str) -> str:
    """A template as lines of Python that say the same words; what is indented would not parse."""
    from django.utils.translation.template import templatize  # asks for settings

    return "\n".join(line.strip() for line in templatize(text).splitlines())
