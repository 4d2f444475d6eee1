"""Where Celery finds the tasks of this room; each stands in the folder it works for."""

from feedback.tickets.tasks import send_issue, sweep_issues

__all__ = ["send_issue", "sweep_issues"]
