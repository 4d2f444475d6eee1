"""The form that says when a question is shown: by answers of one earlier question."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.questionnaires.definition import Condition, Definition
from feedback.questionnaires.soundness import OF_CHOICE, OF_NUMBER, called

IS = [("is", _("is one of these")), ("is_not", _("is none of these"))]
BOUND = [("least", _("is at least")), ("most", _("is at most"))]


class ConditionForm(forms.Form):
    """Chosen answers, or a bound of a number; neither: it is always shown."""

    answers = forms.MultipleChoiceField(
        label=_("Shown only if an earlier answer"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Answers of one question; none chosen: always shown."),
    )
    holds = forms.ChoiceField(label=_("What is said of it"), choices=IS, initial="is")
    number = forms.ChoiceField(label=_("Or only if this number"), required=False)
    bound_holds = forms.ChoiceField(label=_("Bound"), choices=BOUND, initial="least")
    bound = forms.DecimalField(label=_("Number"), required=False, max_value=10**9)

    def __init__(self, *args: Any, definition: Definition, question: Any, **kwargs: Any) -> None:
        kwargs |= {"initial": _initial(question.shown_if), "prefix": "if"}
        super().__init__(*args, **kwargs)
        earlier = _before(definition, question)
        able = [(f"{q.key}={key}", label) for q in earlier for key, label in _answers(q)]
        numbers = [(q.key, called(q)) for q in earlier if q.kind in OF_NUMBER]
        self.fields["answers"].choices = able  # type: ignore[attr-defined]
        self.fields["number"].choices = [("", _("none")), *numbers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        sources = {pair.partition("=")[0] for pair in data.get("answers", ())}
        if len(sources) > 1:
            raise ValidationError(_("Choose answers of one question only."))
        if sources and data.get("number"):
            raise ValidationError(_("Choose answers or a number, not both."))
        if data.get("number") and data.get("bound") is None:
            self.add_error("bound", _("Give the number."))
        return data

    @property
    def condition(self) -> Condition | None:
        """Of a valid form; None: always shown."""
        data = self.cleaned_data
        if data.get("number"):
            bound: Decimal = data["bound"]
            return Condition(
                question=data["number"], holds=data["bound_holds"], values=(f"{bound:f}",)
            )
        pairs = [pair.partition("=") for pair in data["answers"]]
        if not pairs:
            return None
        values = tuple(value for _key, _sign, value in pairs)
        return Condition(question=pairs[0][0], holds=data["holds"], values=values)


def _before(definition: Definition, question: Any) -> list[Any]:
    """Those that can be named: what comes before it, or before the scale it belongs to."""
    found = []
    for one in definition.questions:
        if one.key == question.key or (
            question.instrument and one.instrument == question.instrument
        ):
            break
        if one.kind in (*OF_CHOICE, *OF_NUMBER):
            found.append(one)
    return found


def _answers(question: Any) -> list[tuple[str, str]]:
    if question.kind not in OF_CHOICE:
        return []
    if question.kind == "scale":
        points = range(question.low, question.high + 1)
        return [(str(n), f"{called(question)}: {n}") for n in points]
    return [(c.key, f"{called(question)}: {c.words.en or c.key}") for c in question.choices]


def _initial(condition: Condition | None) -> dict[str, Any]:
    if condition is None:
        return {}
    if condition.holds in ("least", "most"):
        bound = condition.values[0]
        return {"number": condition.question, "bound_holds": condition.holds, "bound": bound}
    pairs = [f"{condition.question}={value}" for value in condition.values]
    return {"answers": pairs, "holds": condition.holds}
