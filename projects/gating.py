"""From rows to a ruling of the gate."""

from typing import Any

from projects.assist.gate.records import Reason, Ruling


def ruling(**_asked: Any) -> Ruling:
    """Default deny."""
    return Ruling((Reason("gate:closed"),))
