"""Asking after a decision, and reading what was said."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
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
from projects.views.projects import crumbs_of

PAGE = 50


@gate(Capability.GIVE_FEEDBACK)
def worth(request: PersonRequest, pk: str) -> HttpResponse:
    """The two questions about one decision."""
    rows = Decision.objects.select_related("candidate__run__request", "project__studio")
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
    return render(request, "feedback/worth.html", _context(decision, form))


def _context(decision: Decision, form: WorthForm) -> dict[str, Any]:
    """The form stands beside its decision on other pages; on its own it says what it is about."""
    work = {"label": str(decision.candidate.run), "url": decision.candidate.get_absolute_url()}
    crumbs = crumbs_of(decision.project, work, {"label": _("What was it worth?")})
    return {"form": form, "decision": decision, "work": work, "crumbs": crumbs}


@gate(Capability.READ_FEEDBACK)
def answers(request: PersonRequest) -> HttpResponse:
    """Counts of all answers, and of each what its studio shares: numbers, words, or both. Pages go
    on from an answer, so that none costs more than the first, and new ones shift nothing.
    """
    open_across(Studio.objects.all(), reason="feedback answers", actor=request.user)
    raw, words = (_ids(what) for what in ("raw", "words"))
    rows = Response.objects.filter(Q(studio__in=raw) | Q(studio__in=words) & ~Q(comment=""))
    related = ("studio", "project", "decision__candidate__run__request")
    rows = rows.select_related(*related).defer("decision__candidate__result")
    before = _id(request.GET.get("before", ""))
    page = [*_older(rows, before)[: PAGE + 1]]
    context: dict[str, Any] = {"raw": raw, "words": words, "summary": summary()}
    context |= {"before": before, "older": page[PAGE - 1].pk if len(page) > PAGE else None}
    context["rows"] = page[:PAGE]
    return render(request, "feedback/answers.html", context)


def _older(rows: QuerySet[Response], before: UUID | None) -> QuerySet[Response]:
    """The newest first, from after the one named; all of them where that is there no more."""
    ordered = rows.order_by("-created_at", "-id")
    at = rows.filter(pk=before).values_list("created_at", flat=True).first() if before else None
    if at is None:
        return ordered
    return ordered.filter(created_at__lte=at).exclude(created_at=at, pk__gte=before)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _ids(what: str) -> set[Any]:
    return set(shared_studios(what).values_list("pk", flat=True))
