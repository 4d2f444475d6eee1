"""What a report tells, as a form."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import ReportDefinition
from feedback.reports.scope import PLACES
from feedback.reports.sections import SECTIONS
from portal.models import Cohort, Studio
from projects.assist.tools import TOOLS

RESERVED = ("new", "made")  # addresses of this room


class DefinitionForm(forms.ModelForm):
    """Filters are named by what is there; a report of a place that is gone tells nothing."""

    sections = forms.MultipleChoiceField(
        label=_("Sections"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    studio = forms.ChoiceField(label=_("Studio"), required=False)
    tool = forms.ChoiceField(label=_("Tool"), required=False)
    since = forms.DateField(
        label=_("Weeks from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Weeks before"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = ReportDefinition
        fields = ["title", "name", "language", "schedule"]
        error_messages = {
            "name": {"invalid": _("Letters without accents, digits, hyphens, underscores only.")}
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.instance.filters
        self._offer("cohort", Cohort.objects.values_list("name", flat=True))
        self._offer("studio", Studio.objects.values_list("name", flat=True))
        self._offer("tool", {name: tool.title for name, tool in TOOLS.items()})
        choices = [(name, one.title) for name, one in SECTIONS.items()]
        self.fields["sections"].choices = choices  # type: ignore[attr-defined]
        self.initial.update({**given, "sections": self.instance.sections or [*SECTIONS]})
        if self.instance.frozen_at:
            for field in self.fields.values():
                field.disabled = True

    def _offer(self, name: str, known: Any) -> None:
        """What is there now, and what the definition names already; a mapping has their words."""
        kept = self.instance.filters.get(name)
        words = {one: one for one in [*([kept] if kept else []), *known]}
        words |= {one: str(said) for one, said in known.items()} if isinstance(known, dict) else {}
        choices = [("", _("all")), *sorted(words.items(), key=lambda one: one[1].casefold())]
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        if self.cleaned_data["name"] in RESERVED:
            raise forms.ValidationError(_("This name is an address of the portal. Choose another."))
        return self.cleaned_data["name"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("The report ends after it begins."))
        return data

    def save(self, commit: bool = True) -> ReportDefinition:
        given = {name: self.cleaned_data[name] for name in (*PLACES, "since", "until")}
        self.instance.filters = {name: _plain(value) for name, value in given.items() if value}
        self.instance.sections = self.cleaned_data["sections"]
        return super().save(commit)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
