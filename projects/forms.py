"""Forms of the work."""

from collections.abc import Container
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from portal.access import Capability
from portal.meanwhile import Meanwhile
from portal.models import Studio
from portal.names import NameInput
from projects.codes import Coded
from projects.models import Decision, Episode, Project, Scene, Shot


class ProjectForm(Coded, forms.ModelForm):
    class Meta:
        model = Project
        fields = [
            "name",
            "code",
            "rate_label",
            "description",
            "watermark",
            "allow_downloads",
            "credit_names",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["watermark"].required = False

    def clean_watermark(self) -> str:
        """What is not said stays as it is."""
        return self.cleaned_data["watermark"] or self.instance.watermark


class ProjectSettingsForm(Meanwhile, ProjectForm):
    """Of a project that is there: two producers may have it open."""


class OpeningForm(forms.Form):
    """Who of the programme may look, at what, until which day (its end, UTC)."""

    email = forms.EmailField(label=_("E-mail address of the beta lead"))
    project = forms.ModelChoiceField(
        label=_("What"),
        queryset=Project.objects.none(),
        required=False,
        empty_label=_("every project"),
    )
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("UTC")
    )

    def __init__(self, *args: Any, studio: Studio, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = Project.objects.filter(studio=studio)  # type: ignore[attr-defined]

    def clean_until(self) -> datetime:
        return datetime.combine(self.cleaned_data["until"], time.max, tzinfo=UTC)


class ReleaseForm(forms.Form):
    """Why a producer takes an original away that nobody has decided on."""

    reason = forms.CharField(
        label=_("What it is for"),
        max_length=500,
        help_text=_("The studio's audit keeps it, with your name."),
    )


class NewProjectForm(ProjectForm):
    """With the studio, for people who produce in more than one."""

    studio = forms.ModelChoiceField(label=_("Studio"), queryset=Studio.objects.none())

    class Meta(ProjectForm.Meta):
        fields = [
            "studio",
            "name",
            "code",
            "rate_label",
            "description",
            "watermark",
            "allow_downloads",
            "credit_names",
        ]

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = [pk for pk in user.roles if user.can(Capability.MANAGE, pk)]
        studios = Studio.objects.filter(pk__in=managed)
        self.fields["studio"].queryset = studios  # type: ignore[attr-defined]
        if len(managed) == 1:
            self.fields["studio"].initial = studios.first()
            self.fields["studio"].widget = forms.HiddenInput()


class _InProject(Coded, forms.ModelForm):
    """Its relations offer only the project's own rows."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.project = project
        self.instance.studio_id = project.studio_id
        for name, rows in (("episode", project.episodes), ("scene", project.scenes)):
            if name in self.fields:
                self.fields[name].queryset = rows.all()  # type: ignore[attr-defined]


class EpisodeForm(_InProject):
    class Meta:
        model = Episode
        fields = ["code", "name"]


class SceneForm(_InProject):
    class Meta:
        model = Scene
        fields = ["episode", "code", "name"]


class ShotForm(_InProject):
    class Meta:
        model = Shot
        fields = ["scene", "code", "name"]


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Verdict"), choices=Decision.Verdict.choices)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    #: The decision that stood on the page; empty for none.
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    #: Seconds that the page was in sight; its own script says them.
    looked = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def parameters_form(model: type[BaseModel], without: Container[str] = ()) -> type[forms.Form]:
    """A Django form of a tool's parameters: same names, limits, defaults and words.

    One that may be left out has a null beside its type; those of `without` are not asked for, nor
    what the portal writes. In `json_schema_extra` may stand `words`, what its choices are called,
    and `up_front`, for one that is not folded away.
    """
    schema = model.model_json_schema()
    needed = schema.get("required", [])
    rows = schema["properties"].items()
    asked = {n: spec for n, spec in rows if n not in without and not spec.get("readOnly")}
    fields = {name: _field(spec, name in needed) for name, spec in asked.items()}
    # A browser cannot point at what is missing within parameters that are folded away.
    return type("ParametersForm", (forms.Form,), {**fields, "use_required_attribute": False})


def _field(spec: dict[str, Any], needed: bool) -> forms.Field:
    made = _plain_field(spec, needed)
    if spec.get("up_front", needed):
        made.widget.attrs["data-up-front"] = "1"
    return made


def up_front(field: forms.BoundField) -> bool:
    """Whether it stands on the form's page at once, rather than folded among the parameters."""
    return "data-up-front" in field.field.widget.attrs


def _plain_field(spec: dict[str, Any], needed: bool) -> forms.Field:
    spec = {**next((s for s in spec.get("anyOf", []) if s.get("type") != "null"), {}), **spec}
    words: dict[str, Any] = {
        "label": _(spec.get("title", "")),
        "help_text": _(spec.get("description", "")),
        "initial": spec.get("default"),
        "required": needed,
    }
    limits: dict[str, Any] = {"min_value": spec.get("minimum"), "max_value": spec.get("maximum")}
    if "enum" in spec:
        named = spec.get("words", {})
        return forms.ChoiceField(choices=[(v, _(named.get(v, v))) for v in spec["enum"]], **words)
    if spec.get("type") == "boolean":
        return forms.BooleanField(**words)
    if spec.get("type") == "integer":
        return forms.IntegerField(**words, **limits)
    if spec.get("type") == "number":
        return forms.FloatField(**words, **limits)
    return forms.CharField(max_length=spec.get("maxLength", 2000), **words)


class ExportForm(forms.Form):
    with_renditions = forms.BooleanField(
        label=_("Also viewing copies, posters and thumbnails"),
        required=False,
        help_text=_("They can be made again from the originals."),
    )


class CloseoutForm(forms.Form):
    """The studio's name is compared by the verb, for pages and API alike."""

    name = NameInput(
        label=_("Name of the studio"),
        max_length=120,
        help_text=_("Type it as it stands at the head of this page."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("Stands on the certificate."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    keep_export = forms.BooleanField(
        label=_("Keep an export that is ready until it expires"),
        required=False,
        initial=True,
        help_text=_("Otherwise it is deleted with everything else."),
    )
