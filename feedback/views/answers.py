"""Asking after a decision, and reading what was said."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Avg, Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.exports import as_csv, as_xlsx
from feedback.forms import WorthForm
from feedback.models import Response, answer
from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent, Studio
from portal.tenancy import open_across
from projects.models import Decision

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@gate(Capability.GIVE_FEEDBACK)
def worth(request: PersonRequest, pk: str) -> HttpResponse:
    """The two questions about one decision."""
    rows = Decision.objects.select_related("candidate__run__request", "project")
    decision = find(rows, request, pk=pk)
    form = WorthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        names = ("minutes_by_hand", "ease", "comment")
        answer(
            actor=request.user,
            decision=decision,
            **{name: form.cleaned_data[name] for name in names},
        )
        messages.success(request, _("Your answer is kept."))
        return redirect(decision.candidate.get_absolute_url())
    return render(request, "feedback/worth.html", {"form": form, "decision": decision})


@gate(Capability.READ_FEEDBACK)
def answers(request: PersonRequest) -> HttpResponse:
    """Every answer, newest first, with counts and their denominators."""
    open_across(Studio.objects.all(), reason="feedback answers", actor=request.user)
    rows = Response.objects.visible_to(request.user)
    related = ("studio", "project", "decision__candidate__run__request", "person")
    page = Paginator(
        rows.select_related(*related).defer("decision__candidate__result"), 50
    ).get_page(request.GET.get("page"))
    return render(request, "feedback/answers.html", {"page": page, "summary": _summary(rows)})


def _summary(rows: Any) -> dict[str, Any]:
    counted = rows.aggregate(
        answers=Count("pk"),
        people=Count("person", distinct=True),
        studios=Count("studio", distinct=True),
        mean_ease=Avg("ease"),
        ease_n=Count("ease"),
        mean_minutes=Avg("minutes_by_hand"),
        minutes_n=Count("minutes_by_hand"),
    )
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


@gate(Capability.READ_FEEDBACK)
def download(request: PersonRequest, ending: str) -> HttpResponse:
    """All answers as a file; audited."""
    open_across(Studio.objects.all(), reason=f"feedback answers as {ending}", actor=request.user)
    rows = Response.objects.visible_to(request.user)
    content, media_type = (
        (as_csv(rows), "text/csv; charset=utf-8") if ending == "csv" else (as_xlsx(rows), XLSX)
    )
    AuditEvent.record(request.user, "feedback:exported", format=ending)
    response = HttpResponse(content, content_type=media_type)
    name = f"last-mile-answers-{timezone.now():%Y%m%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
