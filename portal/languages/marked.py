"""Which words one file marks for translation, in the order in which it says them."""

import ast
import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract

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


@cache
def marked(path: Path, _changed: int) -> tuple[Word, ...]:
    """A room's words are asked for by each room above it: a file is read once as it is."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return tuple(_of_code(ast.parse(text)))
    if path.suffix == ".js":
        return tuple(_of_babel("javascript", text))
    return tuple(_of_babel("python", _template(text)))


def _of_babel(kind: str, text: str) -> Iterator[Word]:
    rows = extract(kind, io.BytesIO(text.encode()), KEYWORDS, options={})
    for _line, said, _comments, context in rows:
        one, many = (said, "") if isinstance(said, str) else (said[0], said[1])
        if one:
            yield Word(one, many, context or "")


def _template(text: str) -> str:
    """A template as lines of Python that say the same words; what is indented would not parse."""
    from django.utils.translation.template import templatize  # asks for settings

    return "\n".join(line.strip() for line in templatize(text).splitlines())


def _of_code(tree: ast.Module) -> Iterator[Word]:
    """Babel reads tokens, and before Python 3.12 an f-string is a single one."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in KEYWORDS:
            yield from _of_call(call, name)
        elif name == "Field":
            yield from (Word(text, "", "") for text in _texts(_of_field(call)))


def _of_call(call: ast.Call, name: str) -> Iterator[Word]:
    about = 1 if "pgettext" in name else 0
    count = 2 if name.startswith("n") else 1
    texts = _texts(call.args[: about + count])
    if len(texts) == about + count and texts[about]:
        yield Word(texts[about], texts[-1] if count == 2 else "", texts[0] if about else "")


def _of_field(call: ast.Call) -> list[ast.expr | None]:
    """Of a tool's parameter, whose form says its title, description and `words` in the language.

    A field without a title is no parameter: nobody reads it but a model.
    """
    given = {word.arg: word.value for word in call.keywords}
    extra = given.get("json_schema_extra")
    rows = zip(extra.keys, extra.values, strict=True) if isinstance(extra, ast.Dict) else ()
    named = [value for key, value in rows if isinstance(key, ast.Constant) and key.value == "words"]
    words = [part for value in named if isinstance(value, ast.Dict) for part in value.values]
    return [given["title"], given.get("description"), *words] if "title" in given else []


def _texts(parts: Iterable[ast.expr | None]) -> list[str]:
    """Of what is written there and then; what a variable holds was marked elsewhere."""
    values = [part.value for part in parts if isinstance(part, ast.Constant)]
    return [value for value in values if isinstance(value, str)]
