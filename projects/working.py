"""Claim, work, end: the one frame around every job of this room."""

import logging
from collections.abc import Callable
from typing import Any

from portal import passing
from portal.errors import PortalError
from portal.logs import about
from portal.watching import tracing
from projects.assist.contract import Cancelled, ToolRefused
from projects.leases import kept_alive
from projects.media.refusal import Refused
from projects.models import State
from projects.models.jobs import LeaseLost, ProgrammeJob
from projects.models.runs import PutDown

log = logging.getLogger(__name__)

#: Seconds for which the end of a job is tried to be written down; then the sweep finds it.
INSISTS = 180.0
#: Refusals that the person who asked can do nothing about.
ENDS_AS = dict.fromkeys(
    ("remote:key", "remote:quota", "remote:client", "remote:unpriced"), State.ERRORED
)


def work(model: type[ProgrammeJob], pk: str, task: Callable[[Any], None]) -> None:
    """Run `task(job)` under a lease. Whatever it raises becomes a state with a reason."""
    job = model.claim(pk)
    if job is None:
        return
    facts: dict[str, Any] = {"lastmile.id": str(job.pk), "lastmile.attempt": job.attempt}
    with about(**{model.kind: str(job.pk)}), tracing.span(model.kind, **facts):
        _carried_out(model, job, task)


def _carried_out(model: type[ProgrammeJob], job: Any, task: Callable[[Any], None]) -> None:
    try:
        with kept_alive(job):
            task(job)
    except PutDown as pause:
        pause.run.put_down(pause.seconds)
        return
    except (Cancelled, LeaseLost) as stop:
        log.info("%s %s stopped: %s", model.kind, job.pk, type(stop).__name__)
        return
    except (Refused, ToolRefused) as refusal:
        _end(job, State.FAILED, refusal.code, **refusal.facts)
    except PortalError as error:
        _end(job, ENDS_AS.get(error.code, State.FAILED), error.code, **error.facts)
    except Exception as error:
        if passing.code_of(error) and _gone_back(job, error):
            return
        log.exception("%s %s failed", model.kind, job.pk)
        code = "job:away" if passing.code_of(error) else "job:unexpected"
        passing.insisted(lambda: _end(job, State.ERRORED, code), seconds=INSISTS)
    job.tell()


def _gone_back(job: Any, error: Exception) -> bool:
    """Whether it waits in the queue again, or is somebody else's already."""
    log.warning("%s %s goes back: %s", job.kind, job.pk, type(error).__name__)
    passing.drop_line()  # whatever it was in the middle of
    if passing.insisted(job.go_back, seconds=INSISTS):
        job.tell()
        return True
    return not passing.insisted(job.renew, seconds=INSISTS)


def _end(job: ProgrammeJob, state: State, code: str, **facts: Any) -> None:
    try:
        job.finish(state, code=code, **facts)
    except (Cancelled, LeaseLost):
        job.refresh_from_db()
