"""Many people who said something, for figures that need five of them."""

from datetime import timedelta

from feedback.models import Response
from feedback.models.reports import data_cut
from tests.world import person


def many_answers(house, people, weeks_ago=6, ease=6):
    """So many further people of the studio said it, each to the same decision."""
    for number in range(people):
        row = Response.objects.create(
            project=house.project,
            decision=house.decision,
            person=person(f"{house.studio.name}-voice-{number}"),
            ease=ease - number % 2,
        )
        when = data_cut() - timedelta(weeks=weeks_ago, days=-1)
        Response.objects.filter(pk=row.pk).update(created_at=when)
