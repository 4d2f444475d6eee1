"""The waves of the programme: their places, their days."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.models import Cohort, Milestone


class MilestoneInline(admin.TabularInline):
    model = Milestone
    extra = 1


@admin.register(Cohort)
class CohortAdmin(admin.ModelAdmin):
    list_display = ["name", "places", "opens_on", "closes_on"]
    search_fields = ["name"]
    date_hierarchy = "opens_on"
    inlines = [MilestoneInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        taken = Count("studios", filter=Q(studios__offboarded_at=None))
        return super().get_queryset(request).annotate(taken=taken)

    @admin.display(description=_("places taken"), ordering="taken")
    def places(self, cohort: Any) -> str:
        return f"{cohort.taken} / {cohort.capacity}"
