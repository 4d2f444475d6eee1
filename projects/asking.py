"""What a form of a request is filled in with before somebody writes into it."""

from pathlib import PurePath
from typing import Any

from projects.assist.contract import Tool
from projects.models import Version


def defaults(version: Version, tool: Tool) -> dict[str, Any]:
    """By what is known of the file: an EDL, which says no rate, runs at that of its project."""
    fields = tool.parameters.model_fields
    ending = PurePath(version.file_name).suffix.lower()
    if tool.accepts != {"editorial"} or "rate" not in fields or ending != ".edl":
        return {}
    rate = version.project.rate
    shown = str(rate.numerator) if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"
    return {"to": "fcpxml", "rate": shown}
