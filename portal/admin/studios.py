"""Studios and who belongs to them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import changes
from portal.errors import PortalError
from portal.live import close_sockets
from portal.models import AuditEvent, Membership, Studio
from portal.tenancy import in_studio


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    fields = readonly_fields = ["user", "role", "created_at", "revoked_at"]
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "studio")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People come in by invitation, or one by one under Memberships."""
        return False


@admin.register(Studio)
class StudioAdmin(admin.ModelAdmin):
    list_display = [
        "name",
        "members",
        "quota_bytes",
        "concurrent_runs",
        "suspended_at",
        "created_at",
    ]
    search_fields = ["name"]
    list_filter = ["suspended_at"]
    inlines = [MembershipInline]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A studio that is suspended, or no longer so: its people's sockets ask again."""
        super().save_model(request, obj, form, change)
        for what, before, after in changes(form) if change else ():
            facts = {"what": what, "before": before, "after": after}
            with in_studio(obj):
                AuditEvent.record(request.user, "studio:changed", obj, **facts)
        people = list(obj.memberships.values_list("user_id", flat=True)) if change else []
        for person in people:
            transaction.on_commit(partial(close_sockets, person))

    def get_queryset(self, request: HttpRequest) -> Any:
        active = Count("memberships", filter=Q(memberships__revoked_at=None))
        return super().get_queryset(request).annotate(active_members=active)

    @admin.display(description=_("members"), ordering="active_members")
    def members(self, studio: Any) -> int:
        return studio.active_members


class MembershipForm(forms.ModelForm):
    """Refuses with a sentence what the row itself refuses."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        studio, user = data.get("studio"), data.get("user")
        if studio and user and studio.memberships.active().filter(user=user).exists():
            raise forms.ValidationError(_("This person belongs to the studio already."))
        return data


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    form = MembershipForm
    list_display = ["user", "studio", "role", "created_at", "revoked_at"]
    list_select_related = ["user", "studio"]
    list_filter = ["role", "studio", "revoked_at"]
    search_fields = ["user__name", "user__email", "studio__name"]
    autocomplete_fields = ["user", "studio"]
    fields = ["user", "studio", "role", "created_at", "revoked_at"]
    actions = ["end"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["created_at", "revoked_at", *(["user", "studio"] if obj else [])]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A membership ends; its row stays, so that history reads true."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the same verb as the studio's page: audited, and open sockets close."""
        if not change:
            super().save_model(request, obj, form, change)
            obj.tell(request.user, "member:added", role=obj.role)
        elif "role" in form.changed_data:
            try:
                obj.change_role(obj.role, actor=request.user)
            except PortalError as error:
                messages.error(request, error.as_dict()["message"])

    @admin.action(description=_("End the chosen memberships"))
    def end(self, request: HttpRequest, queryset: Any) -> None:
        for membership in queryset.active():
            try:
                membership.revoke(actor=request.user)
            except PortalError as error:
                messages.error(request, error.as_dict()["message"])
