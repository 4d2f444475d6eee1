"""A stylesheet with those that it imports, as one text: `@import "other.css";` is that file."""

import re
from collections.abc import Callable

_IMPORT = re.compile(r'^@import "\./([\w-]+\.css)";$', re.M)


def whole(text: str, read: Callable[[str], str]) -> str:
    """`read` gives the text of a stylesheet of the same folder by its name."""
    return _IMPORT.sub(lambda found: whole(read(found.group(1)), read).strip(), text)


def imported(text: str) -> list[str]:
    return _IMPORT.findall(text)
