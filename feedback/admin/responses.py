"""Answers in the Django admin, read only."""

from django.contrib import admin

from feedback.models import Response
from portal.admin.readonly import ReadOnly


@admin.register(Response)
class ResponseAdmin(ReadOnly):
    list_display = ["created_at", "person", "studio", "project", "minutes_by_hand", "ease"]
    list_select_related = ["person", "studio", "project", "decision"]
    list_filter = ["studio", "ease"]
    search_fields = ["comment", "person__name", "project__name"]
