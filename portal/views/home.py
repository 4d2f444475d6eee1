"""Home: what needs me, what runs, what changed. And whether the portal works."""

from dataclasses import asdict
from typing import Any

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from portal.access import Capability
from portal.examining.process import examined_lately
from portal.first_steps import checklist
from portal.frame import BANDS
from portal.gates import PersonRequest, gate, open_to_all
from portal.storage import asking
from portal.storage.proving import prove


@gate(Capability.SIGNED_IN)
def home(request: PersonRequest) -> HttpResponse:
    """What needs me, what runs, what changed; each band is contributed by a room."""
    if shut := request.user.shut_out():
        raise shut
    bands: dict[str, list[dict[str, Any]]] = {}
    for _order, name, lines in BANDS:
        bands.setdefault(name, []).extend(lines(request.user))
    studio = request.user.shown or next(iter(request.user.roles), None)
    steps = checklist(request.user, studio)
    done = sum(step["done"] for step in steps)
    return render(request, "portal/home.html", {"bands": bands, "steps": steps, "done": done})


@open_to_all("load balancers ask without an account; it tells nothing but that it works")
def healthy(request: PersonRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    told: dict[str, Any] = {"status": "ok"}
    if asking.is_asked(request.GET.get("storage", "")):  # by `check_storage`, with a signed word
        steps = [asdict(proved) for proved in prove()]
        told |= {"process": asking.process_name(), "steps": steps}
    if asking.is_asked(request.GET.get("examine", ""), "examine"):  # by `check_deploy`
        written = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        told |= {"hops": len([one for one in written if one.strip()]), **examined_lately()}
    return JsonResponse(told)
