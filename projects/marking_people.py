"""Asking for character continuity: frames to mark people on, names used before, one more run."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import ToolRefused
from projects.assist.tools.character_continuity import NAME
from projects.assist.tools.character_continuity_words import written_marks
from projects.models import AssistRequest, Candidate, Version
from projects.showing import frame_pattern, start_frame

LOOKED_AT = 20  # requests of the project whose names are offered
WORDS = {
    "faces:no_consent": _(
        "Nothing was sent: nobody has vouched that the people in {detail} allow their faces to be "
        "compared. Ask them and tick this, or mark people on the pictures: then their clothes "
        "alone are compared, and that needs no consent."
    ),
}


def facts(user: Any, version: Version) -> dict[str, Any]:
    """What `<mark-boxes>` is given."""
    size = version.facts
    return {
        "frame_url": frame_pattern(version.pk),
        "starts_at": start_frame(version),
        "picture": (size.get("width") or 0, size.get("height") or 0),
        "names": names_used(user, version),
        "mark": version.project.mark_over(user),
    }


def begins(candidate: Candidate) -> dict[str, Any]:
    """The shots that were found, so that each can be marked."""
    rows = candidate.result.get("shots", [])
    return {"shots": ",".join(f"{row['start']}-{row['end']}" for row in rows)}


def names_used(user: Any, version: Version) -> list[str]:
    """Of marks in the newest requests of the project, sorted."""
    rows = AssistRequest.objects.visible_to(user).filter(project=version.project_id, tool=NAME)
    told = rows.order_by("-created_at").values_list("parameters", flat=True)[:LOOKED_AT]
    found = {name for parameters in told for name in _names(parameters.get("marks", ""))}
    return sorted(found, key=str.casefold)


def _names(words: str) -> list[str]:
    try:
        return [row.character.strip() for row in written_marks(words) if row.character.strip()]
    except ToolRefused:  # of a request through another door, which failed for it
        return []
