"""The door of the Django admin."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = _("Last Mile administration")
    index_title = _("Everything of the programme")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        """Without allauth's and Django's own tables: people and roles are managed here."""
        hidden = {"account", "auth"}
        return [a for a in super().get_app_list(request, app_label) if a["app_label"] not in hidden]

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators of the programme only; beta leads read on their own pages."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))
