"""Names of files, as their owners call them: shown to people, and never part of a path."""

import re
import unicodedata

from portal.errors import PortalError
from portal.names import composed

NAME_CHARACTERS = 255
JOINERS = "\u200c\u200d"
#: Control, format, halves of a pair, and what ends a line.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


#: An image sequence as one file: its numbers, its format, and what holds it together.
_SEQUENCE = re.compile(r"(.*\[\d+-\d+\]\.(?:exr|dpx|tiff?|png|jpe?g))\.tar", re.IGNORECASE)


def asset_name(file_name: str) -> str:
    """What an asset is called after its first file: "a.[1-96].exr.tar" holds "a.[1-96].exr"."""
    sequence = _SEQUENCE.fullmatch(file_name)
    return sequence[1] if sequence else file_name


def safe_name(name: str) -> str:
    """The name as the person knows it, for showing only: no path, no control characters.

    Joiners stay: without them Persian, Hindi and others are spelt wrongly.
    """
    if "\x00" in name or "\n" in name or "\r" in name:
        raise PortalError("upload:name")
    shown = _seen(name.replace("\\", "/").rsplit("/", 1)[-1])
    if not shown.strip(". ") or len(shown) > NAME_CHARACTERS:
        raise PortalError("upload:name")
    return shown


def safe_folder(path: str) -> str:
    """A folder's path as its owner knows it, "A001/CLIP": of a long one the inner folders."""
    steps = (_seen(step) for step in path.replace("\\", "/").split("/"))
    kept = [step for step in steps if step.strip(". ")]
    while len("/".join(kept)) > NAME_CHARACTERS:
        kept = kept[1:] if len(kept) > 1 else [kept[0][-NAME_CHARACTERS:]]
    return "/".join(kept)


def _seen(text: str) -> str:
    kept = (c for c in text if c in JOINERS or unicodedata.category(c) not in _UNSEEN)
    return composed("".join(kept))
