"""Exports and closeouts in the Django admin: the second pair of eyes, and the certificates."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly
from portal.errors import PortalError
from projects import certificates
from projects.models import Closeout, Export, State
from projects.models.jobs import ACTIVE
from projects.responses import attachment


@admin.register(Export)
class ExportAdmin(ReadOnly):
    list_display = ["studio", "state", "person", "queued_at", "size", "missing", "expires_at"]
    list_select_related = ["studio", "person"]
    list_filter = ["state", "studio"]
    search_fields = ["studio__name"]
    actions = ["cancel"]

    @admin.action(description=_("Cancel what is still active"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Export]) -> None:
        for export in queryset.filter(state__in=ACTIVE).select_related("studio"):
            export.cancel(actor=request.user)


@admin.register(Closeout)
class CloseoutAdmin(ReadOnly):
    """An administrator confirms what a producer asked for; nobody does both."""

    list_display = ["studio", "state_text", "person_name", "queued_at", "confirmed_by_name"]
    list_select_related = ["studio"]
    list_filter = ["state", "studio"]
    search_fields = ["studio__name", "reason"]
    fields = [
        *["studio", "state_text", "person_name", "queued_at", "reason", "keep_export"],
        *["confirmed_by_name", "confirmed_at", "attempt", "tries", "left", "retry_at"],
        *["error_code", "finished_at", "certificate_sha256", "paper"],
    ]
    actions = ["confirm", "refuse"]

    @admin.display(description=_("state"), ordering="state")
    def state_text(self, closeout: Closeout) -> str:
        return str(PHASES[closeout.phase])

    @admin.display(description=_("certificate"))
    def paper(self, closeout: Closeout) -> str:
        if closeout.state != State.READY:
            return "—"
        where = reverse("admin:projects_closeout_certificate", args=[closeout.pk])
        name = certificates.file_name(closeout)
        page = certificates.link(closeout)
        told = '<a href="{}">{}</a> · <a href="{}">{}</a>'
        return format_html(told, where, name, page, _("as a page"))

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.certificate)
        name = "projects_closeout_certificate"
        return [path("<uuid:pk>/certificate.json", view, name=name), *super().get_urls()]

    def certificate(self, request: HttpRequest, pk: Any) -> HttpResponse:
        closeout = get_object_or_404(Closeout, pk=pk)
        name = certificates.file_name(closeout)
        return attachment(certificates.document(closeout), name, "application/json")

    @admin.action(description=_("Confirm: everything of the studio is deleted…"))
    def confirm(self, request: HttpRequest, queryset: QuerySet[Closeout]) -> HttpResponse | None:
        """One at a time, and its name is typed: nobody closes a studio by a slip."""
        if queryset.count() != 1:
            messages.error(request, _("Choose exactly one closeout."))
            return None
        closeout, typed = queryset.select_related("studio").get(), request.POST.get("name", "")
        if closeout.names(typed):
            self._try(request, queryset, "confirm")
            return None
        wrong = "name" in request.POST
        context = {**self.admin_site.each_context(request), "closeout": closeout, "wrong": wrong}
        context |= {"title": _("Confirm the closeout"), "opts": self.opts}
        return TemplateResponse(request, "admin/projects/closeout/confirm.html", context)

    @admin.action(description=_("Refuse the chosen closeouts"))
    def refuse(self, request: HttpRequest, queryset: QuerySet[Closeout]) -> None:
        self._try(request, queryset, "withdraw", verb="closeout:refused")

    def _try(self, request: HttpRequest, queryset: Any, act: str, **how: Any) -> None:
        for closeout in queryset.select_related("studio"):
            try:
                getattr(closeout, act)(actor=request.user, **how)
            except PortalError as error:
                messages.error(request, error.as_dict()["message"])
            else:
                messages.success(request, f"{closeout}: {PHASES[closeout.phase]}")


PHASES = {
    "asked": _("asked for, to be confirmed"),
    "confirmed": _("confirmed"),
    "running": _("deleting"),
    "waiting": _("pausing before the next try"),
    "done": _("done"),
    "stopped": _("withdrawn or refused"),
}
