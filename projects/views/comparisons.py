"""Providers compared: one request side by side, and what people chose of each tool."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across
from projects import comparing, triage
from projects.models import AssistRequest, Candidate, Run, State
from projects.models.candidates import SIGNED
from projects.unsigned import not_signed
from projects.views.projects import crumbs_of
from projects.views.runs import LOOK, ask_address


@gate(Capability.SEE)
def listed(request: PersonRequest) -> HttpResponse:
    """What the people of my studio chose, of the projects I may see."""
    found = comparing.tables(Run.objects.shown_to(request.user))
    return render(request, "projects/compared.html", {"tables": found, "whole": False})


@gate(Capability.READ_FEEDBACK)
def programme(request: PersonRequest) -> HttpResponse:
    """Over all studios: numbers only, and none that fewer than five people made."""
    open_across(Studio.objects.all(), reason="providers compared", actor=request.user)
    found = comparing.tables(Run.objects.all())
    told = [table for table in found if table.people >= comparing.FEWEST]
    context = {"tables": told, "hidden": len(found) - len(told), "whole": True}
    return render(request, "projects/compared.html", context)


@gate(Capability.SEE)
def side_by_side(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One request, a column for each provider; whose it is stays hidden from who is blind. Pictures
    are looked at on their board, once all runs have ended well; until then this page tells."""
    rows = AssistRequest.objects.select_related("project__studio")
    asked = find(rows, request, pk=pk)
    pictures = Candidate.objects.visible_to(request.user).filter(run__request=asked)
    pictures = pictures.filter(kind=Candidate.Kind.PICTURE)
    if pictures.exists() and not request.htmx and not asked.runs.exclude(state=State.READY):
        return redirect("triage", pk=asked.pk)
    blind = str(request.user.pk) in asked.blind
    columns = _columns(request, asked, blind)
    context = {
        "asked": asked,
        "blind": blind,
        "columns": columns,
        "seen": _seen(columns),
        "pictures": pictures.count(),
        "again": _again(request, asked),
        "may_decide": request.user.can(Capability.DECIDE, asked.studio_id),
        "crumbs": crumbs_of(asked.project, {"label": str(asked)}),
    }
    return render(request, "projects/compare.html", context)


def _again(request: PersonRequest, asked: AssistRequest) -> str:
    """Back to the form, filled in as it was, where a run failed: nothing else leads there."""
    failed = asked.runs.filter(state=State.FAILED).select_related("request").first()
    version = next((v for v in asked.inputs if v.asset.deleted_at is None), None)
    if not (failed and version and request.user.can(Capability.REQUEST, asked.studio_id)):
        return ""
    return ask_address(failed, version)


def _columns(request: PersonRequest, asked: AssistRequest, blind: bool) -> list[dict[str, Any]]:
    """Blind, they stand in the order of their ids, which says nothing; a name is a letter."""
    runs = asked.runs.select_related("connection", "request")
    return [
        {
            "name": _letter(number) if blind else run.whose,
            "run": run,
            "job": run.event(),
            "works": [_work(row) for row in _offered(request, run)],
        }
        for number, run in enumerate(runs.order_by("pk" if blind else "queued_at"))
    ]


def _seen(columns: list[dict[str, Any]]) -> str:
    """Which decision stands on the page for each, "" for none: choosing signs on all of them."""
    works = [work for column in columns for work in column["works"]]
    pairs = [(work["candidate"].pk, work["decision"]) for work in works]
    return " ".join(f"{pk}={decision.pk if decision else ''}" for pk, decision in pairs)


def _letter(number: int) -> str:
    return _("Result %(letter)s") % {"letter": chr(ord("A") + number % 26)}


def _offered(request: PersonRequest, run: Run) -> Any:
    """Pictures are looked at on their board."""
    rows = run.candidates.visible_to(request.user).exclude(kind=Candidate.Kind.PICTURE)
    return rows.defer("result").order_by("number")


def _work(row: Candidate) -> dict[str, Any]:
    decision = row.decision
    return {
        "candidate": row,
        "look": LOOK[Candidate.Kind(row.kind)],
        "decision": decision,
        "open": decision is None or decision.verdict not in SIGNED,
    }


@gate(Capability.DECIDE)
@require_POST
def choose(request: PersonRequest, pk: UUID) -> HttpResponse:
    rows = Candidate.objects.select_related("run__request", "project__studio")
    candidate = find(rows, request, pk=pk)
    reason = request.POST.get("reason", "").strip()[:2000]
    seen = dict(pair.split("=", 1) for pair in request.POST.get("seen", "").split() if "=" in pair)
    try:
        comparing.choose(actor=request.user, candidate=candidate, reason=reason, seen=seen)
    except PortalError as error:
        if error.code != "decision:stale":
            raise
        messages.warning(request, _kept(not_signed(error), reason))
    else:
        messages.success(request, _("Chosen: it is approved, and the others are put aside."))
    return redirect("compare", pk=candidate.run.request_id)


def _kept(said: str, reason: str) -> str:
    return f"{said} " + _("You wrote: %(reason)s") % {"reason": reason} if reason else said


@gate(Capability.SEE, POST=Capability.SEE)
@require_POST
def be_blind(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Hide from me who made what, or show it again once everything is decided."""
    asked = find(AssistRequest, request, pk=pk)
    triage.go_blind(request.user, asked, blind=request.POST.get("blind") == "on")
    return redirect("compare", pk=asked.pk)
