"""The files of a script breakdown on their way out: tables, sheets, the stripboard."""

from pathlib import PurePath
from typing import Any

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.exporting import plain_name
from projects.models import Candidate, Rendition

#: Roles of the files that `assist.tools.script_breakdown` leaves.
PAPERS = ("sheets", "stripboard", "workbook", "table", "result")


def papers(candidate: Candidate) -> list[Rendition]:
    """Those that are drawn first, then tables, in the order the tool wrote them."""
    rows = [row for row in candidate.renditions.all() if row.role in PAPERS]
    return sorted(rows, key=lambda row: (PAPERS.index(row.role), row.index))


def paper_name(row: Rendition) -> str:
    """What the tool called it, such as `scenes.csv`."""
    return row.facts["name"]


def take_paper(*, actor: Any, candidate: Candidate, name: str) -> tuple[Rendition, str]:
    """The file called `name` and the name it leaves under; audited."""
    candidate.must_be(Candidate.Kind.SCRIPT)
    row = next((row for row in papers(candidate) if paper_name(row) == name), None)
    if row is None:
        raise PortalError("not_found")
    leaves = f"{plain_name(PurePath(candidate.version.file_name).stem)}_{name}"
    facts = {"name": leaves, "project": candidate.project.name}
    AuditEvent.record(actor, "script:exported", candidate.project.studio, **facts)
    return row, leaves
