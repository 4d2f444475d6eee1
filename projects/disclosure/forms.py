"""Forms of what people say for a disclosure pack."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.disclosure.writers import KINDS
from projects.models import (
    Candidate,
    Episode,
    PackSignature,
    Project,
    ResultUse,
    Shot,
    Version,
    WriterNotice,
)
from projects.models.assets import Kind


class UseForm(forms.ModelForm):
    """What one result is used as, wherever it stands or in shots."""

    shots = forms.ModelMultipleChoiceField(
        label=_("In which shots"),
        queryset=Shot.objects.none(),
        required=False,
        help_text=_("Choose none where it counts wherever it stands."),
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )

    class Meta:
        model = ResultUse
        fields = ["used_as"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["shots"]
        field.queryset = project.shots.select_related("scene").order_by("code", "pk")
        choice: Any = self.fields["used_as"]
        choice.choices = [("", _("Choose…")), *ResultUse.As.choices]
        if not field.queryset.exists():
            del self.fields["shots"]


class FinalCutForm(forms.Form):
    """Which edit is final: of the film, or of an episode."""

    version = forms.ModelChoiceField(
        label=_("Edit list or timeline"),
        queryset=Version.objects.none(),
        empty_label=None,
        help_text=_("OTIO, FCPXML, XML, AAF or EDL, as it was uploaded."),
    )
    episode = forms.ModelChoiceField(
        label=_("Episode"),
        queryset=Episode.objects.none(),
        required=False,
        empty_label=_("the whole film"),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        edits = Version.objects.filter(project=project, asset__kind=Kind.EDITORIAL)
        edits = edits.filter(asset__deleted_at=None).select_related("asset")
        field: Any = self.fields["version"]
        field.queryset = edits.order_by("-created_at", "pk")
        field.label_from_instance = lambda one: f"{one.file_name}, v{one.number}"
        episodes: Any = self.fields["episode"]
        episodes.queryset = project.episodes.all()
        if not episodes.queryset:
            del self.fields["episode"]

    @property
    def possible(self) -> bool:
        """Whether there is any edit to choose."""
        field: Any = self.fields["version"]
        return field.queryset.exists()


class WriterForm(forms.ModelForm):
    """That a writer was given material which AI made."""

    class Meta:
        model = WriterNotice
        fields = ["candidate", "writer", "on", "agreed"]
        widgets = {"on": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Candidate.objects.filter(project=project, kind__in=KINDS).defer("result")
        field: Any = self.fields["candidate"]
        field.queryset = rows.filter(version__asset__deleted_at=None).select_related(
            "run__request", "version__asset"
        )
        field.empty_label = None
        field.label_from_instance = _material
        self.fields["on"].initial = timezone.now().date


def _material(one: Candidate) -> str:
    return f"{one.version.file_name} · {one.run} {one.number}"


class SignatureForm(forms.ModelForm):
    """The name as it is signed, as whom, and the hash of what was seen."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    class Meta:
        model = PackSignature
        fields = ["typed", "capacity"]
