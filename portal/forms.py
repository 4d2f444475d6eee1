"""Forms of people and studios."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.access import STUDIO_ROLES
from portal.models import User

ROLES = [(role.value, role.label) for role in STUDIO_ROLES]


class AcceptForm(forms.Form):
    """Name and password of somebody who is new."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("Shown beside what you decide."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A sentence works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        person = User(email=self.email, name=self.cleaned_data.get("name", ""))
        validate_password(self.cleaned_data["password"], person)
        return self.cleaned_data["password"]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)


class RoleForm(forms.Form):
    CHOICES = [*ROLES, ("", _("remove from the studio"))]
    role = forms.ChoiceField(label=_("Role"), choices=CHOICES, required=False)


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What is it for?"), max_length=80)
    days = forms.IntegerField(
        label=_("Days until it expires"), min_value=1, max_value=365, initial=90
    )
