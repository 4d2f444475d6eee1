"""What Celery wakes in this room. Each task fetches, calls, and keeps no state of its own."""

from celery import shared_task

from feedback.dashboard.closing import close_weeks
from feedback.models.reports import Report
from feedback.questionnaires import asking
from feedback.reports import scheduling
from feedback.reports.making import work_on_report
from feedback.tickets.tasks import send_issue, sweep_issues
from feedback.work.sweeping import end_silent_timers
from portal.tenancy import for_studio
from projects.working import work

__all__ = ["report", "reports_due", "send_issue", "sweep_issues", "sweep_timers"]

HOUR = 3600


@shared_task(time_limit=HOUR, soft_time_limit=HOUR - 60)
def report(pk: str) -> None:
    """Make one report."""
    work(Report, pk, work_on_report)


@shared_task(time_limit=60)
def reports_due() -> None:
    """Ask for what is due by its schedule, and send again what no message reached."""
    scheduling.ask_for_due()
    Report.sweep()


@shared_task(time_limit=120)
@for_studio
def ask(studio: str) -> None:
    """Put to the people of one studio what is due."""
    asking.ask_in(studio)


@shared_task(time_limit=300)
def ask_everywhere() -> None:
    """The same in every studio, for what no message reached and for days of the calendar."""
    asking.ask_everywhere()


@shared_task(time_limit=120, soft_time_limit=100)
def sweep_timers() -> None:
    """End timers that nobody answered for."""
    end_silent_timers()


@shared_task(time_limit=600, soft_time_limit=570)
def close_past_weeks() -> None:
    """Add up the weeks that are over, each once."""
    close_weeks()
