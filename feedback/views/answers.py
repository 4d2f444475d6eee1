"""Asking after a decision, and reading what was said."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Avg, Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.forms import WorthForm
from feedback.models import Response, answer, shared_studios
from feedback.suppression import FEWEST
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
    context = {"page": page, "raw": raw, "words": words, "summary": _summary()}
    return render(request, "feedback/answers.html", context)


def _ids(what: str) -> set[Any]:
    return set(shared_studios(what).values_list("pk", flat=True))


def _summary() -> dict[str, Any]:
    counted = Response.objects.aggregate(
        answers=Count("pk"),
        people=Count("person", distinct=True),
        studios=Count("studio", distinct=True),
        mean_ease=Avg("ease"),
        ease_n=Count("ease"),
        ease_people=Count("person", filter=~Q(ease=None), distinct=True),
        mean_minutes=Avg("minutes_by_hand"),
        minutes_n=Count("minutes_by_hand"),
        minutes_people=Count("person", filter=~Q(minutes_by_hand=None), distinct=True),
    )
    for name in ("ease", "minutes"):
        counted[f"{name}_few"] = counted[f"{name}_people"] < FEWEST
    return {**counted, "sentence": _counts(counted, Decision.objects.count())}


def _counts(counted: dict[str, Any], decisions: int) -> str:
    """Every number with its denominator, one or many."""
    parts = {
        "answers": ngettext("%(n)s answer", "%(n)s answers", counted["answers"]),
        "decisions": ngettext("%(n)s decision", "%(n)s decisions", decisions),
        "people": ngettext("%(n)s person", "%(n)s people", counted["people"]),
        "studios": ngettext("%(n)s studio", "%(n)s studios", counted["studios"]),
    }
    numbers = {**counted, "decisions": decisions}
    words = {name: text % {"n": numbers[name]} for name, text in parts.items()}
    return _("%(answers)s to %(decisions)s, from %(people)s in %(studios)s.") % words
