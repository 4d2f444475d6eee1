"""What Celery wakes of the outbox. Each task fetches, calls, and keeps no state of its own."""

from celery import shared_task

from portal.outbox import deliveries, mails
from portal.tenancy import for_studio


@shared_task(time_limit=120)
@for_studio
def deliver(studio: str, endpoint: str) -> None:
    """Send the news that is due to one endpoint."""
    deliveries.work_off(endpoint)


@shared_task(time_limit=300)
@for_studio
def mail(studio: str) -> None:
    """Send the mails that are due in one studio."""
    mails.send_due(studio)


@shared_task(time_limit=300)
def sweep() -> None:
    """What no message reached, what has to be tried again, and the daily mails."""
    deliveries.sweep()
    mails.sweep()
