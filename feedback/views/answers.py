"""Asking after a decision, and reading what was said."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from feedback.forms import WorthForm
from feedback.models import Response, answer, shared_studios
from feedback.summary import summary
from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across
from projects.models import Decision


@gate(Capability.GIVE_FEEDBACK)
def worth(request: PersonRequest, pk: str) -> HttpResponse:
    """The two questions about one decision."""
    rows = Decision.objects.select_related("candidate__run__request", "project")
    decision = find(rows, request, pk=pk)
    form = WorthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        names = ("minutes_by_hand", "ease", "comment")
        said = {name: form.cleaned_data[name] for name in names}
        try:
            answer(actor=request.user, decision=decision, **said)
        except PortalError as error:  # what was typed stays in the form
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("Your answer is kept."))
            return redirect(decision.candidate.get_absolute_url())
    return render(request, "feedback/worth.html", {"form": form, "decision": decision})


@gate(Capability.READ_FEEDBACK)
def answers(request: PersonRequest) -> HttpResponse:
    """Counts of all answers, and of each what its studio shares: numbers, words, or both."""
    open_across(Studio.objects.all(), reason="feedback answers", actor=request.user)
    raw, words = (_ids(what) for what in ("raw", "words"))
    rows = Response.objects.filter(Q(studio__in=raw) | Q(studio__in=words) & ~Q(comment=""))
    related = ("studio", "project", "decision__candidate__run__request")
    page = Paginator(
        rows.select_related(*related).defer("decision__candidate__result"), 50
    ).get_page(request.GET.get("page"))
    context = {"page": page, "raw": raw, "words": words, "summary": summary()}
    return render(request, "feedback/answers.html", context)


def _ids(what: str) -> set[Any]:
    return set(shared_studios(what).values_list("pk", flat=True))
