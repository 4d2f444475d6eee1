"""Every shot of a project with what is known of its work, and the way to its newest version."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from projects.models import Project, Shot, Version
from projects.shot_status import find_shots, rows_of, scenes_of
from projects.shot_status.asked import Asked, read
from projects.shot_status.parts import PARTS
from projects.shot_status.words import ORDERS, states
from projects.views.projects import tabs

#: Rows that come with the page; a browser with scripts fetches the others at once.
PAGE = 40


@gate(Capability.SEE)
def page(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The first rows; without a script there are pages of them. The address carries the choice."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    asked = _asked(request.GET)
    scenes, found = scenes_of(project), find_shots(project, asked)
    query = urlencode({k: v for k, v in request.GET.items() if k != "page" and v})
    context = {
        "project": project,
        "tabs": tabs(project, "shot_status"),
        "rows": [_shown(row) for row in rows_of(found, scenes)],
        "asked": asked,
        "count": found.count,
        "numbered": asked.start + 1,
        "parts": PARTS,
        "scenes": scenes,
        "episodes": _episodes(scenes),
        "states": states().items(),
        "orders": ORDERS.items(),
        "pages": _pages(asked, found.count, query),
        "structure": reverse("project_structure", args=[project.pk]),
        "source": reverse("api:shot_status", args=[project.pk]),
    }
    return render(request, "projects/shot_status.html", context)


def _asked(given: Any) -> Asked:
    asked = read(given, size=PAGE)
    number = given.get("page", "")
    pages = int(number) - 1 if number.isdecimal() and len(number) < 7 else 0
    return Asked(**{**vars(asked), "start": max(0, pages) * PAGE})


def _pages(asked: Asked, count: int, query: str) -> dict[str, Any]:
    number, last = asked.start // PAGE + 1, asked.start + PAGE >= count
    lead = f"?{query}&page=" if query else "?page="
    return {
        "before": f"{lead}{number - 1}" if number > 1 else "",
        "after": "" if last else f"{lead}{number + 1}",
        "first": asked.start + 1,
        "last": min(count, asked.start + PAGE),
    }


def _episodes(scenes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = {row["episode"]: row for row in scenes if row["episode"]}
    return [
        {"id": pk, "code": row["episode_code"], "name": row["episode_name"]}
        for pk, row in found.items()
    ]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    row["url"] = reverse("shot", args=[row["id"]])
    row["length"] = (row["end"] or 0) - (row["first"] or 0)
    row["picture"] = _picture(row)
    row["changed"] = datetime.fromtimestamp(row["changed"], UTC)
    return row


def _picture(row: dict[str, Any]) -> str:
    """The newest version's poster; of a shot cut from a longer film the frame in its middle."""
    if row["poster"]:
        return reverse("rendition", args=[row["poster"]])
    if row["film"] and row["end"]:
        return reverse("frame", args=[row["film"], (row["first"] + row["end"]) // 2])
    return ""


@gate(Capability.SEE)
def shot(request: PersonRequest, pk: UUID) -> HttpResponse:
    """To the newest version of its own files, else to the film that it was cut from."""
    row = find(Shot.objects.select_related("version"), request, pk=pk)
    own = Version.objects.visible_to(request.user).filter(asset__shot=row)
    newest = own.order_by("-created_at", "pk").first()
    if newest:
        return redirect(f"{reverse('asset', args=[newest.asset_id])}?version={newest.number}")
    if row.version and Version.objects.visible_to(request.user).filter(pk=row.version_id).exists():
        return redirect("asset", pk=row.version.asset_id)
    return redirect("project_structure", pk=row.project_id)
