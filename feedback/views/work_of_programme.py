"""Measured work of the programme in counts, for beta leads."""

from django.http import HttpResponse
from django.shortcuts import render

from feedback.models import Block, WorkItem
from feedback.work.checking import check_draws
from feedback.work.overview import counted, tables
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across


@gate(Capability.READ_FEEDBACK)
def counts(request: PersonRequest) -> HttpResponse:
    """How much work is planned, begun and done, by studio, stage, complexity and arm."""
    open_across(Studio.objects.all(), reason="counts of measured work", actor=request.user)
    rows = WorkItem.objects.all()
    checked = check_draws(Block.objects.all())
    context = {
        "all": counted(rows),
        "tables": list(tables(rows)),
        "blocks": len(checked),
        "draws": sum(one.told for one in checked),
        "wrong": [one for one in checked if not one.holds],
        "sample": rows.filter(sample=True).exists(),
    }
    return render(request, "feedback/work/programme.html", context)
