"""A language's words as they are kept: one file a room, in the order of the sources.

A file's name stands beside a word, its line does not: a line moves whenever another is added.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from portal.languages.sources import BROWSER, DJANGO, ROOMS, ROOT, words
from portal.languages.typography import french

LANGUAGE = "fr"
#: (domain, room) of each file. What scripts say in the browser is the portal's.
KEPT = (*((DJANGO, room) for room in ROOMS), (BROWSER, ROOMS[0]))
_HEADER = "French of Last Mile. The terms and the rules are in portal/decisions/0059."


def path_of(domain: str, room: str) -> Path:
    return ROOT / room / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


def kept(domain: str, room: str) -> Catalog:
    """What stands in the file; nothing where there is none."""
    path = path_of(domain, room)
    if not path.exists():
        return Catalog(LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, LANGUAGE, abort_invalid=True)


def known() -> dict[tuple[str, str], str | tuple[str, ...]]:
    """All that is translated, by (English, context): a word may move from room to room."""
    rows = (message for place in KEPT for message in kept(*place) if message.id)
    return {(_one(m), m.context or ""): m.string for m in rows if translated(m)}


def renewed(domain: str, room: str, said: dict[tuple[str, str], str | tuple[str, ...]]) -> Catalog:
    """The words of today's sources, each with what is known of it; what nobody says is gone."""
    catalogue = Catalog(LANGUAGE, fuzzy=False, header_comment=f"# {_HEADER}")
    for word, files in words(domain, room).items():
        key = (word.one, word.many) if word.many else word.one
        there = said.get((word.one, word.context), "")
        if word.many and isinstance(there, str):
            there = ""  # the word was alone: its plural is still to be written
        elif not word.many and not isinstance(there, str):
            there = there[0]
        flags = ["python-format"] if "%(" in word.one else []
        places = [(file, 1) for file in files[:1]]
        catalogue.add(key, _set(there), places, flags, context=word.context or None)
    return catalogue


def _set(said: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return french(said) if isinstance(said, str) else tuple(map(french, said))


def translated(message: Message) -> bool:
    """A plural needs each of its forms."""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return bool(forms) and all(forms) and not message.fuzzy


def missing(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id and not translated(message))


def written(catalogue: Catalog) -> str:
    """The file's text: no date and no line number, so that a change shows the words it changed."""
    text = io.BytesIO()
    write_po(text, catalogue, width=0, omit_header=True, include_lineno=False)
    return _head(catalogue) + text.getvalue().decode()


def _head(catalogue: Catalog) -> str:
    lines = (
        f"Language: {LANGUAGE}",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "Plural-Forms: nplurals=2; plural=(n > 1);",
    )
    said = "".join(f'"{line}\\n"\n' for line in lines)
    return f'# {_HEADER}\nmsgid ""\nmsgstr ""\n{said}\n'


def _one(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
