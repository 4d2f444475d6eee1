"""`attempt` only rises: who asks an examination again lets no worker of before write."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.assist.contract import Cancelled
from projects.models import Ingest, State
from projects.models.jobs import LeaseLost


@pytest.fixture
def job(world):
    Ingest.objects.filter(pk=world.ours.ingest.pk).update(state=State.QUEUED)
    return world.ours.ingest


def fresh(job):
    return Ingest.objects.get(pk=job.pk)


def lose(job):
    past = timezone.now() - timedelta(seconds=1)
    Ingest.objects.filter(pk=job.pk).update(lease_expires_at=past)


def test_a_worker_of_before_writes_nothing_after_it_was_asked_again(job):
    slow = Ingest.claim(job.pk)
    fresh(job).close(State.CANCELLED)
    fresh(job).again()
    with pytest.raises(LeaseLost):
        slow.finish(State.READY)
    quick = Ingest.claim(job.pk)
    assert quick.attempt > slow.attempt
    for write in (lambda: slow.progress("store", 0.9), lambda: slow.finish(State.READY)):
        with pytest.raises((Cancelled, LeaseLost)):
            write()
    assert not slow.renew()
    assert fresh(job).state == State.RUNNING
    quick.finish(State.READY)
    assert fresh(job).state == State.READY


def test_asked_again_it_has_all_its_tries_before_it(job, settings):
    settings.JOB_ATTEMPTS = 2
    for _round in range(2):
        for _attempt in range(2):
            Ingest.sweep()
            assert Ingest.claim(job.pk)
            lose(job)
        Ingest.sweep()
        assert (fresh(job).state, fresh(job).error_code) == (State.ERRORED, "job:worker_lost")
        fresh(job).again()
    assert (fresh(job).attempt, fresh(job).forgiven) == (4, 4)
