"""The door of the Django admin."""

from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.models import AuditEvent, Studio
from portal.tenancy import open_across

#: Rows that hold somebody's secrets, or that say who somebody is: no page of theirs here.
SECRETS = {"Authenticator", "UserSession", "SocialToken", "SocialAccount", "EmailAddress"}
#: What the portal does not use: people have roles, and a group would give nobody anything.
UNUSED = {"Group"}

#: Views of Django's admin with words or a session, and no row of a studio.
READING_NOTHING = {"i18n_javascript", "logout"}

OURS = ("portal.", "projects.", "feedback.")


class Audited:
    """Of another app's rows: each act on them is told in the programme's audit."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return self._told(request, "row:added", obj, super().log_addition, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return self._told(request, "row:changed", obj, super().log_change, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            self._told(request, "row:removed", obj)
        return super().log_deletions(request, queryset)  # type: ignore[misc]

    def _told(self, request: HttpRequest, verb: str, obj: Any, log: Any = None, *said: Any) -> Any:
        kind = str(obj._meta.verbose_name)
        AuditEvent.record(request.user, verb, kind=kind, name=str(obj))
        return log(request, obj, *said) if log else None


class PortalAdminSite(admin.AdminSite):
    site_title = site_header = _("Last Mile administration")
    index_title = _("Everything of the programme")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Opens on what needs an administrator today."""
        from portal.watching.today import today  # rows: not before the apps are loaded

        return super().index(request, {**(extra_context or {}), "today": today()})

    def get_urls(self) -> list[Any]:
        own = [path("operations/", self.admin_view(self.operations), name="operations")]
        return own + super().get_urls()

    def operations(self, request: HttpRequest) -> Any:
        """Queues, workers, slow runs, failing webhooks, storage, and what lapses."""
        from portal.watching import operations  # rows: not before the apps are loaded

        return operations.page(request, self.each_context(request))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        """Without allauth's and Django's own tables: people and roles are managed here."""
        hidden = {"account", "auth", "mfa", "usersessions"}
        return [a for a in super().get_app_list(request, app_label) if a["app_label"] not in hidden]

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Rows that hold somebody's secrets (factors, sessions, tokens) have no page here."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        shown = [model for model in models if model.__name__ not in SECRETS | UNUSED]
        foreign = admin_class and shown and not shown[0].__module__.startswith(OURS)
        if foreign:
            admin_class = type(admin_class.__name__, (Audited, admin_class), {})
        from portal.admin.economy import Economical  # rows: not before the apps are loaded

        admin_class = admin_class or admin.ModelAdmin
        if not issubclass(admin_class, Economical):
            admin_class = type(admin_class.__name__, (Economical, admin_class), {})
        super().register(shown, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """The admin works across studios: every page of it goes through the audited door, but for
        those that read no studio's rows and would only fill the audit.
        """

        @wraps(view)
        def across(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if view.__name__ not in READING_NOTHING and self.has_permission(request):
                reason = f"admin {request.method} {request.path}"
                request.opened_studios = list(Studio.objects.all())  # type: ignore[attr-defined]
                open_across(request.opened_studios, reason=reason, actor=request.user)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return super().admin_view(across, cacheable)

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators of the programme only; beta leads read on their own pages."""
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))
