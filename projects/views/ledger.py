"""The ledger of a project: what was held, booked and released at providers, and what is left."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent
from projects import ledger
from projects.gate_words import money
from projects.keyset import page_of
from projects.models import Entry, Project
from projects.responses import attachment
from projects.views.projects import crumbs_of, tabs

PAGE = 60


@gate(Capability.SEE)
def listed(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The newest entries first; `?month=2026-11` shows one month and its sums."""
    project, month = _asked(request, pk)
    rows = Entry.objects.visible_to(request.user).filter(project=project)
    shown = ledger.entries(rows, month)
    page = page_of(shown, request.GET, PAGE, by="at")
    context = {
        "project": project,
        "tabs": tabs(project, "project_policy"),
        "chips": _chips(request, ledger.months(rows), month),
        "month": month,
        "page": page,
        "entries": [ledger.told(entry) for entry in page.rows],
        "sums": [_summed(one) for one in ledger.sums(shown)],
        "open": [f"{money(one.open)} {one.currency}" for one in ledger.sums(rows) if one.open],
        "left": ledger.left_in_words(project),
        "query": f"month={month}&" if month else "",
        "crumbs": crumbs_of(
            project,
            {"label": _("Providers"), "url": f"/projects/{project.pk}/policy/"},
            {"label": _("Ledger")},
        ),
    }
    return render(request, "projects/ledger.html", context)


@gate(Capability.SEE)
def downloaded(request: PersonRequest, pk: UUID) -> HttpResponse:
    """All entries of the project, or of `?month=`, the oldest first, as CSV."""
    project, month = _asked(request, pk)
    rows = Entry.objects.visible_to(request.user).filter(project=project)
    text = ledger.as_csv(ledger.entries(rows, month).order_by("at", "pk").iterator(2000))
    facts = {"project": project.name, "month": month or "…"}
    AuditEvent.record(request.user, "ledger:exported", project.studio, **facts)
    name = " ".join(filter(None, (project.name, "ledger", month)))
    return attachment(text, f"{name}.csv", "text/csv; charset=utf-8")


def _asked(request: PersonRequest, pk: UUID) -> tuple[Project, str]:
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    month = request.GET.get("month", "")
    return project, month if ledger.month_of(month) else ""


def _summed(one: ledger.Sums) -> dict[str, Any]:
    told = {name: money(getattr(one, name)) for name in ("held", "released", "booked")}
    return {"currency": one.currency, **told}


def _chips(request: PersonRequest, months: list[str], month: str) -> list[dict[str, Any]]:
    everything = {"label": _("All months"), "url": request.path, "current": not month}
    each = [
        {"label": one, "url": f"{request.path}?month={one}", "current": one == month}
        for one in months
    ]
    return [everything, *each]
