"""How the portal guards the work, for whoever has to assess it."""

from django.http import HttpResponse
from django.shortcuts import render

from portal.controls import AREAS
from portal.door import obstacle
from portal.gates import PersonRequest, open_to_all


@open_to_all("whoever assesses the portal reads this before there is an account; it holds no rows")
def security(request: PersonRequest) -> HttpResponse:
    """A bare page until the way into the portal is free."""
    inside = request.user.is_authenticated and not obstacle(request.user)
    return render(request, "portal/security.html", {"areas": AREAS, "inside": inside})
