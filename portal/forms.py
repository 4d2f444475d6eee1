"""Forms of people and studios."""

import base64
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.access import STUDIO_ROLES
from portal.errors import PortalError, sentences
from portal.models import Cohort, Mode, Studio, User
from portal.models.audit import GROUPS
from portal.names import NameInput, persons_name
from portal.outbox import events, kinds
from portal.outbox.addresses import checked
from portal.rosters import LIMIT_BYTES
from portal.scopes import READ_ONLY, Scope

ROLES = [(role.value, role.label) for role in STUDIO_ROLES]


class DateInput(forms.DateInput):
    """The browser's own calendar, which wants the ISO form in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AcceptForm(forms.Form):
    """Name and password of somebody who is new."""

    name = NameInput(
        label=_("Your name"),
        validators=[persons_name],
        max_length=150,
        help_text=_("Shown beside what you decide."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        help_text=_(
            "At least 12 characters. A sentence works well. Leave it empty to sign in with a "
            "passkey only; it is made in the next step."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str | None:
        if not self.cleaned_data["password"]:
            return None
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(self.cleaned_data["password"], person)
        return self.cleaned_data["password"]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class RoleForm(forms.Form):
    CHOICES = [*ROLES, ("", _("remove from the studio"))]
    role = forms.ChoiceField(label=_("Role"), choices=CHOICES, required=False)


class WebhookForm(forms.Form):
    """Where to, and which news. What can be chosen is registered by the rooms."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("An https address of your own that takes POST and answers with 2xx."),
        widget=forms.URLInput(attrs={"placeholder": "https://hooks.example.org/last-mile"}),
    )
    description = forms.CharField(label=_("What is it for?"), max_length=120, required=False)
    events = forms.MultipleChoiceField(
        label=_("News"), choices=events.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_url(self) -> str:
        try:
            checked(self.cleaned_data["url"])
        except PortalError as error:
            raise forms.ValidationError(sentences(error.code, error.facts)["message"]) from None
        return self.cleaned_data["url"]


class ChoicesForm(forms.Form):
    """One row of radio buttons for each kind of notification that can be chosen."""

    def __init__(self, *args: Any, modes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in kinds.choosable():
            self.fields[name] = forms.ChoiceField(
                label=kind.label,
                choices=Mode.choices,
                initial=modes[name],
                widget=forms.RadioSelect,
            )


class TokenForm(forms.Form):
    name = NameInput(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        help_text=_("Never more than your roles allow. Choose as little as the script needs."),
        choices=Scope.choices,
        initial=READ_ONLY,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=365, initial=90
    )


class RosterForm(forms.Form):
    """A CSV of studios and their first people."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "UTF-8, at most 256 KiB and 500 rows. Columns: studio, email, and if you like "
            "name and role (producer)."
        ),
        required=False,
    )
    #: The file that was looked at before, so that it need not be chosen again.
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    cohort = forms.ModelChoiceField(
        label=_("Cohort"), queryset=Cohort.objects.all(), required=False
    )

    def clean(self) -> dict[str, Any]:
        """`content`: of the file, or of the one that is held."""
        data = super().clean() or {}
        if file := data.get("file"):
            return {**data, "content": file.read(LIMIT_BYTES + 1)}
        try:
            data["content"] = base64.b64decode(data.get("held", ""), validate=True)
        except ValueError:
            data["content"] = b""
        if not data["content"]:
            self.add_error("file", _("Choose the CSV file."))
        return data


class AuditFilterForm(forms.Form):
    """What the audit's page is asked for; all of it stands in the address."""

    studio = forms.CharField(label=_("Studio"), required=False, widget=forms.Select)
    who = forms.CharField(label=_("Who"), required=False, max_length=150)
    what = forms.ChoiceField(label=_("What"), required=False)
    project = forms.CharField(label=_("Project"), required=False, max_length=120)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("To"), required=False, widget=DateInput)
    before = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**63 - 1)

    def __init__(self, *args: Any, studios: list[Studio], programme: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(name, label) for name, (label, _verbs) in GROUPS.items()]
        first = [("", _("all"))] if programme else []
        houses = [(str(studio.pk), studio.name) for studio in studios]
        self.fields["what"].choices = [("", _("everything")), *kinds]  # type: ignore[attr-defined]
        self.fields["studio"].widget.choices = [*first, *houses]  # type: ignore[attr-defined]
        if len(studios) < 2:
            self.fields["studio"].widget = forms.HiddenInput()
