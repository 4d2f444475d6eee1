"""Reports that are made by themselves: each Monday, or on the first Monday of a month."""

from contextlib import suppress
from datetime import datetime

from django.db.models import Q

from feedback.models.reports import ReportDefinition, Schedule, data_cut
from feedback.reports.making import ask_for_report
from portal.errors import PortalError
from portal.tenancy import outside_studios


def ask_for_due(now: datetime | None = None) -> int:
    """Once for each definition and week, however often it is asked. Gives how many were asked."""
    monday, asked = data_cut(now), 0
    due = ReportDefinition.objects.exclude(schedule=Schedule.NEVER)
    if monday.day > 7:
        due = due.exclude(schedule=Schedule.MONTHLY)
    for definition in due.filter(_before(monday)):
        claimed = ReportDefinition.objects.filter(_before(monday), pk=definition.pk)
        if claimed.update(scheduled_for=monday):
            with (
                suppress(PortalError),
                outside_studios(),
            ):  # somebody asks for the same at this moment
                ask_for_report(actor=None, definition=definition, as_of=monday)
                asked += 1
    return asked


def _before(monday: datetime) -> Q:
    return Q(scheduled_for=None) | Q(scheduled_for__lt=monday)
