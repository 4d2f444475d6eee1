"""The tools, by name. A new tool is one file here and one line below."""

from projects.assist.contract import Tool
from projects.assist.tools import shot_breakdown, stills

TOOLS: dict[str, Tool] = {tool.name: tool for tool in (shot_breakdown.TOOL, stills.TOOL)}
