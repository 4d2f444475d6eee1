"""What Celery wakes. Each task calls, and keeps no state of its own."""

from celery import shared_task

from feedback.work.sweeping import end_silent_timers


@shared_task(time_limit=120, soft_time_limit=100)
def sweep_timers() -> None:
    """End timers that nobody answered for."""
    end_silent_timers()
