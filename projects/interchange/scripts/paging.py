"""Pages and eighths of a page, counted as a printed script would have them.

Twelve-point Courier: 55 lines on a page, action 61 characters wide, dialogue 35. An eighth is
about an inch of paper. This is an estimate wherever the file does not tell pages itself.
"""

import math
from collections.abc import Sequence

from projects.interchange.scripts import model
from projects.interchange.scripts.model import Element

LINES_OF_PAGE = 55
_WIDTHS = {model.DIALOGUE: 35, model.LYRIC: 35, model.PARENTHETICAL: 25, model.CUE: 38}
_WIDE = 61
_CLOSE = frozenset({model.DIALOGUE, model.PARENTHETICAL})
_UNPRINTED = frozenset({model.NOTE, model.SECTION, model.SYNOPSIS})


def places(elements: Sequence[Element]) -> list[float]:
    """For each element the line, from 0, on which it begins; one more for the end of the script.

    Where elements tell their page, that page and the share of its elements before this one.
    """
    if any(element.page for element in elements) and elements[-1].page:
        return _told(elements)
    return _counted(elements)


def _told(elements: Sequence[Element]) -> list[float]:
    on: dict[int, float] = {}
    found = []
    page = 1
    for element in elements:
        page = max(page, element.page)
        begun = on.get(page, 0.0)
        found.append((page - 1) * LINES_OF_PAGE + min(begun, LINES_OF_PAGE - 1))
        on[page] = begun + height(element)
    last = min(on.get(page, 0.0), LINES_OF_PAGE)
    return [*found, (page - 1) * LINES_OF_PAGE + last]


def _counted(elements: Sequence[Element]) -> list[float]:
    found, line, dual, high = [], 0.0, False, 0.0
    for element in elements:
        tall = height(element)
        if element.kind == model.PAGE_BREAK:
            line = math.ceil(line / LINES_OF_PAGE) * LINES_OF_PAGE
        if element.kind == model.CUE:
            dual = element.dual
            line -= high if dual else 0  # beside the speech before, not below it
            high = 0.0
        elif element.kind not in _CLOSE:
            high = 0.0
        found.append(max(line, 0.0))
        line += tall
        high += tall if element.kind in _CLOSE | {model.CUE} else 0
    return [*found, line]


def height(element: Element) -> int:
    """Printed lines of an element, with the empty ones before it."""
    if element.kind in _UNPRINTED or element.kind == model.PAGE_BREAK:
        return 0
    wide = _WIDTHS.get(element.kind, _WIDE)
    lines = sum(max(1, math.ceil(len(line) / wide)) for line in element.text.split("\n"))
    before = 0 if element.kind in _CLOSE else 2 if element.kind == model.HEADING else 1
    return lines + before


def eighths_of(lines: float) -> int:
    """Eighths of a page of so many lines; a scene has at least one."""
    return max(1, round(lines * 8 / LINES_OF_PAGE))


def spelled(eighths: int) -> str:
    """`11` as `1 3/8`, the way breakdown sheets write it."""
    whole, rest = divmod(eighths, 8)
    return " ".join(filter(None, [str(whole) if whole else "", f"{rest}/8" if rest else ""])) or "0"
