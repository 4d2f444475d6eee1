"""The sweep: what no message reaches is sent again, what kills its workers is given up."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from projects.models import Run, job_news
from projects.models import jobs as life
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


class TestTheSweep:
    @pytest.fixture
    def sent(self, monkeypatch):
        """Whom the workers were called to; at once, since a test never commits."""
        rows = []
        call = staticmethod(lambda message, **_how: rows.append(UUID(message[-1])))
        monkeypatch.setattr(Run, "call", call)
        monkeypatch.setattr(transaction, "on_commit", lambda act: act())
        return rows

    def back(self, run, **fields):
        Run.objects.filter(pk=run.pk).update(**fields)

    def test_what_was_queued_and_never_sent_is_sent(self, world, told, sent):
        run = queued(world)
        self.back(run, queued_at=timezone.now() - timedelta(seconds=61))
        assert Run.sweep() == 1 and sent == [run.pk]

    def test_what_was_sent_long_ago_is_sent_again(self, world, told, sent):
        run = queued(world, sent_at=timezone.now() - timedelta(seconds=61))
        Run.sweep()
        assert sent == [run.pk]

    def test_what_was_just_sent_is_left_alone(self, world, told, sent):
        queued(world, sent_at=timezone.now())
        running(world)
        assert Run.sweep() == 0 and sent == []

    def test_an_expired_lease_is_sent_again(self, world, told, sent):
        run = running(world)
        expire(run)
        Run.sweep()
        assert sent == [run.pk] and fresh(run).state == "RUNNING"
        assert Run.sweep() == 0, "it was called, and has a while to come"

    def test_nothing_is_sent_again_into_a_queue_that_is_long_already(self, world, told, sent):
        queued(world, sent_at=timezone.now() - timedelta(seconds=61))
        assert Run.sweep(crowded={"assist"}) == 0 and sent == []
        assert Run.sweep(crowded={"media"}) == 1

    def test_a_worker_whose_clock_is_wrong_decides_nothing(self, world, told, sent, monkeypatch):
        run, called = running(world), queued(world, sent_at=timezone.now())
        for hours in (-2, 2):
            wrong = timezone.now() + timedelta(hours=hours)
            with monkeypatch.context() as patch:
                patch.setattr(timezone, "now", lambda wrong=wrong: wrong)
                assert Run.sweep() == 0 and Run.claim(run.pk) is None
                assert run.renew() and Run.claim(called.pk)
            left = fresh(run).lease_expires_at - timezone.now()
            assert timedelta(seconds=10) < left < timedelta(seconds=30)
            Run.objects.filter(pk=called.pk).update(state="QUEUED")

    def test_what_kills_its_workers_is_given_up(self, world, told, sent, settings):
        settings.JOB_ATTEMPTS = 3
        run = queued(world)
        for _attempt in range(3):
            assert Run.claim(run.pk)
            expire(run)
        Run.sweep()
        assert sent == []
        assert (fresh(run).state, fresh(run).error_code) == ("ERRORED", "job:worker_lost")
        assert fresh(run).event()["error"]["message"].startswith("The worker stopped")

    def test_ended_jobs_are_left_alone(self, world, told, sent):
        long_ago = timezone.now() - timedelta(days=1)
        for state in ENDS:
            queued(world, state=state, sent_at=long_ago, queued_at=long_ago)
        assert Run.sweep() == 0

    def test_sending_notes_the_moment_and_waits_for_the_commit(
        self, world, told, monkeypatch, django_capture_on_commit_callbacks
    ):
        rang = []
        monkeypatch.setattr(
            "projects.tasks.run.apply_async", lambda args, *_a, **_k: rang.append(args)
        )
        run = queued(world)
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            run.send()
            assert rang == []
        assert [list(args) for args in rang] == [[str(world.ours.studio.pk), str(run.pk)]]
        assert fresh(run).sent_at is not None
