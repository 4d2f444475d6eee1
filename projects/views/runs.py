"""Asking a tool, watching it work, cancelling, repeating."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects import (
    asking,
    asking_palette,
    choosing,
    ordering,
    parameter_words,
    purposes,
    verdict_words,
)
from projects.asking_once import key, once
from projects.assist.contract import Tool
from projects.assist.tools import TOOLS
from projects.first_hour import examples
from projects.forms import parameters_form, up_front
from projects.models import AssistRequest, Candidate, Entry, Receipt, Remote, Run, State, Version
from projects.models.assets import DELETED
from projects.models.jobs import ACTIVE
from projects.models.requests import tool_named
from projects.views.projects import crumbs_of

#: Kind of what a run offers → the button that leads to it; pictures have a board.
LOOK = {
    Candidate.Kind.CUT: gettext_lazy("Look at the shots"),
    Candidate.Kind.SCRIPT: gettext_lazy("Look at the scenes"),
    Candidate.Kind.PLATE: gettext_lazy("Look at the plate"),
    Candidate.Kind.MATCH: gettext_lazy("Look at the match"),
    Candidate.Kind.SELECTS: gettext_lazy("Look at the takes"),
    Candidate.Kind.CHANGES: gettext_lazy("Look at the changes"),
    Candidate.Kind.FOUND: gettext_lazy("Look at what was found"),
    Candidate.Kind.CAST: gettext_lazy("Look at the characters"),
    Candidate.Kind.TRACK: gettext_lazy("Look at the track"),
    Candidate.Kind.EDITORIAL: gettext_lazy("Look at the conversion"),
    Candidate.Kind.ENRICHED: gettext_lazy("Look at the scenes"),
    Candidate.Kind.DESCRIBED: gettext_lazy("Look at the shots"),
    Candidate.Kind.CLIP: gettext_lazy("Look at the film"),
    Candidate.Kind.COMPARED: gettext_lazy("Look at the differences"),
}
FILTERS = {
    "active": ACTIVE,
    "ready": (State.READY,),
    "trouble": (State.FAILED, State.ERRORED),
    "cancelled": (State.CANCELLED,),
}


@gate(Capability.REQUEST)
def new(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Choose the tool and its parameters; one button says what goes where."""
    rows = Version.objects.select_related("project__studio", "asset", "ingest")
    version = find(rows.prefetch_related("renditions"), request, pk=pk)
    fitting = [tool for tool in TOOLS.values() if tool.takes(version.asset.kind)]
    tool = tool_named(request.GET["tool"]) if "tool" in request.GET else next(iter(fitting), None)
    if tool is None or tool not in fitting or version.ingest.state != State.READY:
        raise PortalError("request:not_ready", name=version.file_name)
    before = asking.before(request, version, tool)
    begins = asking.initial(before, version, tool)
    sent = request.POST if request.method == "POST" else None
    form = parameters_form(tool.parameters, tool.later)(sent, initial=begins)
    chosen = choosing.chosen(request, version, tool)
    if before and tool.inputs and request.method != "POST":
        chosen = before.request.inputs
    offered = _palette(request, form, tool, chosen)
    if request.method == "POST":
        made, known = once(request, lambda: _made(request, form, tool, chosen, offered))
        if made and before and not known:
            before.replaced(actor=request.user)
        if made:
            return _after(request, made, known=known)
    context = {
        "version": version,
        "poster": version.rendition("poster"),
        "tool": tool,
        "once": key(request),
        "tools": fitting,
        "form": form,
        **_parameters(form, tool),
        "problem": before.event()["error"] if before and request.method != "POST" else None,
        "choices": choosing.choices(request.user, version, tool, chosen),
        "palette": offered,
        **asking_palette.refused(request, chosen, offered),
        "send": asking_palette.button(tool, offered, _what(chosen)),
        "sendable": any(row["allowed"] for row in offered),
        "what": _what(chosen),
        **asking.part(request.user, version, tool),
        "example": examples.offered(version, tool),
        **purposes.offered(request.user, version, request.POST.get(purposes.FIELD)),
        "crumbs": crumbs_of(
            version.project,
            {"label": version.asset.name, "url": f"/assets/{version.asset_id}/"},
            {"label": _("New request")},
        ),
    }
    return render(request, "projects/ask.html", context)


def _palette(
    request: PersonRequest, form: forms.Form, tool: Tool, chosen: list[Version]
) -> list[dict[str, Any]]:
    """What it would cost is told for what the form says, as far as that is known."""
    given = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    return asking_palette.rows(request, tool, chosen, given)


def _made(
    request: PersonRequest,
    form: forms.Form,
    tool: Tool,
    chosen: list[Version],
    offered: list[dict[str, Any]],
) -> AssistRequest | None:
    """The request that the form asks for; None where it says what is missing."""
    if not (form.is_valid() and choosing.enough(form, chosen, tool)):
        return None
    given = {k: v for k, v in form.cleaned_data.items() if v not in (None, "")}
    if not asking.makes_sense(form, tool, given, chosen[0]):
        return None
    to = asking_palette.targets(request, form, tool, offered)
    if not form.is_valid():
        return None
    said = request.POST.get(purposes.FIELD, "")
    keep = purposes.keeper(request.user, chosen[0].project, said)
    asker = {"actor": request.user, "parameters": given, "blind": "blind" in request.POST}
    made = asking_palette.asked(form, tool, chosen, to, **asker)
    if made:
        keep(made)
    return made


def _after(request: PersonRequest, made: AssistRequest, *, known: bool) -> HttpResponse:
    """To its run; of several providers' runs to the page where they stand side by side."""
    runs = list(made.runs.all())
    if known:
        told = _("This was sent before, and was not sent again. To repeat it, begin a new request.")
        messages.info(request, told)
        return redirect("run", pk=runs[0].pk) if len(runs) == 1 else redirect("compare", pk=made.pk)
    if len(runs) == 1:
        return redirect("run", pk=runs[0].pk)
    messages.success(request, asking_palette.told(made))
    return redirect("compare", pk=made.pk)


def _what(chosen: list[Version]) -> str:
    if len(chosen) == 1:
        return str(chosen[0].asset)
    return ngettext("{n} file", "{n} files", len(chosen)).format(n=len(chosen))


def _parameters(form: forms.Form, tool: Tool) -> dict[str, Any]:
    """Its fields that stand on the page at once, and those that are folded away."""
    rows = [field for field in form if field.name not in asking.own_of(tool)]
    return {
        "up_front": [field for field in rows if up_front(field)],
        "folded": [field for field in rows if not up_front(field)],
    }


@gate(Capability.SEE)
def listed(request: PersonRequest) -> HttpResponse:
    """All runs I may see, newest first; active ones move in place."""
    wanted = request.GET.get("state", "")
    rows = Run.objects.shown_to(request.user).select_related("request__person", "project__studio")
    rows = rows.prefetch_related("request__versions__asset")
    if wanted in FILTERS:
        rows = rows.filter(state__in=FILTERS[wanted])
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    ordering.tell(page.object_list, viewer=request.user)
    ordering.keep_quiet(page.object_list, viewer=request.user)
    verdict_words.tell(page.object_list)
    context = {
        "page": page,
        "chips": _chips(wanted),
        "query": f"state={wanted}&" if wanted in FILTERS else "",
    }
    return render(request, "projects/runs.html", context)


def _chips(wanted: str) -> list[dict[str, Any]]:
    words = {
        "": _("all"),
        "active": _("active"),
        "ready": _("ready"),
        "trouble": _("failed"),
        "cancelled": _("cancelled"),
    }
    return [
        {"label": label, "url": f"?state={name}" if name else "?", "current": wanted == name}
        for name, label in words.items()
    ]


@gate(Capability.SEE)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What it does now, in words; the same view gives the part that changes to htmx."""
    rows = Run.objects.select_related("request__person", "project__studio", "connection")
    run = find(rows, request, pk=pk)
    version = next((v for v in run.request.inputs if v.asset.deleted_at is None), None)
    ordering.tell([run], viewer=request.user)
    offered = run.candidates.visible_to(request.user)
    context = {
        "run": run,
        "name": version.asset if version else DELETED,
        "job": run.event(),
        "works": _works(offered) if version else [],
        "pictures": offered.filter(kind="picture").count() if version else 0,
        "beside": run.request.runs.count() > 1,
        "blind": str(request.user.pk) in run.request.blind,
        "parameters": parameter_words.told(run.request.tool, run.request.parameters),
        **_sent(request, run),
        "ask_url": ask_address(run, version) if version else "",
        "may_ask": version and request.user.can(Capability.REQUEST, run.studio_id),
        "crumbs": crumbs_of(run.project, *_crumb(version), {"label": str(run)}),
    }
    template = "projects/_run.html" if request.htmx else "projects/run.html"
    return render(request, template, context)


def _sent(request: PersonRequest, run: Run) -> dict[str, Any]:
    """Of a provider's run: what left the house for it, and its money."""
    if run.connection_id is None:
        return {}
    rows = Receipt.objects.visible_to(request.user).filter(run=run).select_related("terms")
    remote = Remote.objects.visible_to(request.user).filter(run=run).first()
    entries = Entry.objects.visible_to(request.user).filter(run=run)
    return {"receipts": rows, "remote": remote, "entries": entries}


def ask_address(run: Run, version: Version) -> str:
    """Back to the form that it was asked with, filled in as it was."""
    return f"{reverse('ask', args=[version.pk])}?tool={run.request.tool}&from={run.pk}"


def _works(offered: QuerySet[Candidate]) -> list[dict[str, Any]]:
    """What is looked at one by one, each with the words of its button."""
    rows = offered.exclude(kind=Candidate.Kind.PICTURE).defer("result")
    return [{"url": row.get_absolute_url(), "look": LOOK[Candidate.Kind(row.kind)]} for row in rows]


def _crumb(version: Version | None) -> list[dict[str, Any]]:
    if version is None:
        return [{"label": DELETED}]
    return [{"label": version.asset.name, "url": f"/assets/{version.asset_id}/"}]


@gate(Capability.REQUEST)
@require_POST
def cancel(request: PersonRequest, pk: UUID) -> HttpResponse:
    run = find(Run.objects.select_related("request"), request, pk=pk)
    run.cancel(actor=request.user)
    messages.info(request, _("The run is cancelled. Your footage is untouched."))
    return redirect("run", pk=run.pk)


@gate(Capability.REQUEST)
@require_POST
def go_first(request: PersonRequest, pk: UUID) -> HttpResponse:
    run = find(Run.objects.select_related("request__project__studio"), request, pk=pk)
    run.go_first(actor=request.user)
    messages.info(request, _("The run begins as soon as a place is free."))
    return redirect("run", pk=run.pk)


@gate(Capability.REQUEST)
@require_POST
def again(request: PersonRequest, pk: UUID) -> HttpResponse:
    run = find(Run.objects.select_related("request", "project"), request, pk=pk)
    return redirect("run", pk=run.again(actor=request.user).pk)
