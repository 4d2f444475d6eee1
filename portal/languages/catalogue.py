"""A language's words as they are kept: one file a room, in the order of the sources.

A file's name stands beside a word, its line does not: a line moves whenever another is added.
"""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from portal.languages.marked import Word
from portal.languages.sources import BROWSER, DJANGO, ROOMS, ROOT, words
from portal.languages.typography import french

LANGUAGE = "fr"
#: (domain, room) of each file. What scripts say in the browser is the portal's.
KEPT = (*((DJANGO, room) for room in ROOMS), (BROWSER, ROOMS[0]))
#: What a word is in the language: one form, or one for each number that it tells apart.
Said = str | tuple[str, ...]
_HEAD = rf"""# French of Last Mile. The terms and the rules are in portal/decisions/0059.
msgid ""
msgstr ""
"Language: {LANGUAGE}\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

"""


def path_of(domain: str, room: str) -> Path:
    return ROOT / room / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


def kept(domain: str, room: str) -> Catalog:
    """What stands in the file; nothing where there is none."""
    path = path_of(domain, room)
    if not path.exists():
        return Catalog(LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, LANGUAGE, abort_invalid=True)


def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def word_of(message: Message) -> Word:
    one, many = (message.id, "") if isinstance(message.id, str) else message.id
    return Word(one, many, message.context or "")


def known() -> dict[Word, Said]:
    """All that is translated, whatever its room: a word may move from one to another."""
    rows = (message for place in KEPT for message in messages(kept(*place)))
    return {
        word_of(m): forms[0] if isinstance(m.id, str) else forms
        for m in rows
        if (forms := forms_of(m))
    }


def renewed(domain: str, room: str, said: Mapping[Word, Said]) -> Catalog:
    """The words of today's sources, each with what is known of it; what nobody says is gone."""
    catalogue = Catalog(LANGUAGE)
    for word, files in words(domain, room).items():
        there = said.get(word, "")
        message = catalogue.add(
            (word.one, word.many) if word.many else word.one,
            french(there) if isinstance(there, str) else tuple(map(french, there)),
            locations=[(files[0], 1)],
            context=word.context or None,
        )
        message.flags = {"python-format"} if domain == DJANGO and "%(" in word.one else set()
    return catalogue


def forms_of(message: Message) -> tuple[str, ...]:
    """One, or one for each number; none where one is missing or was somebody's guess."""
    string = message.string
    forms = (string,) if isinstance(string, str) else tuple(string or ())
    return forms if all(forms) and not message.fuzzy else ()


def missing(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in messages(catalogue) if not forms_of(message))


def written(catalogue: Catalog) -> str:
    """The file's text: no date and no line number, so that a change shows the words it changed."""
    text = io.BytesIO()
    write_po(text, catalogue, width=0, omit_header=True, include_lineno=False)
    return _HEAD + text.getvalue().decode()
