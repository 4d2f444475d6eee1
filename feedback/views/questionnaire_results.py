"""What came of a questionnaire: reach with its denominator, scores with their n."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from feedback.questionnaires.results import results
from feedback.questionnaires.scores import FEWEST_FOR_NPS
from feedback.questionnaires.sent_files import taken
from feedback.suppression import FEWEST
from feedback.views.asks import language_of
from feedback.views.questionnaires import the
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across
from projects.responses import stored


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


@gate(Capability.RUN_BETA)
def questionnaire_file(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A file that somebody answered with, where their studio lets it be read."""
    open_across(Studio.objects.all(), reason="a file of an answer", actor=request.user)
    row, name = taken(actor=request.user, pk=pk)
    return stored(row.storage_key, row.value["type"], download_as=name)
