"""Forms of whoever writes questionnaires: how often, its title, when it is asked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import Questionnaire, Trigger
from feedback.models.questionnaires import ROLE_CHOICES
from feedback.questionnaires.definition import Definition, Words
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.questionnaires.showing import KIND_LABELS
from portal.forms import DateInput
from portal.meanwhile import Meanwhile
from portal.names import NameInput
from projects.assist.tools import TOOLS


def addable() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """What can be added, for a select with groups."""
    ready = [(name, one.label) for name, one in INSTRUMENTS.items()]
    return [(_("Question"), list(KIND_LABELS.items())), (_("Published scale"), ready)]


class BeginForm(forms.Form):
    name = NameInput(label=_("Name"), max_length=120)


class RhythmForm(Meanwhile, forms.ModelForm):
    class Meta:
        model = Questionnaire
        fields = ["most_a_week", "rest_days", "days_open"]


class TitleForm(forms.Form):
    """Title and introduction, in both languages."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    intro_en = forms.CharField(
        label=_("Introduction in English"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    intro_fr = forms.CharField(
        label=_("Introduction in French"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    @staticmethod
    def said_by(definition: Definition) -> dict[str, str]:
        return {**spread("title", definition.title), **spread("intro", definition.intro)}

    def applied(self, definition: Definition) -> Definition:
        said = self.cleaned_data
        words = {name: joined(name, said) for name in ("title", "intro")}
        return definition.model_copy(update=words)


def spread(name: str, words: Words) -> dict[str, str]:
    return {f"{name}_en": words.en, f"{name}_fr": words.fr}


def joined(name: str, said: dict[str, Any]) -> Words:
    return Words(en=said.get(f"{name}_en") or "", fr=said.get(f"{name}_fr") or "")


class TriggerForm(forms.ModelForm):
    """When it is asked; the database asks again for what each kind needs."""

    tool = forms.ChoiceField(label=_("Tool"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=ROLE_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: everybody of the studio."),
    )

    class Meta:
        model = Trigger
        fields = ["kind", "tool", "count", "milestone", "on", "cohort", "roles"]
        widgets = {"on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tools = [(name, tool.title) for name, tool in TOOLS.items()]
        self.fields["tool"].choices = [("", _("any tool")), *tools]  # type: ignore[attr-defined]

    #: Kind → the fields it needs; all others but the cohort and the roles are left out.
    NEEDS = {
        "decision": (),
        "use": ("count",),
        "milestone": ("milestone",),
        "date": ("on",),
        "cohort": ("cohort", "count"),
    }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = data.get("kind")
        needs = self.NEEDS.get(kind or "", ())
        for name in needs:
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("This is needed for what you chose."))
        for name in ("count", "milestone", "on"):
            if name not in needs:
                data[name] = None
        if kind not in ("decision", "use"):
            data["tool"] = ""
        return data
