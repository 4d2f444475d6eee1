"""Jobs at once at a provider, over all studios and workers: taken, kept, given back, in turn."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.tenancy import in_studio
from projects import places
from projects.models import Connection, Place, Remote, Run, State
from projects.places import Waiting, next_ones
from tests.portal.together import together
from tests.projects.jobs import expire, fresh, queued
from tests.projects.remote_world import connect

NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def waits(studio, minutes):
    return Waiting(studio, f"run of {studio}", NOON + timedelta(minutes=minutes))


class TestWhoseTurnItIs:
    def test_whoever_has_fewest_comes_first_however_long_others_wait(self):
        asked = [waits("a", 0), waits("b", 9)]
        assert [one.studio for one in next_ones(1, {"a": 2}, asked)] == ["b"]

    def test_among_equals_whoever_waits_longest(self):
        asked = [waits("a", 5), waits("b", 3), waits("c", 4)]
        assert [one.studio for one in next_ones(2, {}, asked)] == ["b", "c"]

    @pytest.mark.parametrize("free", [0, -3])
    def test_without_a_free_place_nobody(self, free):
        assert next_ones(free, {"a": 1}, [waits("b", 0)]) == []

    def test_one_place_each_is_all_that_is_given_at_once(self):
        assert len(next_ones(9, {}, [waits("a", 0), waits("b", 1)])) == 2


@pytest.fixture
def called(monkeypatch):
    """Studio and run of each message, as if everything were committed at once."""
    found = []
    call = staticmethod(lambda message, **_how: found.append(tuple(message)))
    monkeypatch.setattr(Run, "call", call)
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())
    return found


@pytest.fixture
def narrow(db):
    return connect(at_once=1)


def ours(world, connection):
    return queued(world, connection=connection, provider="oracle")


def theirs(world, connection):
    own = {"project": world.theirs.project, "request": world.theirs.request}
    return Run.objects.create(**own, connection=connection, provider="oracle")


def address(run):
    return str(run.studio_id), str(run.pk)


class TestPlaces:
    def test_at_the_limit_a_run_of_any_studio_stays_queued(self, world, narrow, called):
        assert Run.claim(ours(world, narrow).pk) is not None
        second, other = ours(world, narrow), theirs(world, narrow)
        assert Run.claim(second.pk) is None and Run.claim(other.pk) is None
        assert fresh(other).state == State.QUEUED and fresh(other).attempt == 0
        assert Place.objects.filter(taken_at=None).count() == 2, "a row for each studio"

    def test_without_a_limit_nobody_waits_and_nothing_is_written(self, world, called):
        wide = connect()
        assert Run.claim(ours(world, wide).pk) and Run.claim(ours(world, wide).pk)
        assert not Place.objects.filter(connection=wide).exists()

    def test_a_place_that_becomes_free_goes_to_the_studio_without_one(self, world, narrow, called):
        """Though the first studio asks again at once, and asked before."""
        first, second, other = ours(world, narrow), ours(world, narrow), theirs(world, narrow)
        holder = Run.claim(first.pk)
        assert Run.claim(second.pk) is None and Run.claim(other.pk) is None
        Connection.objects.filter(pk=narrow.pk).update(at_once=2)
        assert Run.claim(second.pk) is None, "the other studio has none yet"
        assert Run.claim(other.pk) is not None
        called.clear()
        holder.close(State.CANCELLED)
        assert address(second) in called and Run.claim(second.pk) is not None

    def test_what_waits_at_a_provider_lets_other_work_go_past(self, world, narrow, called):
        Run.claim(ours(world, narrow).pk)
        waits, behind, local = ours(world, narrow), ours(world, narrow), queued(world)
        for run in (waits, behind, local):
            run.send()
        called.clear()
        assert Run.claim(waits.pk) is None
        Run.sweep()
        assert fresh(behind).sent_at is not None, "it was called before"
        Run.objects.filter(pk__in=[waits.pk, behind.pk]).update(sent_at=None)
        called.clear()
        Run.sweep()
        assert called == [], "one waits for both"
        assert Run.claim(local.pk) is not None

    def test_a_job_at_the_provider_keeps_its_place_while_nobody_works_on_it(
        self, world, narrow, called
    ):
        run = Run.claim(ours(world, narrow).pk)
        with transaction.atomic():
            assert places.take(run, for_good=True)
        expire(run)
        assert Run.claim(theirs(world, narrow).pk) is None

    def test_one_whose_worker_died_before_it_sent_anything_keeps_none(self, world, narrow, called):
        run = Run.claim(ours(world, narrow).pk)
        Place.objects.filter(run=run).update(until=timezone.now() - timedelta(seconds=1))
        expire(run)
        assert Run.claim(theirs(world, narrow).pk) is not None
        assert Run.claim(run.pk) is None, "it has to find a free one again"
        with transaction.atomic():
            assert not places.take(run, for_good=True)

    def test_a_cancelled_job_keeps_its_place_until_the_provider_has_let_go_of_it(
        self, world, narrow, called
    ):
        run = Run.claim(ours(world, narrow).pk)
        Remote.objects.create(project=run.project, run=run, step="sent", external_id="job")
        fresh(run).cancel(actor=None)
        assert Place.objects.filter(run=run).exists()
        with transaction.atomic():
            places.leave(run)  # what settling does
        assert not Place.objects.filter(connection=narrow).exists()

    def test_who_is_not_heard_of_keeps_nobody_waiting(self, world, narrow, called):
        holder, other = Run.claim(ours(world, narrow).pk), theirs(world, narrow)
        mine = ours(world, narrow)
        assert Run.claim(other.pk) is None and Run.claim(mine.pk) is None
        long_ago = timezone.now() - places.FRESH - timedelta(seconds=1)
        Place.objects.filter(run=other).update(asked_at=long_ago)
        holder.close(State.CANCELLED)
        assert address(other) not in called and Run.claim(mine.pk) is not None

    def test_a_studio_that_is_full_gives_way(self, world, narrow, called):
        holder, other = Run.claim(theirs(world, narrow).pk), ours(world, narrow)
        assert Run.claim(other.pk) is None
        world.ours.studio.__class__.objects.filter(pk=world.ours.studio.pk).update(
            concurrent_runs=1
        )
        assert Run.claim(queued(world).pk) is not None
        assert Run.claim(other.pk) is None
        assert not Place.objects.filter(taken_at=None).exists()
        assert holder.close(State.CANCELLED)

    def test_the_sweep_tries_again_and_forgets_what_ended(self, world, narrow, called):
        Run.claim(theirs(world, narrow).pk)
        waits = ours(world, narrow)
        Run.claim(waits.pk)
        past = timezone.now() - places.TRY_AGAIN
        Place.objects.filter(taken_at=None).update(asked_at=past)
        called.clear()
        places.sweep()
        assert called == [address(waits)]
        Run.objects.filter(pk=waits.pk).update(state=State.FAILED)
        places.sweep()
        assert not Place.objects.filter(taken_at=None).exists()

    def test_a_worker_of_one_studio_counts_those_of_all(self, world, narrow, called):
        holder, other = ours(world, narrow), theirs(world, narrow)
        with in_studio(world.ours.studio):
            held = Run.claim(holder.pk)
        with in_studio(world.theirs.studio):
            assert Run.claim(other.pk) is None
        called.clear()
        with in_studio(world.ours.studio):
            held.close(State.CANCELLED)
        assert address(other) in called

    @pytest.mark.django_db(transaction=True)
    def test_of_workers_at_the_same_moment_one_gets_the_last_place(self, world):
        narrow = connect(at_once=1)
        runs = [ours(world, narrow), theirs(world, narrow), ours(world, narrow)]
        claimed = together(*[lambda run=run: Run.claim(run.pk) for run in runs])
        assert sum(one is not None for one in claimed) == 1
        assert Place.objects.filter(connection=narrow, taken_at__isnull=False).count() == 1
