"""Measures: does it save anything, answered from measured work for beta leads."""

from django.http import HttpResponse
from django.shortcuts import render

from feedback.measures.page import page
from feedback.models import WorkItem
from feedback.models.reports import data_cut
from feedback.periods import week_of
from feedback.work.facts import facts, pseudonym
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across


@gate(Capability.READ_FEEDBACK)
def measures(request: PersonRequest) -> HttpResponse:
    """Of whole weeks. `?samples=1` counts the made-up items of the demo, and says so."""
    open_across(Studio.objects.all(), reason="measures", actor=request.user)
    made_up = WorkItem.objects.filter(sample=True).exists()
    samples = made_up and request.GET.get("samples") == "1"
    until = data_cut()
    names = {pseudonym("studio", one.pk): one.name for one in Studio.objects.all()}
    items = facts(as_of=until, samples=samples)
    context = {
        "page": page(items, until=week_of(until), names=names),
        "until": until,
        "made_up": made_up,
        "samples": samples,
    }
    return render(request, "feedback/measures.html", context)
