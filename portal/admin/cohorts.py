"""The waves of the programme: their places, their days."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.admin.readonly import changes
from portal.models import AuditEvent, Cohort, Milestone

STATES = {
    "planned": _("begins later"),
    "open": _("open"),
    "closed": _("admits nobody any more"),
}


class MilestoneForms(BaseInlineFormSet):
    def clean(self) -> None:
        """Each within the days of the cohort, as they stand on the same page."""
        super().clean()
        first, last = self.instance.opens_on, self.instance.closes_on
        if not first or not last:
            return
        for form in self.forms:
            day = form.cleaned_data.get("on") if form.is_valid() else None
            if day and form not in self.deleted_forms and not first <= day <= last:
                told = _("A milestone lies within the cohort's days, %(first)s to %(last)s.")
                form.add_error("on", told % {"first": first, "last": last})


class MilestoneInline(admin.TabularInline):
    model = Milestone
    formset = MilestoneForms
    extra = 1


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    list_display = ["name", "stands", "places", "opens_on", "closes_on", "next"]
    list_filter = ["opens_on"]
    search_fields = ["name"]
    inlines = [MilestoneInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        taken = Count("studios", filter=Q(studios__offboarded_at=None))
        rows = super().get_queryset(request).annotate(taken=taken)
        return rows.prefetch_related("milestones")

    @admin.display(description=_("state"))
    def stands(self, cohort: Cohort) -> str:
        return str(STATES[cohort.state])

    @admin.display(description=_("next milestone"))
    def next(self, cohort: Cohort) -> str:
        today = timezone.localdate()
        coming = [str(row) for row in cohort.milestones.all() if row.on >= today]
        return coming[0] if coming else "–"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Days decide when studios may work, so moving one is told."""
        super().save_model(request, obj, form, change)
        for what, before, after in changes(form) if change else ():
            facts = {"what": what, "before": before, "after": after, "cohort": str(obj)}
            AuditEvent.record(request.user, "cohort:changed", **facts)

    @admin.display(description=_("places taken"), ordering="taken")
    def places(self, cohort: Any) -> str:
        return f"{cohort.taken} / {cohort.capacity}"
