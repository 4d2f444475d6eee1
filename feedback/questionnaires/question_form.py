"""One question of a draft as a form, each kind with fields of its own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as Misshapen

from feedback.questionnaires.definition import KINDS, Words
from feedback.questionnaires.forms import joined, spread
from feedback.questionnaires.lines import choices_from, lines_of


def _lines(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line, in the same order in both languages."),
    )


def _line(label: Any, most: int = 80) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False)


def _whole(label: Any, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high)


def _bound(label: Any) -> forms.DecimalField:
    most = 10**9
    return forms.DecimalField(label=label, required=False, min_value=-most, max_value=most)


_CHOICES = {"choices_en": _("Answers in English"), "choices_fr": _("Answers in French")}
_ROWS = {"rows_en": _("Rows in English"), "rows_fr": _("Rows in French")}


def _own_fields(kind: str) -> dict[str, forms.Field]:
    """What only this kind of question has."""
    if kind == "scale":
        ends = {"low_words": _("Words at the low end"), "high_words": _("Words at the high end")}
        said = {
            f"{name}_{code}": _line(f"{label} ({code})")
            for name, label in ends.items()
            for code in ("en", "fr")
        }
        return {"low": _whole(_("From"), 0, 1), "high": _whole(_("To"), 2, 10), **said}
    if kind == "number":
        units = {"unit_en": _line(_("Unit in English"), 40), "unit_fr": _line(_("Unit in French"))}
        places = {"places": _whole(_("Decimal places"), 0, 4)}
        return {**units, "least": _bound(_("At least")), "most": _bound(_("At most")), **places}
    if kind == "money":
        told = _("Codes of ISO 4217 with a space between, such as USD EUR.")
        label = _("Currencies")
        code = r"^[A-Za-z]{3}( +[A-Za-z]{3}){0,9} *$"
        return {"currencies": forms.RegexField(code, label=label, help_text=told)}
    if kind == "text":
        return {"longest": _whole(_("Characters at most"), 1, 4000)}
    named = {"matrix": {**_ROWS, **_CHOICES}}.get(kind, _CHOICES)
    most = {"most": _whole(_("How many at most (0: any)"), 0, 40)} if kind == "multiple" else {}
    return {**{name: _lines(label) for name, label in named.items()}, **most}


class QuestionForm(forms.Form):
    """One question of a draft, whatever its kind; `made` gives it back changed."""

    title_en = forms.CharField(label=_("Question in English"), max_length=400)
    title_fr = forms.CharField(label=_("Question in French"), max_length=400, required=False)
    hint_en = forms.CharField(label=_("Hint in English"), max_length=400, required=False)
    hint_fr = forms.CharField(label=_("Hint in French"), max_length=400, required=False)

    def __init__(self, *args: Any, question: Any, **kwargs: Any) -> None:
        self.question = question
        kwargs["initial"] = _initial(question)
        super().__init__(*args, **kwargs)
        if question.kind != "file":
            self.fields.update(_own_fields(question.kind))
        self.fields["required"] = forms.BooleanField(
            label=_("Must be answered"), required=False, initial=question.required
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                self.made = self._made(data)
            except (Misshapen, ValidationError) as error:
                wrong = error.messages if isinstance(error, ValidationError) else [_told(error)]
                raise ValidationError(wrong) from None
        return data

    def _made(self, data: dict[str, Any]) -> Any:
        """Through the definition's own validation, as everything that is kept."""
        was = self.question
        said = {**was.model_dump(), "required": data["required"]}
        for name in ("title", "hint", "unit", "low_words", "high_words"):
            if f"{name}_en" in self.fields:
                said[name] = joined(name, data)
        for name in ("choices", "rows"):
            if f"{name}_en" in self.fields:
                texts = (data[f"{name}_en"], data[f"{name}_fr"])
                said[name] = choices_from(*texts, getattr(was, name))
        for name in ("low", "high", "least", "most", "places", "longest"):
            if name in self.fields:
                said[name] = data[name]
        if "currencies" in self.fields:
            said["currencies"] = tuple(dict.fromkeys(data["currencies"].upper().split()))
        return KINDS[was.kind].model_validate(said)


def _told(error: Misshapen) -> Any:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "?"
    return _("This does not fit (%(where)s).") % {"where": where}


def _initial(question: Any) -> dict[str, Any]:
    known = {name: getattr(question, name) for name in type(question).model_fields}
    found: dict[str, Any] = {}
    for name, value in known.items():
        if isinstance(value, Words):
            found |= spread(name, value)
        elif name in ("choices", "rows"):
            found |= lines_of(name, value)
        elif name == "currencies":
            found[name] = " ".join(value)
        else:
            found[name] = value
    return found
