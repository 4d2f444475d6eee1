"""Forms of playlists and of the links that open them to guests."""

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.names import NameInput
from projects.models import Playlist, PlaylistItem
from projects.models.shares import DAYS_AT_MOST, PASSPHRASE_AT_LEAST


class PlaylistForm(forms.ModelForm):
    class Meta:
        model = Playlist
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}


class ResultForm(forms.Form):
    """The session's word on one version."""

    result = forms.ChoiceField(choices=PlaylistItem.Result.choices, required=False)
    remark = forms.CharField(
        label=_("Remark"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CloseForm(forms.Form):
    summary = forms.CharField(
        label=_("Result of the session, in a sentence"), max_length=500, required=False
    )


class ShareForm(forms.Form):
    """For whom, until which day (its end, UTC), and what they may."""

    guest_name = NameInput(
        label=_("Name of the guest"),
        max_length=100,
        help_text=_("It lies over every picture they see."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Kept beside the name. The portal mails nothing: you send the link yourself."),
    )
    expires_at = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=format_lazy(_("UTC, at most {days} days ahead"), days=DAYS_AT_MOST),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        required=False,
        min_length=PASSPHRASE_AT_LEAST,
        max_length=128,
        help_text=_("Empty: the portal makes one. Tell it the guest by another way."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    may_comment = forms.BooleanField(label=_("The guest may comment"), required=False)

    def clean_expires_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["expires_at"], time.max, tzinfo=UTC)


class EnterForm(forms.Form):
    """What a guest gives at the door."""

    passphrase = forms.CharField(
        label=_("Passphrase"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    terms = forms.BooleanField(
        label=_(
            "I look at this for the review only, make no copies, and know that my name lies"
            " over the picture and that what I open is noted for the studio."
        )
    )


def said_of(form: Any) -> str:
    """The first thing that is wrong with a form that has no page of its own."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
