"""The Django admin: people, studios, invitations, audit. Media is not shown here."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.live import close_sockets
from portal.models import ApiToken, AuditEvent, Invitation, Membership, SignInLink, Studio, User
from portal.signin import invite_by_mail, sign_in_link


class ReadOnly(admin.ModelAdmin):
    """Rows that are told, never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
    list_display = ["name", "members", "quota_bytes", "suspended_at", "created_at"]
    search_fields = ["name"]
    list_filter = ["suspended_at"]
    inlines = [MembershipInline]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A studio that is suspended, or no longer so: its people's sockets ask again."""
        super().save_model(request, obj, form, change)
        people = list(obj.memberships.values_list("user_id", flat=True)) if change else []
        for person in people:
            transaction.on_commit(partial(close_sockets, person))

    def get_queryset(self, request: HttpRequest) -> Any:
        active = Count("memberships", filter=Q(memberships__revoked_at=None))
        return super().get_queryset(request).annotate(active_members=active)

    @admin.display(description=_("members"), ordering="active_members")
    def members(self, studio: Any) -> int:
        return studio.active_members


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["name", "email", "programme_role", "is_active", "last_login"]
    list_filter = ["programme_role", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "programme_role", "is_active", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]

    actions = ["make_link"]

    @admin.action(description=_("Make a one-time sign-in link for the chosen person"))
    def make_link(self, request: HttpRequest, queryset: Any) -> None:
        """Shown once, to hand over by a safe way; audited. One person at a time."""
        if queryset.count() != 1:
            messages.error(request, _("Choose exactly one person."))
            return
        person = queryset.get()
        AuditEvent.record(request.user, "sign_in_link:made", person=str(person))
        messages.success(request, sign_in_link(SignInLink.issue(person)))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whatever changed, open sockets ask again who this is."""
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: close_sockets(obj.pk))


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
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


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    list_display = ["email", "role", "studio", "state", "created_at", "expires_at"]
    list_select_related = ["studio"]
    list_filter = ["role", "studio"]
    search_fields = ["email", "studio__name"]
    fields = ["email", "role", "studio", "invited_by", "created_at", "expires_at", "accepted_at"]
    autocomplete_fields = ["studio"]
    actions = ["withdraw"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        told = ["invited_by", "created_at", "expires_at", "accepted_at"]
        return [*told, "email", "role", "studio"] if obj else told

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new invitation goes out by mail; the secret is never shown here."""
        if change:
            return
        made = invite_by_mail(actor=request.user, email=obj.email, role=obj.role, studio=obj.studio)
        obj.__dict__.update(made.__dict__)

    @admin.action(description=_("Withdraw the chosen invitations"))
    def withdraw(self, request: HttpRequest, queryset: Any) -> None:
        for invitation in queryset.open():
            invitation.revoke(actor=request.user)
        messages.success(request, _("The open ones are withdrawn."))


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    list_display = ["name", "user", "created_at", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, queryset: Any) -> None:
        for token in queryset.usable():
            token.revoke()


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly):
    list_display = ["at", "sentence", "studio"]
    list_select_related = ["studio"]
    list_filter = ["verb", "studio"]
    search_fields = ["actor_name", "verb"]
    date_hierarchy = "at"
