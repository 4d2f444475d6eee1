"""Reports, read only: definitions are written on their own page."""

from django.contrib import admin

from feedback.models import Report, ReportDefinition
from portal.admin.readonly import ReadOnly


@admin.register(ReportDefinition)
class ReportDefinitionAdmin(ReadOnly):
    list_display = ["title", "name", "language", "schedule", "frozen_at", "frozen_by_name"]
    list_filter = ["language", "schedule"]
    search_fields = ["title", "name"]


@admin.register(Report)
class ReportAdmin(ReadOnly):
    list_display = ["definition", "as_of", "state", "person_name", "queued_at", "finished_at"]
    list_select_related = ["definition"]
    list_filter = ["state"]
    search_fields = ["definition__title", "person_name"]
