"""What beat wakes in this room."""

from celery import shared_task

from portal.signin import remind_invited


@shared_task(time_limit=600)
def remind() -> None:
    """Remind people whose invitation is still open."""
    remind_invited()
