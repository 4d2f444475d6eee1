"""The page of a conversion: what was read, what the other format loses of it, and the file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.access import Capability
from portal.gates import PersonRequest
from projects import editorial_words as words
from projects.models import Candidate
from projects.views.works import of_any, watched

Row = dict[str, Any]
#: So many events on a page; the table that can be taken away has all of them.
EVENTS = 100


def page(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """`candidate` is one this person may see, with its renditions."""
    watched(request, candidate)
    result, studio = candidate.result, candidate.studio_id
    known = of_any(request.user, candidate)
    may = {
        "take": request.user.can(Capability.EXPORT, studio),
        "ask": request.user.can(Capability.REQUEST, studio),
    }
    context = {
        **known,
        "may": may,
        "to": words.format_name(result["to"]),
        "written": result["written"],
        "compared": result["to"] not in ("csv", "cube"),
        "losses": words.losses(result["losses"]),
        "warnings": words.warnings(result["warnings"]),
        "facts": words.facts(result),
        "made": next((file for file in known["files"] if file.row.role == "editorial"), None),
        "page": Paginator(result["events"], EVENTS).get_page(request.GET.get("page")),
        "ask_url": f"{reverse('ask', args=[candidate.version_id])}?tool=convert",
        "asked": _asked(candidate),
    }
    return render(request, "projects/editorial.html", context)


def _asked(candidate: Candidate) -> list[Row]:
    """The parameters as the form of a request sends them, to ask for the same with its losses."""
    given = {**candidate.run.request.parameters, "accept_losses": "on"}
    return [{"name": name, "value": value} for name, value in given.items() if value != ""]
