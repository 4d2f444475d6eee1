"""The door of the Django admin."""

from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.models import Studio
from portal.tenancy import open_across

SECRETS = {"Authenticator", "UserSession", "SocialToken"}


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = _("Last Mile administration")
    index_title = _("Everything of the programme")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        """Without allauth's and Django's own tables: people and roles are managed here."""
        hidden = {"account", "auth", "mfa", "usersessions"}
        return [a for a in super().get_app_list(request, app_label) if a["app_label"] not in hidden]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Rows that hold somebody's secrets (factors, sessions, tokens) have no page here."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        shown = [model for model in models if model.__name__ not in SECRETS]
        super().register(shown, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The admin works across studios: every page of it goes through the audited door."""

        @wraps(view)
        def across(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if self.has_permission(request):
                reason = f"admin {request.method} {request.path}"
                open_across(Studio.objects.all(), reason=reason, actor=request.user)
            return view(request, *args, **kwargs)

        return super().admin_view(across, cacheable)

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators of the programme only; beta leads read on their own pages."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))
