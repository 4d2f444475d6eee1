"""What Celery wakes in this room."""

from celery import shared_task

from feedback.questionnaires import asking
from portal.tenancy import for_studio


@shared_task(time_limit=120)
@for_studio
def ask(studio: str) -> None:
    """Put to the people of one studio what is due."""
    asking.ask_in(studio)


@shared_task(time_limit=300)
def ask_everywhere() -> None:
    """The same in every studio, for what no message reached and for days of the calendar."""
    asking.ask_everywhere()
