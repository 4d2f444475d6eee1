"""What camera reports and grades say of clips, whatever they were written as."""

import math
import re
from dataclasses import asdict, dataclass
from typing import Any

from projects.interchange.refusal import ExportRefused

MOST_ENTRIES = 5_000
LONGEST = 300  # characters kept of one field

# Python's own reading also takes 1_0, "infinity" and the digits of every script.
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)
Three = tuple[float, float, float]


@dataclass(frozen=True)
class Entry:
    """What one line of a log says of one clip. `line` counts from 1; what is unknown is empty.

    `name` is the clip's, `file` its file's or path, `reel` its tape's; `start` a timecode.
    `slope`, `offset` and `power` hold red, green and blue of an ASC CDL, `saturation` a number.
    """

    line: int
    name: str = ""
    file: str = ""
    reel: str = ""
    start: str = ""
    scene: str = ""
    take: str = ""
    comment: str = ""
    look: str = ""
    slope: Three | None = None
    offset: Three | None = None
    power: Three | None = None
    saturation: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON, without what is empty."""
        return {key: value for key, value in asdict(self).items() if value not in ("", None)}


def refused(said: str, **numbers: Any) -> ExportRefused:
    """A log that cannot be read: the sentence names the line."""
    return ExportRefused("logs:unreadable", said, **numbers)


def three(words: list[str], *, least: float = -math.inf) -> Three | None:
    """Red, green and blue; None when they are not three finite numbers of at least `least`."""
    if not all(NUMBER.fullmatch(word) for word in words):
        return None
    numbers = tuple(float(word) for word in words)
    good = len(numbers) == 3 and all(math.isfinite(n) and n >= least for n in numbers)
    return (numbers[0], numbers[1], numbers[2]) if good else None
