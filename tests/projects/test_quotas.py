"""Runs at once, and bytes: what a studio may use, and what happens at the limit."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.models import Studio
from portal.usage import measured
from projects.models import Run, State
from projects.models.uploads import used_bytes
from projects.sweeping import remove_deleted_assets
from tests.projects.jobs import fresh, queued
from tests.world import make_rendition, make_version


@pytest.fixture
def sent(monkeypatch):
    found = []
    call = staticmethod(lambda message: found.append(UUID(message[-1])))
    monkeypatch.setattr(Run, "call", call)
    return found


def limit(world, count):
    Studio.objects.filter(pk=world.ours.studio.pk).update(concurrent_runs=count)


class TestRunsAtOnce:
    def test_at_the_limit_a_run_stays_queued(self, world):
        limit(world, 1)
        first, second = queued(world), queued(world)
        assert Run.claim(first.pk) is not None
        assert Run.claim(second.pk) is None
        assert fresh(second).state == State.QUEUED and fresh(second).attempt == 0

    def test_another_studio_is_not_held_up(self, world):
        limit(world, 1)
        assert Run.claim(queued(world).pk) is not None
        theirs = Run.objects.create(
            project=world.theirs.project, request=world.theirs.request, state=State.QUEUED
        )
        assert Run.claim(theirs.pk) is not None

    def test_a_run_that_lost_its_worker_takes_no_place_and_comes_back_itself(self, world):
        limit(world, 1)
        lost = Run.claim(queued(world).pk)
        past = timezone.now() - timedelta(seconds=1)
        Run.objects.filter(pk=lost.pk).update(lease_expires_at=past)
        assert Run.claim(queued(world).pk) is not None
        assert Run.claim(lost.pk) is None

    def test_a_run_at_a_provider_keeps_its_place_while_it_is_put_down(self, world):
        limit(world, 1)
        run = Run.claim(queued(world).pk)
        run.put_down(0)
        assert Run.claim(queued(world).pk) is None, "its time to be asked has come"
        assert Run.claim(run.pk) is not None

    def test_what_found_no_room_waits_for_its_turn_anew(self, world):
        limit(world, 1)
        Run.claim(queued(world).pk)
        second = queued(world, sent_at=timezone.now())
        assert Run.claim(second.pk) is None
        assert fresh(second).sent_at is None

    @pytest.mark.parametrize("end", ["finish", "close"])
    def test_when_one_ends_the_one_that_waits_longest_is_sent(
        self, world, sent, end, django_capture_on_commit_callbacks
    ):
        limit(world, 1)
        running = Run.claim(queued(world).pk)
        long_ago = timezone.now() - timedelta(hours=1)
        queued(world)
        oldest = queued(world, queued_at=long_ago)
        with django_capture_on_commit_callbacks(execute=True):
            running.finish(State.READY) if end == "finish" else running.close(State.CANCELLED)
        assert sent == [oldest.pk]

    def test_at_least_one_may_run(self, world):
        with pytest.raises(IntegrityError), transaction.atomic():
            limit(world, 0)


class TestBytes:
    def test_files_that_were_removed_are_not_counted_though_the_rows_stay(self, world):
        other = make_version(world.ours.project, world.visitor("artist"), name="b.mp4")
        make_rendition(
            world.ours.project, "thumbnail", "image/jpeg", candidate=world.ours.candidate
        )
        before = used_bytes(world.ours.studio.pk)
        world.ours.asset.delete_by(world.visitor("producer"))
        assert used_bytes(world.ours.studio.pk) == before  # hidden, and still there
        remove_deleted_assets()
        assert used_bytes(world.ours.studio.pk) == before  # it waits in the trash
        world.ours.asset.end_now(actor=world.visitor("producer"))
        remove_deleted_assets()
        there = other.size + sum(other.renditions.values_list("size", flat=True))
        assert used_bytes(world.ours.studio.pk) == there + world.ours.upload.size < before
        row = measured(Studio.objects.filter(pk=world.ours.studio.pk)).get()
        assert row.used_bytes == used_bytes(row.pk)
