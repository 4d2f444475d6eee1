"""What the people of a made-up studio said and measured: one row of each kind."""

from typing import Any

from feedback.models import Look, Report, ReportDefinition, Response, Sharing
from feedback.models.reports import data_cut
from portal.access import Role
from projects.models import JobPart
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
    house.rows["look"] = Look.objects.create(
        project=house.project, decision=house.decision, seconds=5
    )
    house.rows["report"] = reported()
    house.rows["job_part"] = JobPart.objects.create(
        project=house.project,
        kind="ingest",
        job=house.rows["ingest"].pk,
        **{"step": "1 copy 1", "number": 0, "digest": "0" * 64},
    )
    measured(house)
    tickets(house)


def reported() -> Report:
    """A report of the programme that waits for a worker, of a definition of its own."""
    name = f"lessons-{ReportDefinition.objects.count()}"
    definition = ReportDefinition.objects.create(name=name, title="Lessons", sections=["answers"])
    return Report.objects.create(definition=definition, as_of=data_cut(), person_name="Lead")
