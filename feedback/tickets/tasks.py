"""What Celery wakes of tickets. Each task fetches, calls, and keeps no state of its own."""

from celery import shared_task

from feedback.tickets import sending


@shared_task(name="feedback.tasks.send_issue", time_limit=240)
def send_issue(issue: str) -> None:
    """One try to put a topic into a tracker."""
    sending.work_off(issue)


@shared_task(name="feedback.tasks.sweep_issues", time_limit=60)
def sweep_issues() -> None:
    """Those that no message reached, or that have to be tried again."""
    sending.sweep()
