"""Why the gate says no, in a person's words."""

from typing import Any

from projects.assist.gate.records import Reason


def said(reason: Reason) -> Any:
    return reason.code
