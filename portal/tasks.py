"""What Celery wakes in this room."""

from celery import shared_task
from django.core.cache import cache

from portal.audit.sealing import seal_all
from portal.signin import remind_invited


@shared_task(time_limit=600)
def remind() -> None:
    """Remind people whose invitation is still open."""
    remind_invited()


@shared_task(time_limit=60)
def seal_audit() -> None:
    """Order and hash what was noted since the last time."""
    seal_all()


@shared_task(time_limit=60)
def answer(key: str) -> None:
    """Sent into each queue by `check_deploy`: that this is done shows that the queue is worked."""
    cache.set(key, "done", 120)
