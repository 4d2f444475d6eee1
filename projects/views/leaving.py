"""Taking everything away, and closing the studio: for its producers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent
from portal.views.people import my_studio
from projects import certificates
from projects.forms import CloseoutForm, ExportForm
from projects.models import Closeout, Export
from projects.models.closeouts import ask_for_closeout
from projects.models.exports import ask_for_export
from projects.models.jobs import ACTIVE
from projects.responses import stored


@gate(Capability.CLOSEOUT)
def overview(request: PersonRequest) -> HttpResponse:
    """Exports with what became of them, and the closeout as it stands."""
    studio = my_studio(request)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        ask_for_export(actor=request.user, studio=studio, **form.cleaned_data)
        messages.success(request, _("The export is on its way."))
        return redirect(f"{request.path}?studio={studio.pk}")
    exports = Export.objects.visible_to(request.user).filter(studio=studio)
    rows = list(exports.select_related("studio", "person")[:20])
    closeouts = Closeout.objects.visible_to(request.user).filter(studio=studio)
    closeout = closeouts.filter(state__in=ACTIVE).select_related("studio").first()
    context = {
        "studio": studio,
        "form": ExportForm(),
        "running": next((row for row in rows if row.state in ACTIVE), None),
        "exports": [row for row in rows if row.state not in ACTIVE],
        "closeout": closeout,
        "link": certificates.link(closeout) if closeout else "",
    }
    return render(request, "projects/leaving.html", context)


@gate(Capability.CLOSEOUT)
@require_POST
def cancel_export(request: PersonRequest, pk: UUID) -> HttpResponse:
    export = find(Export.objects.select_related("studio"), request, pk=pk)
    export.cancel(actor=request.user)
    messages.info(request, _("The export is cancelled. Nothing else has changed."))
    return redirect(export.get_absolute_url())


@gate(Capability.CLOSEOUT)
def download(request: PersonRequest, pk: UUID) -> HttpResponse:
    export = find(Export.objects.select_related("studio"), request, pk=pk)
    return hand_over(request, export)


def hand_over(request: PersonRequest, export: Export) -> HttpResponse:
    """The archive as a download; audited."""
    export.must_be_there()
    AuditEvent.record(request.user, "export:downloaded", export.studio)
    return stored(export.storage_key, "application/zip", download_as=export.file_name)


@gate(Capability.CLOSEOUT)
def ask_closeout(request: PersonRequest) -> HttpResponse:
    """What will happen, the studio's name to be typed, and why."""
    studio = my_studio(request)
    form = CloseoutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_for_closeout(actor=request.user, studio=studio, **form.cleaned_data)
        except PortalError as error:
            if error.code != "closeout:name":
                raise
            form.add_error("name", error.as_dict()["message"])
        else:
            return redirect(made.get_absolute_url())
    return render(request, "projects/closeout_ask.html", {"studio": studio, "form": form})


@gate(Capability.CLOSEOUT)
@require_POST
def withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    closeout = find(Closeout.objects.select_related("studio"), request, pk=pk)
    closeout.withdraw(actor=request.user)
    messages.info(request, _("The closeout is withdrawn. Nothing has changed."))
    return redirect(closeout.get_absolute_url())
