"""The pages of the help: the list of them, one of them, and the API's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access import Capability
from portal.door import obstacle
from portal.gates import PersonRequest, gate, open_to_all
from portal.help import Topic, topic, topics
from portal.help.api import rooms

_OPEN = "guests, performers and whoever weighs joining read the open pages; they hold no rows"

#: The one form of an error, as `portal.errors` writes it.
ERROR = '{"error": {"code": "token:scope", "message": "…", "kept": "…", "todo": "…", "fields": {}}}'


def _inside(request: HttpRequest) -> bool:
    """Whether the frame of the portal stands around the page, and all pages are there."""
    return bool(request.user.is_authenticated and not obstacle(request.user))


def _crumbs(*labels: Any) -> list[dict[str, Any]]:
    return [{"label": _("Help"), "url": reverse("help")}, *({"label": one} for one in labels)]


@open_to_all(_OPEN)
def listed(request: PersonRequest) -> HttpResponse:
    inside = _inside(request)
    groups: dict[Any, list[Topic]] = {}
    for one in topics(inside=inside):
        groups.setdefault(one.group, []).append(one)
    given = {"groups": groups.items(), "inside": inside, "crumbs": _crumbs()}
    return render(request, "portal/help/list.html", given)


@open_to_all(_OPEN)
def page(request: PersonRequest, slug: str) -> HttpResponse:
    """Pages of tools are read signed in; outside they are not found, like one that is not there."""
    found, inside = topic(slug), _inside(request)
    if found is None or not (inside or found.is_open):
        raise Http404
    given = {"topic": found, "inside": inside, "crumbs": _crumbs(found.title)}
    return render(request, "portal/help/page.html", given)


@gate(Capability.SIGNED_IN)
def api(request: PersonRequest) -> HttpResponse:
    given = {"rooms": rooms.rooms(), "error": ERROR, "crumbs": _crumbs(_("API"))}
    return render(request, "portal/help/api.html", given)


@gate(Capability.SIGNED_IN)
def api_room(request: PersonRequest, room: str) -> HttpResponse:
    found = rooms.room(room)
    if found is None:
        raise Http404
    crumbs = _crumbs(_("API"), found.name)
    crumbs[1]["url"] = rooms.address()
    given = {"room": found, "crumbs": crumbs}
    return render(request, "portal/help/api_room.html", given)
