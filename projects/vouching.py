"""Who vouches for people who are seen: their name and the moment, as the portal knows them."""

from typing import Any

from django.utils import timezone

from portal.models import AuditEvent
from projects.assist.contract import Tool


def vouches(tool: Tool, parameters: dict[str, Any]) -> bool:
    return bool(tool.vouched and parameters.get(tool.vouched))


def vouching(tool: Tool, parameters: dict[str, Any], actor: Any) -> dict[str, str]:
    """`vouched_by` and `vouched_at`, in place of whatever a request says of them."""
    if not tool.vouched:
        return {}
    if not vouches(tool, parameters):
        return {"vouched_by": "", "vouched_at": ""}
    return {"vouched_by": str(actor), "vouched_at": timezone.now().isoformat(timespec="seconds")}


def tell_vouching(actor: Any, version: Any) -> None:
    """In the audit, a sentence of its own: it is a person's word, not a wish about a tool."""
    facts = {"name": version.file_name, "version": version.number}
    facts |= {"project": version.project.name, "id": str(version.pk)}
    AuditEvent.record(actor, "consent:vouched", version.project.studio, **facts)
