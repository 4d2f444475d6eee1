"""What people fill in of tickets, and what beta leads fill in of topics and releases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Kind, Release, Severity
from feedback.tickets import features
from portal.forms import DateInput
from portal.meanwhile import Meanwhile
from portal.models import Studio
from portal.names import NameInput

_HIDDEN: dict[str, Any] = {"widget": forms.HiddenInput, "required": False}


class TicketForm(forms.Form):
    """A ticket. What is hidden is shown as plain words beside it, before it is sent."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.BUG
    )
    title = NameInput(
        label=_("In one line"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("What happened, or what do you wish?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    severity = forms.ChoiceField(
        label=_("How bad is it?"), choices=Severity.choices, initial=Severity.MINOR
    )
    feature = forms.ChoiceField(label=_("What is it about?"), choices=features.choices)
    studio = forms.ModelChoiceField(label=_("Studio"), queryset=Studio.objects.none())
    page = forms.CharField(max_length=2000, **_HIDDEN)
    page_title = forms.CharField(max_length=200, **_HIDDEN)
    browser = forms.CharField(max_length=300, **_HIDDEN)
    window = forms.CharField(max_length=40, **_HIDDEN)
    picture = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"hidden": True, "accept": "image/png"})
    )

    def __init__(self, *args: Any, studios: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["studio"]
        field.queryset = studios
        field.empty_label = None
        if len(studios) < 2:
            field.widget = forms.HiddenInput()

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that are filled in, in the order of the page."""
        names = ["kind", "title", "text", "severity", "feature", "studio"]
        return [self[name] for name in names]

    @property
    def carried(self) -> list[forms.BoundField]:
        return [self[name] for name in ("page", "page_title", "browser", "window")]


class WeighForm(forms.Form):
    """Severity and feature as the beta team sees them; what is left out stays."""

    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, required=False)
    feature = forms.ChoiceField(label=_("Feature"), choices=features.choices, required=False)


class AnswerForm(forms.Form):
    """In the beta team's own words, which is what other studios read."""

    headline = NameInput(
        label=_("Headline in your own words"),
        max_length=120,
        required=False,
        help_text=_("Shown to every studio once it is published: no name, no word of a studio."),
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by those who told of it; by everybody once it is published."),
    )
    release = forms.ModelChoiceField(
        label=_("Release"), queryset=Release.objects.all(), required=False
    )
    publish = forms.BooleanField(label=_("Show it to every studio"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("publish") and not data.get("headline"):
            self.add_error("headline", _("Every studio reads it: give it a headline of your own."))
        return data


class AskForm(forms.Form):
    asked = forms.CharField(
        label=_("What do you need to know?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReleaseForm(Meanwhile, forms.ModelForm):
    shown = forms.BooleanField(label=_("Show it to every studio"), required=False)

    class Meta:
        model = Release
        fields = ["name", "on", "notes"]
        widgets = {"on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = bool(self.instance.published_at)
