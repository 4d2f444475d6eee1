"""The triage board: one picture large, its plate beside it, decided by single keys."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from projects import triage
from projects.consenting import withdrawn_of
from projects.models import AssistRequest, Candidate
from projects.models.trash import stands_withdrawn
from projects.viewing import viewed
from projects.views.projects import crumbs_of


@gate(Capability.SEE)
def board(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The page holds the whole board as JSON, so that the first picture needs no further answer."""
    rows = AssistRequest.objects.select_related("project__studio")
    asked = find(rows, request, pk=pk)
    version = asked.versions.select_related("asset", "project__studio").first()
    shown = triage.board(request.user, asked)
    if shown["pictures"] and version is not None:
        viewed(actor=request.user, version=version)
    made = Candidate.objects.filter(run__request=asked).filter(stands_withdrawn("pk"))
    held = made.values_list("pk", flat=True).first()
    run = asked.runs.order_by("-queued_at").first()
    context = {
        "asked": asked,
        "board": shown,
        "withdrawn": withdrawn_of([held])[held] if held else None,
        "run": run,
        "may_decide": request.user.can(Capability.DECIDE, asked.studio_id),
        "mark": asked.project.mark_over(request.user),
        "crumbs": crumbs_of(asked.project, {"label": str(asked)}),
    }
    return render(request, "projects/triage.html", context)
