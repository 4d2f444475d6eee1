"""Jobs at providers whose run is over here: stopped there, and their money settled.

A run ends by a person's cancelling or by a worker's loss; the job at the provider does not know.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from portal import waking
from portal.errors import PortalError
from projects import places
from projects.assist.palette import Final, Transient
from projects.budgets import book_hold, release
from projects.models import Remote, Run
from projects.models.jobs import TERMINAL, State
from projects.models.remotes import UNDER_WAY

log = logging.getLogger(__name__)
#: A call that was under way when its run ended may still tell its id.
PATIENCE = timedelta(seconds=120)


def close_remote(run: Run) -> None:
    """With the run's end: a job that no provider has is over, and what was held for it is free."""
    steps, over = Remote.Step, Remote.objects.filter(run=run)
    quiet = over.filter(step__in=(steps.COMPOSED, steps.FETCHED))
    if quiet.update(step=steps.KEPT if run.state == State.READY else steps.ENDED):
        release(run)
    if not over.filter(step__in=UNDER_WAY).exists():
        places.leave(run)


def settle_soon(run: Run) -> None:
    """After the run's end; the sweep would come to it, later."""
    for remote in unsettled(Remote.objects.filter(run=run)):
        _wake(remote)


def sweep() -> int:
    """Wake what is unsettled; returns how many."""
    rows = list(unsettled(Remote.objects.all())[:200])
    for remote in rows:
        _wake(remote)
    return len(rows)


def unsettled(rows: QuerySet[Remote]) -> QuerySet[Remote]:
    due = Q(again_at=None) | Q(again_at__lt=Now())
    sent = Q(step=Remote.Step.SENT) | Q(step=Remote.Step.SENDING, sent_at__lt=Now() - PATIENCE)
    return rows.filter(due & sent, run__state__in=TERMINAL)


def _wake(remote: Remote) -> None:
    from projects import tasks

    waking.wake(tasks.settle, (str(remote.studio_id), remote.pk), expires=60)


def settle(pk: int) -> None:
    """Stop one job at its provider and settle it; what cannot be asked now is asked again."""
    remote = unsettled(Remote.objects.filter(pk=pk)).select_related("run__connection").first()
    if remote is None:
        return
    try:
        billed = _stopped_at(remote)
    except (Transient, PortalError) as trouble:
        later = Now() + timedelta(seconds=min(3600, 10 * 2 ** min(remote.troubles, 9)))
        remote.move(remote.step, troubles=remote.troubles + 1, again_at=later)
        log.info("remote job %s is not settled yet: %s", pk, trouble)
        return
    except Final:
        billed = True
    with transaction.atomic():
        rows = Remote.objects.select_for_update().filter(pk=pk, step=remote.step)
        if rows.first():
            book_hold(remote.run) if billed else release(remote.run)
            remote.move(Remote.Step.ENDED)
            places.leave(remote.run)


def _stopped_at(remote: Remote) -> bool:
    """Whether it costs something all the same: where it could not be stopped, or nobody knows."""
    connection = remote.run.connection
    if connection is None:
        return True
    provider = connection.reach()
    if remote.step == Remote.Step.SENT:
        return not provider.cancel(remote.external_id)
    found = provider.sought(str(remote.key))
    return not provider.cancel(found) if found else found is None
