"""This room over the API."""

from typing import Any

from feedback.api.questionnaires import AskViewSet, QuestionnaireViewSet
from feedback.api.reports import ReportDefinitionViewSet, ReportViewSet
from feedback.api.responses import ResponseViewSet
from feedback.api.tickets import TicketViewSet
from feedback.api.work import TimeEntryViewSet, WorkItemViewSet


def register(router: Any) -> None:
    """Put the routes of this room into the portal's."""
    router.register("responses", ResponseViewSet)
    router.register("work-items", WorkItemViewSet)
    router.register("time-entries", TimeEntryViewSet)
    router.register("tickets", TicketViewSet)
    router.register("asks", AskViewSet)
    router.register("questionnaires", QuestionnaireViewSet)
    router.register("report-definitions", ReportDefinitionViewSet)
    router.register("reports", ReportViewSet)
