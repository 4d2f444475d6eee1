"""Weeks that are over, read only: nobody changes what was told."""

from django.contrib import admin

from feedback.models import ClosedWeek, EaseLeaf, TimeLeaf, WeekCount
from portal.admin.filters import values
from portal.admin.readonly import ReadOnly
from projects.shot_status.words import tools


@admin.register(ClosedWeek)
class ClosedWeekAdmin(ReadOnly):
    list_display = ["__str__", "closed_at"]
    search_fields = ["week"]


@admin.register(WeekCount)
class WeekCountAdmin(ReadOnly):
    list_display = ["__str__", "studio_id", "tool", "people", "decisions", "said", "runs", "failed"]
    list_filter = [("tool", values(tools))]
    search_fields = ["tool", "studio_id"]


@admin.register(EaseLeaf, TimeLeaf)
class LeafAdmin(ReadOnly):
    list_display = ["__str__", "people", "answers", "total"]
    search_fields = ["place"]
