"""What the rows say of each run afterwards: whether it ended, once, with all that belongs to it."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from portal.rehearsal import Rehearsal


class Told(NamedTuple):
    """One run: its state, how often it was taken up, and how many of each thing it left behind."""

    state: str
    attempts: int
    candidates: int
    revisions: int
    decisions: int
    costs: int
    notifications: int
    mails: int
    messages: int

    @property
    def stuck(self) -> bool:
        return self.state in ("QUEUED", "RUNNING")

    @property
    def lost(self) -> bool:
        """It ended otherwise than it should have, or something that belongs to its end lacks."""
        told = (self.candidates, self.revisions, self.notifications, self.messages)
        return not self.stuck and (self.state != "READY" or not all(told))

    @property
    def duplicated(self) -> bool:
        left = (self.candidates, self.revisions, self.notifications, self.mails, self.messages)
        return max(left) > 1 or self.decisions > 0 or self.costs > 0


_LOOK = """
select r.state, r.attempt,
    (select count(*) from projects_candidate c where c.run_id = r.id),
    (select count(*) from projects_revision v join projects_candidate c on c.id = v.candidate_id
        where c.run_id = r.id),
    (select count(*) from projects_decision d join projects_candidate c on c.id = d.candidate_id
        where c.run_id = r.id),
    (select count(*) from projects_entry e where e.run_id = r.id),
    (select count(*) from portal_notification n where n.url = '/runs/' || r.id || '/'),
    (select count(*) from portal_mail m where m.body like '%%/runs/' || r.id || '/%%'),
    (select count(*) from portal_webhookdelivery d where d.payload->'data'->>'id' = r.id::text)
from projects_run r join projects_assistrequest q on q.id = r.request_id where q.tool = %s
"""
_ACTIVE = """select count(*) from projects_run r
    join projects_assistrequest q on q.id = r.request_id
    where q.tool = %s and r.state in ('QUEUED', 'RUNNING')"""


def active(portal: Rehearsal, tool: str) -> int:
    return int(portal.query(_ACTIVE, tool)[0][0])


def look(portal: Rehearsal, tool: str) -> list[Told]:
    return [Told(*row) for row in portal.query(_LOOK, tool)]


def judged(rows: Iterable[Told]) -> dict[str, Any]:
    """What the last line says of these runs."""
    told = list(rows)
    wrong = [row for row in told if row.stuck or row.lost or row.duplicated]
    return {
        "runs": len(told),
        "lost": sum(row.lost for row in told),
        "duplicated": sum(row.duplicated for row in told),
        "stuck": sum(row.stuck for row in told),
        "attempts": {
            str(n): count for n, count in sorted(Counter(r.attempts for r in told).items())
        },
        "worst": [row._asdict() for row in wrong[:5]],
    }
