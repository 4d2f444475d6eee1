"""Claim, work, end: the one frame around every job of this room."""

import logging
from collections.abc import Callable
from typing import Any

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
    except Exception:
        log.exception("%s %s failed", model.kind, job.pk)
        _end(job, State.ERRORED, "job:unexpected")
    job.tell()


def _end(job: ProgrammeJob, state: State, code: str, **facts: Any) -> None:
    try:
        job.finish(state, code=code, **facts)
    except (Cancelled, LeaseLost):
        job.refresh_from_db()
