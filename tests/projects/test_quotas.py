"""Runs at once, and money a month: what a studio may use, and what happens at the limit."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.errors import PortalError
from portal.models import Studio
from portal.usage import measured
from projects.models import Run, State
from projects.models.uploads import used_bytes
from projects.quotas import must_afford, spent_this_month, wake_next
from projects.sweeping import remove_deleted_assets
from tests.projects.jobs import fresh, queued
from tests.world import make_rendition, make_version


@pytest.fixture
def sent(monkeypatch):
    found = []
    monkeypatch.setattr(Run, "send", lambda run: found.append(run.pk))
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

    def test_with_nothing_waiting_nothing_is_sent(self, world, sent):
        wake_next(world.theirs.studio.pk)
        assert sent == []

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


class TestMoney:
    def spend(self, world, cost, **fields):
        Run.objects.create(
            project=world.ours.project,
            request=world.ours.request,
            state=State.READY,
            cost=cost,
            **fields,
        )

    def studio(self, world, budget):
        Studio.objects.filter(pk=world.ours.studio.pk).update(monthly_budget=budget)
        return Studio.objects.get(pk=world.ours.studio.pk)

    def test_this_month_counts_and_other_studios_do_not(self, world):
        self.spend(world, "2.50")
        self.spend(world, "1.25")
        self.spend(world, "9", queued_at=timezone.now() - timedelta(days=40))
        self.spend(world, "9", currency="EUR")
        assert spent_this_month(world.ours.studio) == Decimal("3.75")
        assert spent_this_month(world.theirs.studio) == 0

    def test_what_fits_is_allowed_and_what_does_not_is_refused_with_what_is_left(self, world):
        studio = self.studio(world, "5.00")
        self.spend(world, "3")
        must_afford(studio, Decimal("2"))
        with pytest.raises(PortalError, match="request:budget") as refused:
            must_afford(studio, Decimal("2.01"))
        told = refused.value.as_dict()
        assert "2.01 USD" in told["message"] and "2.00" in told["message"].split(";")[1]

    def test_without_a_budget_and_without_a_price_nothing_is_refused(self, world):
        must_afford(self.studio(world, None), Decimal("1000"))
        studio = self.studio(world, "1")
        self.spend(world, "5")
        must_afford(studio, Decimal(0))

    def test_a_budget_is_not_negative(self, world):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.studio(world, "-1")
