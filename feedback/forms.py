"""The two questions as a form."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.models import MONTH_MINUTES

SCALE = [(n, str(n)) for n in range(1, 8)]
UNITS = [("1", _("minutes")), ("60", _("hours")), ("480", _("working days"))]


class WorthForm(forms.Form):
    """Time by hand as a number with its unit, ease 1–7, free text; at least one of them."""

    amount = forms.DecimalField(
        label=_("How long would this have taken by hand?"),
        min_value=0,
        max_digits=7,
        decimal_places=2,
        required=False,
        error_messages={
            "max_digits": _("Give at most a month, with at most two digits after the point."),
            "max_whole_digits": _("Give at most a month."),
            "max_decimal_places": _("Give at most two digits after the point."),
        },
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False)
    ease = forms.TypedChoiceField(
        label=_("How easy was it with the portal?"),
        help_text=_("1 very hard, 7 very easy"),
        choices=SCALE,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("What should be better?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict:
        data = super().clean() or {}
        if not self.errors and not any(
            [data.get("amount") is not None, data.get("ease"), (data.get("comment") or "").strip()]
        ):
            raise forms.ValidationError(_("Answer at least one of the questions."))
        minutes = self._minutes(data)
        if minutes is not None and minutes > MONTH_MINUTES:
            self.add_error("amount", _("Give at most a month."))
        data["minutes_by_hand"] = minutes
        return data

    def _minutes(self, data: dict) -> Decimal | None:
        amount = data.get("amount")
        return None if amount is None else amount * int(data.get("unit") or 1)
