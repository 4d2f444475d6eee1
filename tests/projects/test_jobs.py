"""The life of a job: claims, leases, progress, ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.assist.contract import Cancelled
from projects.models import Run, State, job_news
from projects.models import jobs as life
from projects.models.jobs import LeaseLost
from tests.portal.together import together
from tests.projects.jobs import ENDS, expire, fresh, queued, running


@pytest.fixture
def told(monkeypatch):
    """What was published: (groups, message)."""
    sent = []
    monkeypatch.setattr(job_news, "publish", lambda groups, message: sent.append((groups, message)))
    return sent


@pytest.fixture
def clock(monkeypatch):
    """Seconds of the monotonic clock, moved by hand."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(life.time, "monotonic", lambda: Clock.now)
    return Clock


class TestClaiming:
    def test_a_claim_starts_the_first_attempt_under_a_lease(self, world, told, settings):
        settings.LEASE_SECONDS = 20
        run = running(world)
        assert (run.state, run.attempt, run.fraction) == ("RUNNING", 1, 0)
        left = fresh(run).lease_expires_at - timezone.now()
        assert timedelta(seconds=18) < left <= timedelta(seconds=20)

    def test_what_is_worked_on_is_not_claimed_again(self, world, told):
        assert Run.claim(running(world).pk) is None

    def test_an_expired_lease_is_taken_over_as_the_next_attempt(self, world, told):
        run = running(world)
        expire(run)
        second = Run.claim(run.pk)
        assert (second.attempt, second.state) == (2, "RUNNING")

    @pytest.mark.parametrize("state", ENDS)
    def test_what_has_ended_is_not_claimed(self, world, told, state):
        assert Run.claim(queued(world, state=state).pk) is None

    def test_what_does_not_exist_is_not_claimed(self, db):
        assert Run.claim("0" * 32) is None

    @pytest.mark.django_db(transaction=True)
    def test_of_three_workers_at_once_one_gets_it(self, world):
        run = queued(world)
        results = together(*[lambda: Run.claim(run.pk)] * 3)
        assert sum(result is not None for result in results) == 1
        assert fresh(run).attempt == 1


class TestALostLease:
    @pytest.fixture
    def lost(self, world, told, clock):
        run = running(world)
        expire(run)
        assert Run.claim(run.pk)
        return run

    def test_progress_writes_nothing(self, lost):
        before = Run.objects.filter(pk=lost.pk).values()[0]
        with pytest.raises(LeaseLost):
            lost.progress("decoding", 0.9)
        assert Run.objects.filter(pk=lost.pk).values()[0] == before

    @pytest.mark.parametrize("end", [State.READY, State.FAILED, State.ERRORED])
    def test_no_end_can_be_written(self, lost, end):
        with pytest.raises(LeaseLost):
            lost.finish(end)
        assert fresh(lost).state == "RUNNING" and fresh(lost).attempt == 2

    def test_nothing_is_published(self, lost, told):
        told.clear()
        with pytest.raises(LeaseLost):
            lost.progress("decoding", 0.9)
        assert told == []


class TestCancelling:
    @pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING])
    def test_what_is_active_is_cancelled(self, world, told, state):
        run = queued(world, state=state)
        run.cancel(actor=None)
        assert fresh(run).state == "CANCELLED" and fresh(run).finished_at

    @pytest.mark.parametrize("state", ENDS)
    def test_what_ended_keeps_its_end(self, world, told, state):
        run = queued(world, state=state)
        with pytest.raises(Exception, match="run:ended"):
            run.cancel(actor=None)
        assert fresh(run).state == state

    def test_a_stale_row_cannot_cancel_what_ended_meanwhile(self, world, told):
        run = running(world)
        stale = fresh(run)
        run.finish(State.READY)
        with pytest.raises(Exception, match="run:ended"):
            stale.cancel(actor=None)
        assert fresh(run).state == "READY"

    def test_the_worker_hears_of_it_within_a_second(self, world, told, clock):
        run = running(world)
        run.progress("decoding", 0.1)
        fresh(run).cancel(actor=None)
        clock.now += 0.3
        run.progress("decoding", 0.2)
        clock.now += 0.7
        with pytest.raises(Cancelled):
            run.progress("decoding", 0.3)

    def test_the_worker_hears_of_it_at_once_when_the_stage_changes(self, world, told, clock):
        run = running(world)
        run.progress("decoding", 0.1)
        fresh(run).cancel(actor=None)
        with pytest.raises(Cancelled):
            run.progress("analysing", 0.2)

    def test_a_cancelled_job_cannot_become_ready(self, world, told):
        run = running(world)
        fresh(run).cancel(actor=None)
        with pytest.raises(Cancelled):
            run.finish(State.READY)
        assert fresh(run).state == "CANCELLED"

    def test_a_cancelled_one_in_the_queue_is_never_worked_on(self, world, told):
        run = queued(world)
        run.cancel(actor=None)
        assert Run.claim(run.pk) is None
