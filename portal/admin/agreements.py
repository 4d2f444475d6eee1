"""Agreements: versions are written, published once, and never changed; acceptances are read."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly
from portal.errors import PortalError
from portal.models import Acceptance, Agreement, AgreementVersion


@admin.register(Agreement)
class AgreementAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "per_studio"]
    search_fields = ["title", "kind"]


@admin.register(AgreementVersion)
class AgreementVersionAdmin(admin.ModelAdmin):
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

    @admin.action(description=_("Publish the chosen versions: everybody is asked again"))
    def publish(self, request: HttpRequest, queryset: Any) -> None:
        for version in queryset:
            try:
                version.publish(actor=request.user)
            except PortalError as error:
                messages.error(request, error.as_dict()["message"])
            else:
                messages.success(request, _("%(version)s is published.") % {"version": version})


@admin.register(Acceptance)
class AcceptanceAdmin(ReadOnly):
    list_display = ["person_name", "email", "version", "studio", "at", "address"]
    list_select_related = ["version__agreement", "studio"]
    list_filter = ["version__agreement", "studio"]
    search_fields = ["person_name", "email", "studio__name"]
    date_hierarchy = "at"
