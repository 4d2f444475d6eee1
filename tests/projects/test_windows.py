"""Of a studio only so many jobs are called at once; those who wait are called in turn."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.utils import timezone

from portal.models import Studio
from projects import windows
from projects.models import Carrying, Ingest, Run, State, ViewingCopy
from projects.models.job_calls import LATER
from tests.projects.jobs import fresh, queued
from tests.world import make_version


@pytest.fixture
def called(monkeypatch):
    """(kind, id, how) of each message, as if everything were committed at once."""
    found = []
    for kind in (Run, Ingest, ViewingCopy, Carrying):

        def call(message, kind=kind.kind, **how):
            found.append((kind, UUID(message[-1]), how))

        monkeypatch.setattr(kind, "call", staticmethod(call))
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    return found


@pytest.fixture
def studio(world):
    Studio.objects.filter(pk=world.ours.studio.pk).update(concurrent_runs=2)
    return world.ours.studio


def ids(called):
    return [pk for _kind, pk, _how in called]


class TestRuns:
    def test_of_many_only_as_many_are_called_as_may_work(self, world, studio, called):
        runs = [queued(world) for _ in range(5)]
        for run in runs:
            run.send()
        assert ids(called) == [run.pk for run in runs[:2]]
        assert [fresh(run).sent_at is None for run in runs] == [False, False, True, True, True]

    def test_each_that_ends_calls_the_next_and_none_is_forgotten(self, world, studio, called):
        runs = [queued(world) for _ in range(6)]
        for run in runs:
            run.send()
        for place in range(6):
            assert Run.claim(ids(called)[place]).close(State.CANCELLED)
        assert ids(called) == [run.pk for run in runs]

    def test_what_works_counts_and_a_lower_limit_calls_nobody(self, world, studio, called):
        first = queued(world)
        first.send()
        Run.claim(first.pk)
        Studio.objects.filter(pk=studio.pk).update(concurrent_runs=1)
        queued(world).send()
        assert ids(called) == [first.pk]

    def test_a_limit_that_was_raised_is_noticed_by_the_sweep(self, world, studio, called):
        runs = [queued(world) for _ in range(4)]
        for run in runs:
            run.send()
        Studio.objects.filter(pk=studio.pk).update(concurrent_runs=4)
        assert Run.sweep() == 2 and ids(called) == [run.pk for run in runs]

    def test_another_studio_has_a_window_of_its_own(self, world, studio, called):
        for _ in range(5):
            queued(world).send()
        theirs = Run.objects.create(project=world.theirs.project, request=world.theirs.request)
        theirs.send()
        assert ids(called)[2:] == [theirs.pk]

    def test_a_message_that_was_lost_is_sent_again_within_the_window(self, world, studio, called):
        runs = [queued(world) for _ in range(3)]
        for run in runs:
            run.send()
        called.clear()
        Run.objects.exclude(sent_at=None).update(sent_at=timezone.now() - timedelta(seconds=61))
        assert Run.sweep() == 2 and ids(called) == [run.pk for run in runs[:2]]

    def test_one_that_was_cancelled_leaves_its_place_in_the_window(self, world, studio, called):
        runs = [queued(world) for _ in range(3)]
        for run in runs:
            run.send()
        runs[0].close(State.CANCELLED)
        assert ids(called) == [run.pk for run in runs]


class TestMedia:
    @pytest.fixture(autouse=True)
    def narrow(self, settings, world):
        settings.MEDIA_WINDOW = 1
        Ingest.objects.all().delete()

    def ingest(self, world, **fields):
        version = make_version(world.ours.project, world.visitor("artist"), name="w.mp4")
        Ingest.objects.filter(version=version).delete()
        return Ingest.objects.create(project=version.project, version=version, **fields)

    def test_an_upload_goes_before_what_the_portal_does_by_itself(self, world, called):
        early = timezone.now() - timedelta(minutes=5)
        own = self.ingest(world, by_itself=True, queued_at=early)
        own.send()
        asked = self.ingest(world)
        asked.send()
        assert called == [("ingest", own.pk, {"priority": LATER})]
        third = self.ingest(world, by_itself=True, queued_at=early)
        Ingest.claim(own.pk).finish(State.READY)
        windows.fill(windows.MEDIA, world.ours.studio.pk)
        assert called[1:] == [("ingest", asked.pk, {})], "asked for later, and before the third"
        assert Ingest.claim(third.pk) is not None, "whoever is woken may begin"

    def test_nobodys_work_is_urgent_too_when_it_has_waited_long(self, world, called):
        long_ago = timezone.now() - timedelta(minutes=11)
        own = self.ingest(world, by_itself=True, queued_at=long_ago)
        own.send()
        assert called == [("ingest", own.pk, {})]

    def test_examined_afresh_is_nobodys_wish_and_again_is_somebodys(self, world, called):
        own = self.ingest(world, state=State.FAILED)
        own.afresh()
        assert own.later
        Ingest.objects.filter(pk=own.pk).update(state=State.FAILED)
        own.again()
        assert not own.later
