"""Tickets, topics and trackers in the Django admin. What people typed is not shown here."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from feedback.models import Issue, Release, Ticket, Topic, Tracker, Vote, Weight
from feedback.tickets import features, impact
from portal.admin.readonly import ReadOnly
from portal.errors import PortalError
from portal.models import AuditEvent
from portal.outbox.addresses import checked


class Referred(ReadOnly):
    @admin.display(description=_("reference"))
    def reference(self, row: Any) -> str:
        return str(row.ref)


@admin.register(Ticket)
class TicketAdmin(Referred):
    """Whether a studio shares its words is asked by the pages of beta leads, not here."""

    list_display = ["reference", "created_at", "studio", "kind", "severity", "feature", "merged"]
    list_select_related = ["studio"]
    list_filter = ["kind", "severity", "merged", "studio"]
    search_fields = ["feature", "page_name", "studio__name"]
    fields = [
        *("studio", "topic", "kind", "severity", "feature", "page_name", "app_version"),
        *("browser", "window", "merged", "let_read", "created_at"),
    ]


@admin.register(Topic)
class TopicAdmin(Referred):
    list_display = [
        "reference",
        "headline",
        "stage",
        "severity",
        "feature",
        "published_at",
        "release",
    ]
    list_select_related = ["release"]
    list_filter = ["stage", "severity", "release"]
    search_fields = ["headline", "answer", "feature"]


@admin.register(Vote)
class VoteAdmin(ReadOnly):
    list_display = ["created_at", "topic", "studio"]
    list_select_related = ["topic", "studio", "person"]
    search_fields = ["studio__name", "topic__headline"]
    fields = ["studio", "topic", "created_at"]


@admin.register(Release)
class ReleaseAdmin(ReadOnly):
    """Written on the pages of beta leads."""

    list_display = ["name", "on", "published_at", "written_by_name"]
    search_fields = ["name", "notes"]


@admin.register(Issue)
class IssueAdmin(ReadOnly):
    list_display = ["created_at", "topic", "tracker", "state", "attempt", "name_there"]
    list_select_related = ["topic", "tracker"]
    list_filter = ["state", "tracker"]
    search_fields = ["name_there", "url", "tracker__name"]


class WeightForm(forms.ModelForm):
    name = forms.ChoiceField(label=_("of"))

    class Meta:
        model = Weight
        fields = ["name", "value"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["name"]
        named = [(f"feature:{name}", title) for name, title in features.named().items()]
        field.choices = [(name, name) for name in impact.USUAL] + named


@admin.register(Weight)
class WeightAdmin(admin.ModelAdmin):
    """What is not named here counts as usual: 8, 4, 2, 1 for severities, 1 for a feature."""

    form = WeightForm
    list_display = ["name", "value"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        AuditEvent.record(request.user, "row:changed", kind=_("impact weight"), name=str(obj))


class TrackerForm(forms.ModelForm):
    token = forms.CharField(
        label=_("token"),
        required=False,
        max_length=4000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "vTextField"}),
        help_text=_("Kept sealed and never shown again. Empty: what is kept stays."),
    )

    class Meta:
        model = Tracker
        fields = [
            *("name", "system", "address", "place", "account", "issue_type"),
            *("enabled", "when_planned"),
        ]

    def clean_address(self) -> str:
        """As a webhook's: https, and no address inside the house unless the operator allows it."""
        value = str(self.cleaned_data["address"]).strip().rstrip("/")
        try:
            parts = checked(value)
        except PortalError as error:
            raise ValidationError(error.sentence) from None
        if parts.query or parts.fragment:
            raise ValidationError(_("Write it as https://host or https://host/path."))
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("token") and not self.instance.sealed:
            self.add_error("token", _("Without a token nothing can be sent."))
        project, system = data.get("place", ""), data.get("system")
        if system == Tracker.System.GITHUB and project.count("/") != 1:
            self.add_error("place", _("Write it as owner/repository."))
        if system == Tracker.System.JIRA and not project.replace("_", "").isalnum():
            self.add_error("place", _("Give the key of the project, such as LM."))
        if system == Tracker.System.JIRA and not data.get("account"):
            self.add_error("account", _("Jira wants the e-mail address that the token belongs to."))
        return data

    def save(self, commit: bool = True) -> Any:
        if token := self.cleaned_data["token"]:
            self.instance.seal(token)
        return super().save(commit)


@admin.register(Tracker)
class TrackerAdmin(admin.ModelAdmin):
    form = TrackerForm
    list_display = ["name", "system", "address", "place", "enabled", "when_planned"]
    list_filter = ["system", "enabled"]
    search_fields = ["name", "address", "place"]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        verb = "tracker:changed" if change else "tracker:made"
        AuditEvent.record(request.user, verb, tracker=str(obj))
        if obj.when_planned:
            told = _("From now on what is planned goes there by itself.")
            messages.info(request, told)
