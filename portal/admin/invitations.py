"""Invitations: one by one, or from a CSV of studios; sent again, extended, withdrawn."""

import base64
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.forms import RosterForm
from portal.models import Invitation
from portal.rosters import import_roster, rehearse_roster
from portal.signin import invite_by_mail, resend


class InvitationForm(forms.ModelForm):
    def clean_studio(self) -> Any:
        """Refused with a sentence beside the field, before anything is mailed."""
        studio = self.cleaned_data["studio"]
        try:
            if studio:
                studio.must_stand()
        except PortalError as error:
            raise forms.ValidationError(error.as_dict()["message"]) from None
        return studio


ASKED = ("email", "name", "role", "studio")
TOLD = ("invited_by", "created_at", "sent_at", "reminded_at", "expires_at", "accepted_at")
STANDS = {
    "open": _("open"),
    "expired": _("expired"),
    "accepted": _("accepted"),
    "revoked": _("withdrawn"),
}


class StateFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*STANDS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        waiting = Q(accepted_at=None, revoked_at=None)
        asked = {
            "open": waiting & Q(expires_at__gt=timezone.now()),
            "expired": waiting & Q(expires_at__lte=timezone.now()),
            "accepted": ~Q(accepted_at=None),
            "revoked": ~Q(revoked_at=None),
        }
        return queryset.filter(asked.get(self.value() or "", Q()))


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    form = InvitationForm
    list_display = ["email", "role", "studio", "stands", "sent_at", "reminded_at", "expires_at"]
    list_select_related = ["studio"]
    list_filter = [StateFilter, "role", "studio"]
    search_fields = ["email", "studio__name"]
    autocomplete_fields = ["studio"]
    actions = ["send_again", "extend", "withdraw"]
    change_list_template = "admin/portal/invitation/change_list.html"

    @admin.display(description=_("state"))
    def stands(self, invitation: Invitation) -> Any:
        return STANDS[invitation.state]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Before it is sent there is nothing to tell of it: no day stands on the form to add."""
        return [*ASKED, *(TOLD if obj else ())]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*TOLD, *(ASKED if obj else ())]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new invitation goes out by mail; the secret is never shown here."""
        if change:
            return
        made = invite_by_mail(
            actor=request.user, email=obj.email, role=obj.role, studio=obj.studio, name=obj.name
        )
        obj.__dict__.update(made.__dict__)
        if made.earlier:
            messages.warning(request, made.sentence)

    @admin.action(description=_("Withdraw the chosen invitations"))
    def withdraw(self, request: HttpRequest, queryset: Any) -> None:
        for invitation in queryset.open():
            invitation.revoke(actor=request.user)
        messages.success(request, _("The open ones are withdrawn."))

    @admin.action(description=_("Send the chosen invitations again, with a new link"))
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        self._each(request, queryset, lambda row: resend(row, actor=request.user))

    @admin.action(description=_("Extend the chosen invitations by seven days"))
    def extend(self, request: HttpRequest, queryset: Any) -> None:
        self._each(request, queryset, lambda row: row.extend(actor=request.user))

    def _each(self, request: HttpRequest, queryset: Any, verb: Any) -> None:
        """One that cannot be is told, the others go on."""
        done = 0
        for invitation in queryset:
            try:
                verb(invitation)
                done += 1
            except PortalError as error:
                messages.error(request, error.as_dict()["message"])
        messages.success(request, _("Done: %(number)d.") % {"number": done})

    def get_urls(self) -> list:
        return [
            path(
                "import/",
                self.admin_site.admin_view(self.import_roster),
                name="portal_invitation_import",
            ),
            *super().get_urls(),
        ]

    def import_roster(self, request: HttpRequest) -> HttpResponse:
        """A CSV of studios: first what would happen, then what has; each bad line with why."""
        posted = request.POST if request.method == "POST" else None
        form, told = RosterForm(posted, request.FILES or None), {}
        if request.method == "POST" and form.is_valid():
            told = self._worked(request, form.cleaned_data)
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts}
        context |= {**told, "title": _("Invite from a CSV file")}
        return render(request, "admin/portal/invitation/import.html", context)

    def _worked(self, request: HttpRequest, data: dict[str, Any]) -> dict[str, Any]:
        done = "sure" in request.POST
        work = import_roster if done else rehearse_roster
        try:
            outcome = work(data["content"], actor=request.user, cohort=data["cohort"])
        except PortalError as error:
            return {"problem": error.as_dict()}
        rows = [(line, email, outcome.into[line]) for line, email in outcome.invited]
        held = "" if done else base64.b64encode(data["content"]).decode()
        more = {"done": done, "held": held, "cohort": data["cohort"]}
        return {"outcome": outcome, "rows": rows, **more}
