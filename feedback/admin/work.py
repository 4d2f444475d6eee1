"""Measured work in the Django admin, read only; what a draw holds back is held back here too."""

from django.contrib import admin

from feedback.models import Assignment, Block, Departure, OptIn, Step, WorkItem, WorkLink
from portal.admin.readonly import ReadOnly


@admin.register(WorkItem)
class WorkItemAdmin(ReadOnly):
    list_display = ["code", "title", "studio", "project", "stage", "stratum", "state"]
    list_select_related = ["studio", "project"]
    list_filter = ["studio", "stage", "state"]
    search_fields = ["code", "title", "stratum", "project__name"]


@admin.register(OptIn)
class OptInAdmin(ReadOnly):
    list_display = ["studio", "person_name", "given_at", "withdrawn_at", "withdrawn_by_name"]
    search_fields = ["studio__name", "person_name"]
    list_select_related = ["studio"]


@admin.register(Step)
class StepAdmin(ReadOnly):
    list_display = ["project", "starts_on", "set_on", "person_name"]
    search_fields = ["project__name", "person_name"]
    list_select_related = ["project"]


@admin.register(Block)
class BlockAdmin(ReadOnly):
    list_display = ["studio", "stratum", "number", "algorithm", "commitment", "seed", "made_at"]
    list_select_related = ["studio"]
    exclude = ["secret"]
    search_fields = ["studio__name", "stratum", "commitment", "seed"]


@admin.register(Assignment)
class AssignmentAdmin(ReadOnly):
    list_display = ["item", "design", "block", "place", "at"]
    search_fields = ["item__code", "project__name"]
    list_select_related = ["item", "block"]


@admin.register(Departure)
class DepartureAdmin(ReadOnly):
    list_display = ["item", "before", "after", "reason", "at"]
    search_fields = ["item__code", "reason"]
    list_select_related = ["item"]


@admin.register(WorkLink)
class WorkLinkAdmin(ReadOnly):
    list_display = ["request", "item", "how", "at"]
    search_fields = ["item__code", "request__tool"]
    list_select_related = ["request", "item"]
