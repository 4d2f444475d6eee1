"""The Django admin's door to a studio's work: an administrator breaks the glass, told and noted."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from projects.models import Opening
from projects.models.openings import break_glass


class GlassForm(forms.ModelForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The studio's producers read it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=24, initial=1)

    class Meta:
        model = Opening
        fields = ["studio"]


@admin.register(Opening)
class OpeningAdmin(admin.ModelAdmin):
    """Every opening to be read; adding one is breaking the glass, for oneself only."""

    list_display = ["person", "kind", "studio", "project", "reason", "until", "ended_at"]
    list_select_related = ["person", "studio", "project"]
    list_filter = ["kind", "studio"]
    search_fields = ["person__name", "person__email", "studio__name", "reason"]
    actions = ["end"]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kw: Any
    ) -> Any:
        return super().get_form(request, obj, change, **({} if obj else {"form": GlassForm}), **kw)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        told: list[Any] = [*self.list_display, "made_by", "created_at"]
        return told if obj else ["studio", "reason", "hours"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        data = form.cleaned_data
        made = break_glass(
            actor=request.user, studio=obj.studio, reason=data["reason"], hours=data["hours"]
        )
        obj.__dict__.update(made.__dict__)

    @admin.action(description=_("End the chosen openings"))
    def end(self, request: HttpRequest, queryset: QuerySet[Opening]) -> None:
        for opening in queryset.select_related("studio", "person"):
            try:
                opening.end(actor=request.user)
            except PortalError as error:
                messages.warning(request, error.as_dict()["message"])
