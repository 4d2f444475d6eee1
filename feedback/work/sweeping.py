"""Timers whose person went away are ended where they were last seen, studio by studio."""

from feedback.work.timers import end_silent
from portal.models import Studio
from portal.tenancy import in_studio


def end_silent_timers() -> int:
    """How many were ended. Idempotent; late is no harm, since the last sign counts."""
    ended = 0
    for studio in Studio.objects.values_list("pk", flat=True):
        with in_studio(studio):
            ended += end_silent()
    return ended
