"""Forms of performers, characters, consents, and of what a performer withdraws."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.names import NameInput
from projects.assist import providers
from projects.consent_words import MEDIA, PURPOSES
from projects.models import Character, Consent, CreatorConsultation, Performer, Project, Version
from projects.models.assets import Kind
from projects.models.consents import ALL

NOTICE = timedelta(hours=48)
#: Kinds of consent that are given for services: notice is due before them.
AT_WORK = (Consent.Kind.EMPLOYMENT, Consent.Kind.BACKGROUND)
#: A description shorter than this is not specific, whatever it says.
SPECIFIC = 20
_DATE = forms.DateInput(attrs={"type": "date"})
_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def checked(form: Any, **called: str) -> Any:
    """The form where it is valid; else `invalid` with its sentences, for the API. `called` gives
    fields that have another name there."""
    if not form.is_valid():
        fields = {called.get(name, name): list(told) for name, told in form.errors.items()}
        raise PortalError("invalid", fields=fields)
    return form


class _OfProject(forms.ModelForm):
    """A row of one project, which the form shows to nobody; its name stands there once."""

    unique: Any = ""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = self.instance.project = project

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.unique and (name := data.get("name")):
            rows = type(self.instance).objects.filter(project=self.project, name=name)
            if rows.exclude(pk=self.instance.pk).exists():
                self.add_error("name", self.unique)
        return data

    def validate_unique(self) -> None:
        """Asked in `clean`, with a sentence."""


class PerformerForm(_OfProject):
    unique = _("There is a performer of this name in the project.")

    class Meta:
        model = Performer
        fields = ["name", "representative", "email", "minor", "guardian"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("minor") and not data.get("guardian"):
            self.add_error("guardian", _("A minor needs a guardian who signs with them."))
        return data


class CharacterForm(_OfProject):
    unique = _("There is a character of this name in the project.")

    class Meta:
        model = Character
        fields = ["name", "script_name", "performer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["performer"]
        field.queryset = self.project.performers.all()
        field.empty_label = _("nobody yet")


class ConsultationForm(_OfProject):
    class Meta:
        model = CreatorConsultation
        fields = ["creator", "on", "how", "said"]
        widgets = {"on": _DATE, "said": forms.Textarea(attrs={"rows": 3})}


def _several(label: Any, words: dict[str, Any], hint: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=words.items,
        help_text=hint,
        widget=forms.CheckboxSelectMultiple,
    )


class ConsentForm(forms.Form):
    """What was signed, as the paper says it. What is left out is not allowed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Consent.Kind.choices)
    description = forms.CharField(
        label=_("What it is for"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Reasonably specific: which use, of what, in which story. One use, one paper."),
    )
    purposes = _several(_("Purposes"), {**PURPOSES, ALL: _("every purpose")}, "")
    scenes = forms.CharField(
        label=_("Scenes"),
        max_length=2000,
        help_text=_("Their numbers with commas, such as 12, 12A, 40; or * for every scene."),
    )
    script = forms.ChoiceField(
        label=_("Script"),
        help_text=_("A consent for one draft does not hold for the next: the hash is kept."),
    )
    shown_in = _several(_("Media"), {**MEDIA, ALL: _("every medium")}, "")
    territories = forms.CharField(
        label=_("Territory"),
        max_length=500,
        initial=ALL,
        help_text=_(
            "With commas; or * for everywhere. The portal is told no territory of a use,"
            " so a narrower one lets nothing be sent."
        ),
    )
    quality = forms.ChoiceField(label=_("Best quality"), choices=Consent.Quality.choices)
    providers = _several(_("Providers"), {}, _("To whom the likeness may be sent."))
    biometric = forms.BooleanField(label=_("Faces may be measured and compared"), required=False)
    compensation_days = forms.DecimalField(
        label=_("Compensation (days of work, estimate)"),
        min_value=0,
        max_digits=6,
        decimal_places=1,
    )
    starts = forms.DateField(label=_("From"), widget=_DATE)
    ends = forms.DateField(
        label=_("Until"), widget=_DATE, help_text=_("A consent without an end is not recorded.")
    )
    services_at = forms.DateTimeField(
        label=_("First day of services (UTC)"),
        required=False,
        widget=_MOMENT,
        help_text=_("For replicas made at work: notice is due 48 hours before."),
    )
    clause = forms.CharField(
        label=_("Text that was shown to the signer"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Word for word, separate from other terms. The performer can read it again."),
    )
    signed_by = NameInput(label=_("Signed by"), max_length=120)
    signed_how = forms.ChoiceField(label=_("How"), choices=Consent.How.choices)
    signed_at = forms.DateTimeField(label=_("Signed (UTC)"), widget=_MOMENT)
    document = forms.ModelChoiceField(
        label=_("Signed document"),
        queryset=Version.objects.none(),
        required=False,
        empty_label=_("kept elsewhere"),
        help_text=_("A scan or PDF that was uploaded to this project."),
    )
    strike_hold = forms.BooleanField(
        label=_("On hold during a strike"),
        required=False,
        help_text=_("Nothing is made under it until the hold is ended on its page."),
    )

    def __init__(self, *args: Any, performer: Performer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.performer = performer
        here = Version.objects.filter(
            project=performer.project_id, asset__deleted_at=None
        ).select_related("asset")
        self.scripts = {str(v.pk): v for v in here.filter(asset__kind=Kind.SCRIPT)[:200]}
        fields: Any = self.fields
        fields["script"].choices = [
            *((pk, str(v)) for pk, v in self.scripts.items()),
            (ALL, _("whichever script")),
        ]
        named = [(name, str(providers.provider_class(name).title)) for name in providers.names()]
        fields["providers"].choices = [*named, (ALL, _("every provider of the project"))]
        moving = (Kind.FILM, Kind.SEQUENCE, Kind.SOUND)
        fields["document"].queryset = here.exclude(asset__kind__in=moving)

    def clean_description(self) -> str:
        said = self.cleaned_data["description"].strip()
        if len(said) < SPECIFIC:
            raise forms.ValidationError(_("Say which use of the likeness, in a sentence."))
        return said

    def clean_scenes(self) -> list[str]:
        return _codes(self.cleaned_data["scenes"])

    def clean_territories(self) -> list[str]:
        return _codes(self.cleaned_data["territories"])

    def clean_signed_at(self) -> Any:
        at = self.cleaned_data["signed_at"]
        if at > timezone.now():
            raise forms.ValidationError(_("That is still to come: record it once it is signed."))
        return at

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("It ends before it begins."))
        services, signed = data.get("services_at"), data.get("signed_at")
        if data.get("kind") in AT_WORK and "services_at" in data and not services:
            self.add_error("services_at", _("A replica made at work needs the first day."))
        if services and signed and services - signed < NOTICE:
            self.add_error("services_at", _("Notice is due 48 hours before the first day."))
        return data

    @property
    def fields_of_consent(self) -> dict[str, Any]:
        """What `projects.revoking.record` takes."""
        data = {**self.cleaned_data}
        chosen, media = data.pop("script"), data.pop("shown_in")
        version = self.scripts.get(chosen)
        return {
            **data,
            "media": media,
            "script_version": version,
            "script": version.tree_sha256 if version else ALL,
        }


def _codes(text: str) -> list[str]:
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found:
        raise forms.ValidationError(_("Name at least one, or give *."))
    return [ALL] if ALL in found else list(dict.fromkeys(found))


class StrikeForm(forms.Form):
    """Why all consents of a project are put on hold, or let go."""

    why = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class RevokeForm(forms.Form):
    """Why it is withdrawn, by a producer on the performer's behalf."""

    name = NameInput(
        label=_("Who withdraws it"),
        max_length=120,
        help_text=_("The performer or representative, who told you."),
    )
    why = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class WithdrawForm(forms.Form):
    """A performer's own word, by the personal link."""

    name = NameInput(label=_("Your name"), max_length=120)
    why = forms.CharField(
        label=_("Why, if you want to say"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sure = forms.BooleanField(label=_("Yes, I withdraw this permission."))
