"""Which copy of a film a person is shown, and what they must not be.

Where a project burns names in, nobody gets a picture without theirs: films come as copies of
their own, single pictures are written on while they are sent.
"""

from typing import Any

from django.http import Http404
from django.urls import reverse

from portal.errors import PortalError
from projects.models import Rendition, Version, ViewingCopy
from projects.models.copies import HEIGHTS, PROXY_HEIGHT, must_be_possible
from projects.models.projects import Project


def viewer_key(person: Any) -> str:
    return f"{'guest' if person.is_guest else 'person'}:{person.pk}"


def whose(project: Project, person: Any) -> dict[str, str]:
    """`viewer` and `mark` of the copies this person is shown; empty where they are for all."""
    if not project.burns:
        return {"viewer": "", "mark": ""}
    return {"viewer": viewer_key(person), "mark": project.mark_in(person)}


def heights(version: Version) -> list[int]:
    """Which copies there can be, in lines; one is no choice."""
    tall = (version.facts.get("height") or 0) > PROXY_HEIGHT
    return list(HEIGHTS) if tall else [PROXY_HEIGHT]


def source(
    version: Version, person: Any, height: int = PROXY_HEIGHT, *, at: str = "rendition"
) -> str:
    """The address of what this person may be shown at once; empty while it has to be made.

    `at` is the name of the address where its files are asked for.
    """
    proxy = version.rendition("proxy")
    if proxy is None:
        return ""
    if height == PROXY_HEIGHT and not version.project.burns:
        return reverse(at, args=[proxy.pk])
    mine = version.copies.filter(height=height, **whose(version.project, person))
    copy = mine.select_related("rendition").first()
    return reverse(at, args=[copy.rendition_id]) if copy and copy.is_there else ""


def wanted(
    version: Version, person: Any, height: int, *, again: bool, at: str = "rendition"
) -> dict[str, Any]:
    """`height`, `src` if it is there, and otherwise the `job` that makes it."""
    must_be_possible(version, height)
    if found := source(version, person, height, at=at):
        return {"height": height, "src": found, "job": None}
    mine = whose(version.project, person)
    copy = ViewingCopy.want(version, height=height, again=again, **mine)
    return {"height": height, "src": "", "job": copy.event()}


def must_be_for(row: Rendition, person: Any) -> None:
    """Another person's copy is not found; one without a name is refused where names are burnt."""
    copy = getattr(row, "copy", None)
    if copy and copy.viewer and copy.viewer != viewer_key(person):
        raise Http404
    named = copy is not None and copy.viewer
    if row.project.burns and not named and row.media_type.startswith("video/"):
        raise PortalError("copy:marked_only")


def drawn_on(row: Rendition) -> bool:
    """Whether the name is written into this picture while it is sent: wherever it is larger than
    those of a contact sheet, also a film's and a candidate's.
    """
    return row.project.burns and row.role in ("poster", "large")
