"""Which tools a file is offered, by the work that they serve."""

from itertools import groupby
from typing import Any

from projects.assist.contract import Tool
from projects.assist.tools import TOOLS
from projects.help.serving import GROUPS


def offered(kind: str) -> dict[str, Any]:
    """For a page: the `first_tool` of this kind of asset, and all `tools` in their groups."""
    fitting = [tool for tool in TOOLS.values() if tool.takes(kind)]
    return {"first_tool": next(iter(fitting), None), "tools": _grouped(fitting)}


def _grouped(tools: list[Tool]) -> list[dict[str, Any]]:
    """Groups stand as the help has them, and tools within one as they are listed."""
    ordered = sorted(tools, key=lambda tool: GROUPS[tool.serves].order)
    groups = groupby(ordered, key=lambda tool: GROUPS[tool.serves])
    return [{"title": group.title, "tools": list(row)} for group, row in groups]
