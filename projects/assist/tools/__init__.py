"""The tools, by name. A new tool is one file here and one line below."""

from projects.assist.contract import Tool
from projects.assist.tools import (
    character_continuity,
    clean_plate,
    convert,
    cut_compare,
    scope_extension,
    script_breakdown,
    selects,
    shot_breakdown,
    shot_find,
    shot_match,
    stills,
)


def _named(*tools: Tool) -> dict[str, Tool]:
    return {tool.name: tool for tool in tools}


#: What the portal offers: each has a page that shows what it found.
TOOLS: dict[str, Tool] = _named(
    shot_breakdown.TOOL, stills.TOOL, script_breakdown.TOOL, clean_plate.TOOL, shot_match.TOOL
)
#: What the shell runs: those, and tools whose page is not there yet.
SHELL: dict[str, Tool] = TOOLS | _named(
    character_continuity.TOOL,
    convert.TOOL,
    cut_compare.TOOL,
    scope_extension.TOOL,
    selects.TOOL,
    shot_find.TOOL,
)
