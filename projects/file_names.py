"""Names of files, as their owners call them: shown to people, and never part of a path."""

import unicodedata

from portal.errors import PortalError
from portal.names import composed

NAME_CHARACTERS = 255
JOINERS = "\u200c\u200d"
#: Control, format, halves of a pair, and what ends a line.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def safe_name(name: str) -> str:
    """The name as the person knows it, for showing only: no path, no control characters.

    Joiners stay: without them Persian, Hindi and others are spelt wrongly.
    """
    if "\x00" in name or "\n" in name or "\r" in name:
        raise PortalError("upload:name")
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = (c for c in last if c in JOINERS or unicodedata.category(c) not in _UNSEEN)
    shown = composed("".join(kept))
    if not shown.strip(". ") or len(shown) > NAME_CHARACTERS:
        raise PortalError("upload:name")
    return shown
