"""What the people of a made-up studio said and measured: one row of each kind."""

from typing import Any

from feedback.models import Response, Sharing
from portal.access import Role
from tests.asked import asked
from tests.evidence_of_work import measured
from tests.tickets import tickets


def evidence(house: Any) -> None:
    """Adds the rows to the house, by name."""
    response = Response.objects.create(
        project=house.project, decision=house.decision, person=house.people[Role.DIRECTOR], ease=6
    )
    house.rows |= asked(house, house.people[Role.DIRECTOR])
    sharing = Sharing.objects.create(studio=house.studio, person_name="Producer", raw=True)
    house.rows |= {"response": response, "sharing": sharing}
    measured(house)
    tickets(house)
