"""The page of what was found. Its address carries the words and both filters."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.access import Capability
from portal.finding.kinds import KINDS, Kind, named
from portal.finding.seeking import Answer, seek
from portal.gates import PersonRequest, gate

#: Rows of each kind; of the one that was chosen.
OF_EACH, OF_ONE = 8, 50


@gate(Capability.SIGNED_IN)
def page(request: PersonRequest) -> HttpResponse:
    """What nobody may see is not here, and is not counted either."""
    said, kind, project = (
        request.GET.get("q", ""),
        named(request.GET.get("kind", "")),
        _asked(request),
    )
    answer = seek(request.user, said, kind=kind, project=project, most=OF_ONE if kind else OF_EACH)
    context = {
        "answer": answer,
        "kind": kind,
        "kinds": _kind_chips(answer, kind, project),
        "project": project,
        "projects": _project_chips(answer, kind, project),
        "more": {
            group.kind.name: _address(answer.words, group.kind, project) for group in answer.groups
        },
        "most": OF_ONE,
    }
    return render(request, "portal/finding/page.html", context)


def _asked(request: PersonRequest) -> UUID | None:
    """An id of another form names nothing, and narrows nothing."""
    try:
        return UUID(request.GET["project"]) if request.GET.get("project") else None
    except ValueError:
        return None


def _address(words: str, kind: Kind | None, project: UUID | None) -> str:
    told = {"q": words, "kind": kind.name if kind else "", "project": project or ""}
    return "?" + urlencode({name: value for name, value in told.items() if value})


def _kind_chips(answer: Answer, kind: Kind | None, project: UUID | None) -> list[dict[str, Any]]:
    chips: list[tuple[Any, Kind | None]] = [(_("everything"), None)]
    chips += [(one.label, one) for one in KINDS]
    return [
        {"label": label, "url": _address(answer.words, one, project), "current": one == kind}
        for label, one in chips
    ]


def _project_chips(answer: Answer, kind: Kind | None, project: UUID | None) -> list[dict[str, Any]]:
    """The projects of what is shown; nothing to choose where it is all of one."""
    told = [hit.found.project for group in answer.groups for hit in group.hits]
    projects = dict(one for one in told if one)
    if len(projects) < 2 and not project:
        return []
    chips: list[tuple[Any, UUID | None]] = [(_("all projects"), None)]
    chips += [(name, pk) for pk, name in sorted(projects.items(), key=lambda one: one[1])]
    return [
        {"label": label, "url": _address(answer.words, kind, one), "current": one == project}
        for label, one in chips
    ]
