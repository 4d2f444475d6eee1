"""People, their invitations and their tokens."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly, changes
from portal.live import close_sockets
from portal.models import ApiToken, AuditEvent, Invitation, SignInLink, User
from portal.models.persons import record_of_person
from portal.signin import invite_by_mail, sign_in_link


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
        for what, before, after in changes(form):
            facts = {"what": what, "before": before, "after": after, "person": str(obj)}
            record_of_person(request.user, "person:changed", of=obj, **facts)
        transaction.on_commit(lambda: close_sockets(obj.pk))


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
    list_display = [
        "name",
        "user",
        "scopes",
        "created_at",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, queryset: Any) -> None:
        for token in queryset.usable():
            token.revoke(actor=request.user)
