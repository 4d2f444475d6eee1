"""Agreements: versions are written, published once, and never changed; acceptances are read."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly
from portal.documents import as_html, people_asked
from portal.errors import PortalError
from portal.models import Acceptance, Agreement, AgreementVersion


@admin.register(Agreement)
class AgreementAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "per_studio"]
    search_fields = ["title", "kind"]


class VersionForm(forms.ModelForm):
    def clean_pdf(self) -> Any:
        """By its first bytes: what is called .pdf may be anything."""
        file = self.cleaned_data["pdf"]
        if isinstance(file, UploadedFile):
            begins = file.read(5)
            file.seek(0)
            if begins != b"%PDF-":
                raise forms.ValidationError(_("This file is no PDF. Export it as PDF again."))
        return file


@admin.register(AgreementVersion)
class AgreementVersionAdmin(admin.ModelAdmin):
    form = VersionForm
    list_display = ["agreement", "number", "in_force_from", "published_at", "sha256"]
    list_select_related = ["agreement"]
    list_filter = ["agreement"]
    search_fields = ["agreement__title", "text"]
    fields = ["agreement", "text", "pdf", "in_force_from", "number", "sha256", "published_at"]
    actions = ["publish"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["number", "sha256", "published_at"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft is edited; what is published is only read."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.published_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one, and drafts only: not through the action on many."""
        return obj is not None and obj.published_at is None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        told = _(
            "%(version)s is a draft: nobody is asked yet. Publish it by the action in this list."
        )
        messages.warning(request, told % {"version": obj})

    @admin.action(description=_("Publish the chosen version: everybody is asked…"))
    def publish(self, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        """One at a time, read once more before: afterwards its words stay for ever."""
        if queryset.count() != 1:
            messages.error(request, _("Choose exactly one version."))
            return None
        version = queryset.select_related("agreement").get()
        if version.published_at is None and "sure" not in request.POST:
            return self._ask(request, version)
        try:
            version.publish(actor=request.user)
        except PortalError as error:
            messages.error(request, error.as_dict()["message"])
        else:
            messages.success(request, _("%(version)s is published.") % {"version": version})
        return None

    def _ask(self, request: HttpRequest, version: AgreementVersion) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "version": version, "opts": self.opts}
        context |= {"title": _("Publish this version?"), "people": people_asked()}
        context |= {"html": as_html(version.text), "later": version.in_force_from > timezone.now()}
        return TemplateResponse(request, "admin/portal/agreementversion/publish.html", context)


@admin.register(Acceptance)
class AcceptanceAdmin(ReadOnly):
    list_display = ["person_name", "email", "version", "studio", "at", "address"]
    list_select_related = ["version__agreement", "studio"]
    list_filter = ["version__agreement", "studio", "at"]
    search_fields = ["person_name", "email", "studio__name"]
