"""What the rooms above know of a shot: each part is a column of its own.

A part's statement gives (shot, value) for shots of the project `%(project)s`, of those in
`held`, one row each; `value` is a JSON list of [code, what, state], the latter two being keys of
its `words`. Rows are fenced as everywhere; whoever registers a part answers for everybody of the
project being shown it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """`name` is its column in the answer, `title` the head of the column on the page."""

    name: str
    title: Any
    sql: str
    words: Callable[[], dict[str, str]]


PARTS: list[Part] = []


def register(*parts: Part) -> None:
    """Called by each app when it starts."""
    PARTS.extend(part for part in parts if part not in PARTS)
