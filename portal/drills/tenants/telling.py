"""What people told the beta team in the studios that `drill tenants` fills."""

from typing import Any

from feedback.models import Ticket
from feedback.tickets.reporting import report


def told(producer: Any, studio: Any, mark: str) -> Ticket:
    """One ticket; all of its words hold the mark."""
    said: dict[str, Any] = {"kind": "bug", "severity": "major", "feature": "uploads"}
    return report(actor=producer, studio=studio, title=mark, text=mark, page_title=mark, **said)
