"""What a project allows of providers, as a form."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects import gate_words, policy_effects
from projects.models.policies import LISTS, NOTED, Policy, refused_names
from projects.models.projects import Project

#: A hundred years: a longer retention is none that anybody meant.
LONGEST = 36_500


class NamesField(forms.CharField):
    """Names, one a line; gives a list, each once."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        try:
            return refused_names(super().clean(value).splitlines())
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class PolicyForm(forms.ModelForm):
    """Lists are boxes; what is not ticked is not allowed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Policy
        fields = [
            *("providers", "regions", "kinds", "purposes", "retention_days", "human_review"),
            *("owns_output", "indemnified", "contracted", "refused_subprocessors"),
            *("known_subprocessors", "monthly_limit", "total_limit"),
        ]

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = self.instance
        self.fields["seen"].initial = self.stands = stands(policy)
        choices = {
            "providers": policy_effects.provider_choices(policy),
            "regions": policy_effects.region_choices(policy, project),
            "kinds": policy_effects.kind_choices(),
            "purposes": list(gate_words.PURPOSES.items()),
        }
        for name in LISTS:
            self.fields[name] = forms.MultipleChoiceField(
                label=_LABELS[name],
                choices=choices[name],
                required=False,
                initial=getattr(policy, name),
                help_text=_HINTS[name] if choices[name] else _NONE[name],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["retention_days"] = forms.IntegerField(
            label=_("Longest time that inputs are kept (days)"),
            help_text=_("0: a provider keeps nothing once it has answered."),
            min_value=0,
            max_value=LONGEST,
        )
        self.fields["refused_subprocessors"] = NamesField(
            label=_("Refused sub-processors"),
            help_text=policy_effects.subprocessors_named(project),
            required=False,
        )
        told = _("In {currency}. Empty: no limit of this project's own.")
        for name in ("monthly_limit", "total_limit"):
            self.fields[name] = forms.DecimalField(
                label=self.fields[name].label,
                help_text=told.format(currency=project.studio.currency),
                required=False,
                min_value=0,
                max_digits=12,
                decimal_places=2,
            )

    def clean(self) -> dict[str, Any]:
        """Two people, or two windows of one: whoever saves later has to have seen the earlier
        change, since it may have forbidden something."""
        data = super().clean() or {}
        if data.pop("seen", "") not in ("", self.stands):
            told = _(
                "Somebody changed this policy while you had it open. Nothing of yours is kept yet: "
                "what holds now is told beside it. Save again to have it as you ticked it."
            )
            self.add_error(None, told)
            sent: Any = self.data
            self.data = sent = sent.copy()
            sent["seen"] = self.stands
        return data

    @property
    def boxes(self) -> list[Any]:
        return [self[name] for name in LISTS]

    @property
    def rules(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in LISTS and name != "seen"]


def stands(policy: Policy) -> str:
    """A policy as it is, in a word that changes with it."""
    told = sorted((name, str(getattr(policy, name))) for name in NOTED)
    return sha256(repr(told).encode()).hexdigest()[:16]


#: What leaving all boxes of a list empty means; and why a list has no boxes.
_HINTS = {
    "providers": _("None ticked: nothing leaves the house."),
    "regions": _("Where providers work on it. None ticked: nothing leaves the house."),
    "kinds": _("None ticked: nothing leaves the house."),
    "purposes": _("None ticked: nothing leaves the house."),
}
_NONE = {
    **_HINTS,
    "regions": _(
        "No connection names its region yet, so that nothing can leave the house. An administrator "
        "of the programme writes it on the connection."
    ),
}
_LABELS = {
    "providers": _("Providers"),
    "regions": _("Regions"),
    "kinds": _("Kinds of file that may leave the house"),
    "purposes": _("Purposes"),
}
