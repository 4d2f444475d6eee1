"""The tools, by name. A new tool is one file here and one line below."""

from projects.assist.contract import Tool
from projects.assist.tools import (
    character_continuity,
    character_vision,
    clean_plate,
    continuity_notes,
    convert,
    cut_compare,
    plate_picture,
    scope_extension,
    script_breakdown,
    script_enriched,
    selects,
    shot_breakdown,
    shot_description,
    shot_extension,
    shot_find,
    shot_match,
    stills,
    storyboard_frame,
)


def _named(*tools: Tool) -> dict[str, Tool]:
    return {tool.name: tool for tool in tools}


#: By the stage of production that they serve; each has a page that shows what it found.
TOOLS: dict[str, Tool] = _named(
    shot_breakdown.TOOL,
    stills.TOOL,
    selects.TOOL,
    cut_compare.TOOL,
    shot_find.TOOL,
    shot_description.TOOL,
    convert.TOOL,
    shot_match.TOOL,
    character_continuity.TOOL,
    character_vision.TOOL,
    continuity_notes.TOOL,
    clean_plate.TOOL,
    plate_picture.TOOL,
    scope_extension.TOOL,
    shot_extension.TOOL,
    script_breakdown.TOOL,
    script_enriched.TOOL,
    storyboard_frame.TOOL,
)
