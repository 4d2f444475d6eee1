"""What came of a questionnaire: reach with its denominator, scores with their n."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from feedback.questionnaires.results import results
from feedback.questionnaires.scores import FEWEST_FOR_NPS
from feedback.suppression import FEWEST
from feedback.views.asks import language_of
from feedback.views.questionnaires import the
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across


@gate(Capability.RUN_BETA)
def questionnaire_results(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Of the version in the address, or the newest; versions are never mixed."""
    row = the(pk)
    versions = list(row.versions.exclude(published_at=None).order_by("-number"))
    wanted = request.GET.get("version", "")
    version = next((v for v in versions if str(v.number) == wanted), None) or next(
        iter(versions), None
    )
    context = {"row": row, "versions": versions, "version": version, "fewest": FEWEST}
    if version:
        open_across(Studio.objects.all(), reason="questionnaire results", actor=request.user)
        context |= {"results": results(version, language_of()), "fewest_nps": FEWEST_FOR_NPS}
    return render(request, "feedback/questionnaire_results.html", context)
