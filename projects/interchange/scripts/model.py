"""A screenplay as it was read: elements in their order, whatever the file was."""

from collections.abc import Sequence
from dataclasses import dataclass, field

HEADING, ACTION, CUE, PARENTHETICAL = "heading", "action", "cue", "parenthetical"
DIALOGUE, TRANSITION, CENTRED, LYRIC = "dialogue", "transition", "centred", "lyric"
SECTION, SYNOPSIS, NOTE, PAGE_BREAK = "section", "synopsis", "note", "page_break"


@dataclass(slots=True)
class Element:
    """One paragraph of a script.

    `line` counts from 1 (a paragraph in FDX). `page` counts from 1, 0 where the file does not
    say. `number` is the scene number as printed, `length` the scene's length in eighths of a
    page as the file tells it (0: it does not), `revision` the id of its revision.
    `dual` says that a cue is spoken together with the one before it.
    """

    kind: str
    text: str
    line: int = 0
    page: int = 0
    number: str = ""
    length: int = 0
    dual: bool = False
    revision: str = ""


@dataclass
class Script:
    """`format` is fountain, fdx or pdf; `pages` 0 where the file has none of its own.

    `warnings` are ids, each with the facts that fill its sentence.
    """

    format: str
    elements: Sequence[Element]
    title: str = ""
    draft: str = ""
    pages: int = 0
    revisions: dict[str, str] = field(default_factory=dict)
    warnings: list[tuple[str, dict[str, int]]] = field(default_factory=list)
