"""People and their tokens."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import ReadOnly, changes
from portal.live import close_sockets
from portal.models import ApiToken, SignInLink, User
from portal.models.persons import has_studio, record_of_person
from portal.signin import sign_in_link


class PersonForm(forms.ModelForm):
    def clean_programme_role(self) -> str:
        role = self.cleaned_data["programme_role"]
        if role and role != self.initial["programme_role"] and has_studio(self.instance):
            raise forms.ValidationError(_("People of a studio have no role in the programme."))
        return role


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = PersonForm
    list_display = ["name", "email", "programme_role", "is_active", "last_login"]
    list_filter = ["programme_role", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "programme_role", "is_active", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]

    actions = ["make_link", "reset_factors"]

    @admin.action(description=_("Make a one-time sign-in link for the chosen person"))
    def make_link(self, request: HttpRequest, queryset: Any) -> None:
        """Shown once, to hand over by a safe way; audited. One person at a time."""
        if queryset.count() != 1:
            messages.error(request, _("Choose exactly one person."))
            return
        person = queryset.get()
        record_of_person(request.user, "sign_in_link:made", of=person, person=str(person))
        messages.success(request, sign_in_link(SignInLink.issue(person)))

    @admin.action(description=_("Remove the second factors of the chosen people"))
    def reset_factors(self, request: HttpRequest, queryset: Any) -> None:
        """For a lost phone, once it is known who asks: they set up a new one when signing in."""
        for person in queryset:
            Authenticator.objects.filter(user=person).delete()
            record_of_person(request.user, "mfa:reset", of=person, person=str(person))
            get_adapter().end_sessions(list(UserSession.objects.filter(user=person)))
        messages.success(request, _("Removed, and their sessions are over."))

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
