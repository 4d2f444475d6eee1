"""Catalogues as gettext reads them, made beside their text wherever that is newer.

As Python does with its own files: nobody compiles by hand, and no binary is committed. An image
makes them when it is built, since what runs there may not write.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def folders(rooms: list[Path]) -> list[Path]:
    """The rooms' `locale` folders, ready to be read: what Django's LOCALE_PATHS wants."""
    found = [room / "locale" for room in rooms]
    for folder in found:
        for text in folder.glob("*/LC_MESSAGES/*.po"):
            if stale(text):
                _make(text)
    return found


def stale(text: Path) -> bool:
    made = text.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime_ns < text.stat().st_mtime_ns


def _make(text: Path) -> None:
    """Several processes start at once: each writes a file of its own and puts it in place whole.

    Where the folder may not be written, what is there stays in use; `portal.checks` tells.
    """
    from babel.messages.mofile import write_mo  # a process that compiles nothing never loads it
    from babel.messages.pofile import read_po

    with text.open("rb") as source:
        catalogue = read_po(source)
    try:
        with tempfile.NamedTemporaryFile(dir=text.parent, suffix=".part", delete=False) as file:
            write_mo(file, _Whole(catalogue))  # type: ignore[arg-type]
    except OSError:
        return
    os.chmod(file.name, 0o644)
    os.replace(file.name, text.with_suffix(".mo"))


class _Whole:
    """What is written of a catalogue: its messages, and alone what it has with a plural only, where
    Python looks by itself since 3.11.5.
    """

    def __init__(self, catalogue: Any) -> None:
        self.charset, self._messages = catalogue.charset, list(catalogue)

    def __iter__(self) -> Iterator[Any]:
        from babel.messages import Message

        yield from self._messages
        for message in self._messages:
            if message.pluralizable and message.string[0]:
                yield Message(message.id[0], message.string[0], context=message.context)
