"""The same question by stage, tool, cohort, studio or week.

A slice is looked at because somebody asked, so many are looked at: one in twenty will stray from
its interval by chance. They are shown as such; the claim is answered over all work alone.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import StrEnum
from typing import TypeVar

from feedback.measured import Arm, Measured

Answer = TypeVar("Answer")


class By(StrEnum):
    STAGE = "stage"
    TOOL = "tool"
    COHORT = "cohort"
    STUDIO = "studio"
    PERIOD = "period"


def sliced(items: Iterable[Measured], by: By) -> dict[Hashable, list[Measured]]:
    """Each part of the items, in order of its name. Work by hand has no tool: it stands in each
    tool's part of the same stages, since that is what the tool is compared with.
    """
    rows = list(items)
    if by == By.TOOL:
        return {tool: _with_tool(rows, tool) for tool in sorted({t for i in rows for t in i.tools})}
    found: dict[Hashable, list[Measured]] = {}
    for item in sorted(rows, key=lambda item: getattr(item, by)):
        found.setdefault(getattr(item, by), []).append(item)
    return found


def each(
    items: Iterable[Measured], by: By, question: Callable[[Sequence[Measured]], Answer]
) -> dict[Hashable, Answer]:
    """The answer to a question for each part."""
    return {name: question(some) for name, some in sliced(items, by).items()}


def _with_tool(rows: Sequence[Measured], tool: str) -> list[Measured]:
    used = [item for item in rows if tool in item.tools]
    stages = {item.stage for item in used}
    by_hand = (item for item in rows if item.arm == Arm.BY_HAND and not item.tools)
    return used + [item for item in by_hand if item.stage in stages]
