"""Questionnaires in the Django admin, read only: they are written on their own pages."""

from django.contrib import admin

from feedback.models import Ask, Questionnaire, QuestionnaireVersion, Trigger
from portal.admin.readonly import ReadOnly


@admin.register(Questionnaire)
class QuestionnaireAdmin(ReadOnly):
    list_display = ["name", "most_a_week", "rest_days", "days_open", "created_at"]
    search_fields = ["name"]


@admin.register(QuestionnaireVersion)
class QuestionnaireVersionAdmin(ReadOnly):
    list_display = ["questionnaire", "number", "published_at", "published_by_name"]
    list_select_related = ["questionnaire"]
    list_filter = ["questionnaire"]
    search_fields = ["questionnaire__name"]


@admin.register(Trigger)
class TriggerAdmin(ReadOnly):
    list_display = ["questionnaire", "kind", "tool", "count", "milestone", "on", "ended_at"]
    list_select_related = ["questionnaire", "milestone"]
    list_filter = ["kind", "questionnaire"]
    search_fields = ["questionnaire__name", "tool"]


@admin.register(Ask)
class AskAdmin(ReadOnly):
    """Who was asked what and what became of it; never what they said."""

    list_display = ["questionnaire", "person", "studio", "created_at", "answered_at", "expires_at"]
    list_select_related = ["version__questionnaire", "questionnaire", "person", "studio"]
    list_filter = ["questionnaire", "studio"]
    search_fields = ["person__name", "occasion", "studio__name"]
