"""People and their tokens."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal import accounts
from portal.admin.readonly import ReadOnly, changes
from portal.errors import PortalError
from portal.live import close_sockets
from portal.models import ApiToken, User
from portal.models.agreements import not_yet_agreed
from portal.models.invitations import withdraw_of
from portal.models.persons import has_studio, record_of_person


class PersonForm(forms.ModelForm):
    def clean_programme_role(self) -> str:
        role = self.cleaned_data["programme_role"]
        if role and role != self.initial["programme_role"] and has_studio(self.instance):
            raise forms.ValidationError(_("People of a studio have no role in the programme."))
        return role


class AgreedFilter(admin.SimpleListFilter):
    title, parameter_name = _("agreed"), "agreed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("not yet to all that is in force"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        lacking = not_yet_agreed().values("pk")
        return queryset.filter(pk__in=lacking) if self.value() == "no" else queryset


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    form = PersonForm
    list_display = ["name", "email", "programme_role", "is_active", "last_login"]
    list_filter = ["programme_role", "is_active", AgreedFilter]
    search_fields = ["name", "email"]
    fields = [
        "name",
        "email",
        "programme_role",
        "language",
        "is_active",
        "last_login",
        "date_joined",
    ]
    #: An address was proven by an invitation's mail; one typed in here would be anybody's.
    readonly_fields = ["email", "last_login", "date_joined"]

    actions = ["mail_link", "reset_factors"]

    @admin.action(description=_("Mail a one-time sign-in link to the chosen people"))
    def mail_link(self, request: HttpRequest, queryset: Any) -> None:
        """To their own addresses: whoever saw the link could be them."""
        for person in queryset.filter(is_active=True):
            if self._done(request, accounts.mail_link, person):
                facts = {"email": person.email}
                messages.success(request, _("A link is on its way to %(email)s.") % facts)

    @admin.action(description=_("Remove the second factors of the chosen people"))
    def reset_factors(self, request: HttpRequest, queryset: Any) -> None:
        """For a lost phone, once it is known who asks: they set up a new one when signing in."""
        for person in queryset:
            if self._done(request, accounts.remove_factors, person):
                facts = {"person": person}
                told = _("Removed, the sessions of %(person)s are over, and they are told.")
                messages.success(request, told % facts)

    def _done(self, request: HttpRequest, verb: Any, person: User) -> bool:
        try:
            verb(person, actor=request.user)
        except PortalError as error:
            messages.error(request, error.as_dict()["message"])
            return False
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People come in by invitation only."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Whatever changed, open sockets ask again who this is."""
        super().save_model(request, obj, form, change)
        for what, before, after in changes(form):
            facts = {"what": what, "before": before, "after": after, "person": str(obj)}
            record_of_person(request.user, "person:changed", of=obj, **facts)
        withdraw_of(obj, actor=request.user)
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
