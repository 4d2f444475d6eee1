"""The parameters of a request as its tool's form calls them."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from projects.assist.tools import TOOLS


def told(tool: str, parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(title, value) of each, in the active language. One that the tool has no more, and all of a
    tool that is no more, keep the name that the row has.
    """
    known = TOOLS[tool].parameters.model_json_schema()["properties"] if tool in TOOLS else {}
    return [_told(name, known.get(name, {}), value) for name, value in parameters.items()]


def _told(name: str, spec: Mapping[str, Any], value: Any) -> tuple[str, str]:
    return _(spec["title"]) if spec.get("title") else name, _value(spec, value)


def _value(spec: Mapping[str, Any], value: Any) -> str:
    """A choice in its words, yes or no, a number as the language writes it; a dash for nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return number_format(value, use_l10n=True)
    return _(spec.get("words", {}).get(value, value)) if "enum" in spec else str(value)
