"""Which providers there are, for beta leads and producers: read, never changed here."""

from django.http import HttpResponse
from django.shortcuts import render

from portal.access import Capability
from portal.gates import PersonRequest, gate
from projects.provider_words import palette


@gate(Capability.PROVIDERS)
def listed(request: PersonRequest) -> HttpResponse:
    manages = request.user.can(Capability.ADMINISTER)
    context = {"providers": palette(request.user), "manages": manages}
    return render(request, "projects/providers.html", context)
