"""Reports of the beta: definitions, what they would tell now, and what was made of them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Report, ReportDefinition
from feedback.models.reports import data_cut
from feedback.reports.files import FILES
from feedback.reports.forms import DefinitionForm
from feedback.reports.making import ask_for_report, content_of
from portal.access import Capability
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent, Studio
from portal.tenancy import open_across
from portal.views.sure import ask, is_sure
from projects.responses import stored

RUNS = 20


@gate(Capability.READ_FEEDBACK)
def listed(request: PersonRequest) -> HttpResponse:
    """All definitions, each with what was made of it last."""
    rows = ReportDefinition.objects.visible_to(request.user).prefetch_related("reports")
    return render(request, "feedback/reports.html", {"definitions": rows})


@gate(Capability.RUN_BETA)
def new(request: PersonRequest) -> HttpResponse:
    open_across(Studio.objects.all(), reason="a report's definition", actor=request.user)
    form = DefinitionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        AuditEvent.record(request.user, "report:defined", title=made.title)
        return redirect(made)
    return render(request, "feedback/report_new.html", {"form": form})


@gate(Capability.READ_FEEDBACK, POST=Capability.RUN_BETA)
def shown(request: PersonRequest, name: str) -> HttpResponse:
    """The definition at the left, the page as it would be now at the right."""
    definition = _definition(request, name)
    open_across(Studio.objects.all(), reason=f"report {name}", actor=request.user)
    posted = request.POST if request.method == "POST" else None
    form = DefinitionForm(posted, instance=definition)
    if posted is not None:
        if definition.frozen_at:
            raise PortalError("report:frozen", title=definition.title)
        if form.is_valid():
            form.save()
            AuditEvent.record(request.user, "report:defined", title=definition.title)
            messages.success(request, _("The definition is kept."))
            return redirect(definition)
        definition.refresh_from_db()
    context = {
        "definition": definition,
        "form": form,
        "content": content_of(definition, data_cut()),
        "until": data_cut(),
        "reports": definition.reports.all()[:RUNS],
        "files": FILES,
    }
    return render(request, "feedback/report.html", context)


@gate(Capability.RUN_BETA)
@require_POST
def freeze(request: PersonRequest, name: str) -> HttpResponse:
    definition = _definition(request, name)
    if not is_sure(request):
        told = _(
            "It cannot be changed or deleted afterwards, by nobody. It can be made as often "
            "as you like."
        )
        question = _("Freeze %(title)s?") % {"title": definition.title}
        return ask(
            request,
            question=question,
            told=told,
            act=_("Freeze it"),
            back=definition.get_absolute_url(),
        )
    definition.freeze(actor=request.user)
    messages.success(request, _("The definition is frozen."))
    return redirect(definition)


@gate(Capability.READ_FEEDBACK)
@require_POST
def make(request: PersonRequest, name: str) -> HttpResponse:
    """Have it made now, by a worker."""
    definition = _definition(request, name)
    report = ask_for_report(actor=request.user, definition=definition)
    return redirect(report)


@gate(Capability.READ_FEEDBACK)
def made(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One report: how far it is, then its files and the page."""
    report = _report(request, pk)
    template = "feedback/_report_made.html" if request.htmx else "feedback/report_made.html"
    return render(request, template, {"report": report, "job": report.event(), "files": FILES})


@gate(Capability.READ_FEEDBACK)
@require_POST
def cancel(request: PersonRequest, pk: UUID) -> HttpResponse:
    report = _report(request, pk)
    report.cancel(actor=request.user)
    return redirect(report)


@gate(Capability.READ_FEEDBACK)
def download(request: PersonRequest, pk: UUID, ending: str) -> HttpResponse:
    report = _report(request, pk)
    if ending not in FILES:
        raise Http404
    if not report.is_there or ending not in report.stored:
        raise PortalError("report:not_ready")
    AuditEvent.record(request.user, "report:taken", title=str(report), format=ending)
    name = f"{report.definition.name}-{report.as_of:%Y-%m-%d}.{ending}"
    return stored(report.stored[ending], FILES[ending].media_type, download_as=name)


def _definition(request: PersonRequest, name: str) -> ReportDefinition:
    return get_object_or_404(ReportDefinition.objects.visible_to(request.user), name=name)


def _report(request: PersonRequest, pk: UUID) -> Report:
    rows = Report.objects.visible_to(request.user).select_related("definition")
    return get_object_or_404(rows, pk=pk)
