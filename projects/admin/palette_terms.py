"""Terms and prices in the Django admin: written once, renewed by a further row, never changed."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import currencies
from portal.models import AuditEvent
from projects.admin.palette import ProviderFilter
from projects.assist import providers
from projects.assist.contract import Connected
from projects.lapsing import AHEAD, provider_title
from projects.models import Price, Receipt, Terms
from projects.models.connections import provider_choices
from projects.models.terms import in_force

_COPIED = (
    *("provider", "product", "plan", "region", "trains_on_inputs", "retention_days"),
    *("human_review", "subprocessors", "contract", "source", "output_owner", "licence"),
    *("indemnity", "note"),
)


def today() -> date:
    return timezone.now().date()


def standing(row: Any) -> Any:
    """In words: begins, holds, ends soon, is over."""
    if row.starts > today():
        return _("begins later")
    if row.ends is None or row.ends > today() + timedelta(days=AHEAD):
        return _("in force")
    return _("lapsed") if row.ends < today() else _("lapsing")


class StandingFilter(admin.SimpleListFilter):
    title, parameter_name = _("state"), "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("in force")), ("lapsing", _("lapsing")), ("over", _("lapsed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        soon = Q(ends__gte=today(), ends__lte=today() + timedelta(days=AHEAD))
        asked = {"now": in_force(today()), "lapsing": soon, "over": Q(ends__lt=today())}
        chosen = asked.get(self.value() or "")
        return queryset.filter(chosen) if chosen else queryset


def _source() -> forms.URLField:
    return forms.URLField(
        label=_("Where it is written"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
    )


class DatedForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "provider" in self.fields:
            choices = [("", "---------"), *provider_choices()]
            label = self.fields["provider"].label
            self.fields["provider"] = forms.ChoiceField(label=label, choices=choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts") or self.instance.starts, data.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", _("It ends before it begins."))
        return data


class DatedAdmin(admin.ModelAdmin):
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("provider"), ordering="provider")
    def provider_name(self, row: Any) -> str:
        return provider_title(row.provider)

    @admin.display(description=_("state"), ordering="ends")
    def stands(self, row: Any) -> str:
        return str(standing(row))


class TermsForm(DatedForm):
    source = _source()

    class Meta:
        model = Terms
        fields = [*_COPIED[:4], "starts", "ends", "review_on", *_COPIED[4:]]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        starts, review = data.get("starts"), data.get("review_on")
        if starts and review and review < starts:
            self.add_error("review_on", _("It is reviewed before it begins."))
        return data


@admin.register(Terms)
class TermsAdmin(DatedAdmin):
    form = TermsForm
    list_display = ["provider_name", "product", "plan", "region", "stands", "starts", "ends"]
    list_display += ["review_on", "trains_on_inputs", "retention_days", "contract"]
    list_display_links = ["provider_name", "product"]
    list_filter = [ProviderFilter, StandingFilter, "trains_on_inputs", "review_on", "starts"]
    search_fields = ["provider", "product", "plan", "region", "contract", "note"]
    change_form_template = "admin/projects/terms/change_form.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        written = list(TermsForm.Meta.fields)
        return [*written, "recorded_by", "created_at"] if obj else written

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is recorded stays; what changes is a new snapshot."""
        return False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Another snapshot's words, or what a provider's public pages say; from today on."""
        begun = {"starts": today()}
        if pk := request.GET.get("from"):
            row = Terms.objects.filter(pk=pk).first() if _is_id(pk) else None
            return {**begun, **{name: getattr(row, name) for name in _COPIED}} if row else begun
        asked = request.GET.get("provider"), request.GET.get("product")
        found = [row for row in public_terms() if (row["provider"], row["product"]) == asked]
        return {**begun, **(found[0]["initial"] if found else {})}

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        context["starts_from"] = public_terms() if kw.get("add") else []
        return super().render_change_form(request, context, *args, **kw)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.recorded_by = request.user
        super().save_model(request, obj, form, change)
        facts = {"provider": provider_title(obj.provider), "terms": str(obj)}
        AuditEvent.record(request.user, "terms:recorded", **facts)


def _is_id(text: str) -> bool:
    try:
        Terms._meta.pk.to_python(text)
    except Exception:
        return False
    return True


def public_terms() -> list[dict[str, Any]]:
    """What the public pages of each provider say, as the form begins with it. None is unknown."""
    found = []
    for name, title in provider_choices():
        for told in providers.provider_class(name)(Connected()).terms():
            known = {
                "trains_on_inputs": told.trains_on_inputs,
                "retention_days": told.retention_days,
                "human_review": told.human_review,
            }
            words = {"product": told.product, "source": told.source, "note": str(told.note)}
            found.append(
                {
                    **{"provider": name, "title": title, **words},
                    "query": urlencode({"provider": name, "product": told.product}),
                    "initial": {"provider": name, **words, **known},
                }
            )
    return found


class EndForm(DatedForm):
    """Of a price that is there only its end."""

    class Meta:
        model = Price
        fields = ["ends"]

    def clean_ends(self) -> date | None:
        """What was quoted and booked so far stays true."""
        value = self.cleaned_data["ends"]
        if value and "ends" in self.changed_data and value < today() - timedelta(days=1):
            raise forms.ValidationError(_("Yesterday is the earliest day it can end."))
        return value


class PriceForm(EndForm):
    source = _source()

    class Meta(EndForm.Meta):
        fields = [
            *("provider", "model", "unit", "amount", "currency", "starts", "ends", "source"),
        ]

    def clean_amount(self) -> Any:
        value = self.cleaned_data["amount"]
        if value < 0:
            raise forms.ValidationError(_("A price is not negative."))
        return value

    def clean_currency(self) -> str:
        return currencies.written(self.cleaned_data["currency"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        names = {name: data.get(name) for name in ("provider", "model")}
        if all(names.values()) and data.get("currency"):
            others = Price.objects.filter(in_force(today()), **names)
            if others.exclude(currency=data["currency"]).exists():
                told = _("This model's other prices have another currency. End those first.")
                self.add_error("currency", told)
        return data


@admin.register(Price)
class PriceAdmin(DatedAdmin):
    """A price is added and ended; what it was stays, since it was quoted and booked. One by which
    nothing was sent yet, such as a slip of the pen, can be removed: it could not be mended else,
    as a model has one price a day and all of them in one currency."""

    form = EndForm
    list_display = ["provider_name", "model", "unit", "amount", "currency", "stands"]
    list_display += ["starts", "ends"]
    list_display_links = ["provider_name", "model"]
    list_filter = [ProviderFilter, StandingFilter, "unit", "currency"]
    search_fields = ["provider", "model", "unit"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": PriceForm}), **kw)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return PriceForm.Meta.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [n for n in PriceForm.Meta.fields if n != "ends"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "starts": today(),
            "currency": "USD",
            **super().get_changeform_initial_data(request),
        }

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is over is only read."""
        return obj is None or obj.ends is None or obj.ends >= today()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one, and only where nothing was sent since it was written down."""
        if obj is None:
            return False
        sent = Receipt.objects.filter(provider=obj.provider, model=obj.model)
        return not sent.filter(at__gte=obj.created_at).exists()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        facts = {"provider": provider_title(obj.provider), "price": str(obj)}
        AuditEvent.record(request.user, "price:removed", **facts)
        super().delete_model(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        facts = {"provider": provider_title(obj.provider), "price": str(obj)}
        if not change:
            AuditEvent.record(request.user, "price:added", starts=obj.starts, **facts)
        elif "ends" in form.changed_data and obj.ends:
            AuditEvent.record(request.user, "price:ended", ends=obj.ends, **facts)
        elif "ends" in form.changed_data:
            AuditEvent.record(request.user, "price:opened", **facts)
