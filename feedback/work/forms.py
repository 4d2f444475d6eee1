"""Forms of work items, times and felt savings."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import TimeEntry
from feedback.models.work import ARMS, DONE_BY
from feedback.work.stages import STAGES, STRATUM_LENGTH, stratum_of
from portal.forms import DateInput
from portal.models import User
from portal.names import NameInput
from projects.models import Shot
from projects.models.projects import CODE

CURRENCY = RegexValidator(r"^[A-Z]{3}\Z", _("Three capitals, such as EUR."))


class MomentInput(forms.DateTimeInput):
    """The browser's own clock and calendar, to the second: a stretch that a timer kept is not
    shortened, nor one under a minute taken back, by correcting its kind.
    """

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M:%S", attrs={"step": 1})


class ItemForm(forms.Form):
    """An item and its bid, typed."""

    code = forms.CharField(label=_("Item code"), max_length=64, validators=[CODE])
    title = NameInput(label=_("Title"), max_length=160, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=list(STAGES.items()))
    stratum = forms.CharField(
        label=_("Complexity"),
        max_length=STRATUM_LENGTH,
        help_text=_("small, medium or large, or as your breakdowns call it"),
    )
    shot = forms.ModelChoiceField(label=_("Shot"), queryset=Shot.objects.none(), required=False)
    person = forms.ModelChoiceField(label=_("Whose"), queryset=User.objects.none(), required=False)
    hours = forms.DecimalField(
        label=_("Bid (hours)"), min_value=Decimal("0.01"), max_digits=8, decimal_places=2
    )
    rate = forms.DecimalField(
        label=_("Rate per hour"), min_value=0, max_digits=10, decimal_places=2
    )
    currency = forms.CharField(label=_("Currency"), initial="USD", validators=[CURRENCY])

    def __init__(self, *args: Any, shots: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shot"].queryset = shots  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean_stratum(self) -> str:
        return stratum_of(self.cleaned_data["stratum"])

    @property
    def item_fields(self) -> dict[str, Any]:
        names = ("code", "title", "stage", "stratum", "shot", "person")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def bid_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("hours", "rate", "currency")}


class BreakdownForm(forms.Form):
    """A file with the breakdown; `seal` instead, once a preview was shown."""

    file = forms.FileField(
        label=_("Breakdown"),
        help_text=_(
            "CSV or XLSX, at most 4 MiB and 1,000 rows. Columns: code, stage, complexity, and if "
            "you like title, shot, hours (or days), rate, currency."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt,.tsv"}),
    )
    currency = forms.CharField(
        label=_("Currency where none is given"), initial="USD", validators=[CURRENCY]
    )


class StepForm(forms.Form):
    starts_on = forms.DateField(label=_("Assistance starts on"), widget=DateInput)


class BeginForm(forms.Form):
    """How a freely chosen item is done; ignored where it is settled."""

    choice = forms.ChoiceField(
        label=_("How will you do it?"),
        choices=[(arm.value, ARMS[arm]) for arm in DONE_BY],
        required=False,
        widget=forms.RadioSelect,
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class TimerForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[row for row in TimeEntry.Kind.choices if row[0] != TimeEntry.Kind.REWORK],
        help_text=_("Work after an approval is counted as rework by itself."),
    )


class TimeForm(forms.ModelForm):
    """A stretch of time in UTC, typed, with the reason."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

    class Meta:
        model = TimeEntry
        fields = ["kind", "started_at", "ended_at"]
        widgets = {"started_at": MomentInput(), "ended_at": MomentInput()}
        labels = {"started_at": _("From (UTC)"), "ended_at": _("To (UTC)")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_at"].required = True

    def clean_started_at(self) -> datetime:
        return self._exact("started_at")

    def clean_ended_at(self) -> datetime:
        return self._exact("ended_at")

    def _exact(self, name: str) -> datetime:
        """What was left alone stays to the microsecond: cut, it would overlap its neighbour."""
        kept = getattr(self.instance, name)
        if kept is not None and name not in self.changed_data:
            return kept
        return _aware(self.cleaned_data[name])

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **{"kind": data["kind"], "reason": data["reason"]},
            **{"start": data["started_at"], "end": data["ended_at"]},
        }

    def _post_clean(self) -> None:
        """The row is written by a verb, which says what cannot be."""


def _aware(moment: datetime) -> datetime:
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class FeltForm(forms.Form):
    """In the person's terms; `saving` is the share that the statistics take."""

    WAYS = [
        ("saved", _("It took less time")),
        ("cost", _("It took more time")),
        ("even", _("No difference")),
        ("unknown", _("I cannot say")),
    ]
    way = forms.ChoiceField(
        label=_("Compared with doing all of it by hand, what do you feel?"),
        choices=WAYS,
        widget=forms.RadioSelect,
    )
    percent = forms.IntegerField(
        label=_("By about how many percent?"),
        min_value=1,
        max_value=900,
        required=False,
        help_text=_("10 % less: 54 minutes instead of an hour. 50 % more: 90 minutes."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        way, percent = data.get("way"), data.get("percent")
        if way in ("saved", "cost") and not percent and "percent" not in self.errors:
            self.add_error("percent", _("Say by about how many percent."))
        if way == "saved" and percent and percent > 100:
            self.add_error("percent", _("Work cannot take more than 100 % less time."))
        return data

    @property
    def saving(self) -> Decimal | None:
        way, share = self.cleaned_data["way"], Decimal(self.cleaned_data.get("percent") or 0) / 100
        return {"saved": share, "cost": -share, "even": Decimal(0)}.get(way)
