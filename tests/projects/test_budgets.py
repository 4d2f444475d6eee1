"""Money: held, booked, released; and what is left of each limit."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.models import Studio
from portal.tenancy import in_studio
from projects import budgets
from projects.assist.palette import Quote, Rate
from projects.models import Entry, Policy, Project, Run, State

pytestmark = pytest.mark.usefixtures("nothing_sent")

RATES = [Rate("image", Decimal("0.04"), "USD")]


def run_of(world, **fields):
    request, project = world.ours.request, world.ours.project
    return Run.objects.create(project=project, request=request, state=State.READY, **fields)


def quote(high, low="0"):
    return Quote(Decimal(low), Decimal(high), "USD", {"image": Decimal(high) / Decimal("0.04")})


def limits(world, *, studio=None, month=None, total=None):
    Studio.objects.filter(pk=world.ours.studio.pk).update(monthly_budget=studio)
    Policy.objects.update_or_create(
        project=world.ours.project, defaults={"monthly_limit": month, "total_limit": total}
    )


def left(world):
    told = budgets.left(Project.objects.get(pk=world.ours.project.pk))
    return told.studio_month, told.project_month, told.project_total


def spend(world, amount, days_ago=0):
    run = run_of(world)
    budgets.settle(run, Decimal(amount), {}, RATES)
    at = timezone.now() - timedelta(days=days_ago)
    Entry.objects.filter(run=run).update(at=at)
    return run


class TestTheLedger:
    def test_what_is_held_is_booked_and_released_once(self, world):
        run = run_of(world)
        budgets.hold(run, quote("0.16"), RATES)
        for _again in range(2):
            assert budgets.book(run, {"image": Decimal(3)}, RATES) == Decimal("0.12")
            budgets.book_hold(run)
            budgets.release(run)
        entries = {e.kind: e.amount for e in Entry.objects.filter(run=run)}
        expected = {"hold": Decimal("0.16"), "cost": Decimal("0.12"), "release": Decimal("0.16")}
        assert entries == expected
        assert budgets.committed(Entry.objects.filter(run=run)) == Decimal("0.12")

    def test_a_second_entry_of_a_kind_is_refused_by_the_database(self, world):
        run = run_of(world)
        budgets.hold(run, quote("1"), RATES)
        fields = {"project": run.project, "run": run, "kind": "hold", "currency": "USD"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(amount=1, **fields)

    def test_what_failed_costs_nothing(self, world):
        run = run_of(world)
        budgets.hold(run, quote("0.16"), RATES)
        budgets.release(run)
        assert budgets.committed(Entry.objects.filter(run=run)) == 0

    def test_where_nobody_knows_the_most_is_booked(self, world):
        run = run_of(world)
        budgets.hold(run, quote("0.16"), RATES)
        assert budgets.book_hold(run) == Decimal("0.16")
        assert Run.objects.get(pk=run.pk).cost == Decimal("0.16")

    def test_without_a_hold_there_is_nothing_to_book_or_release(self, world):
        run = run_of(world)
        assert budgets.book_hold(run) == 0
        budgets.release(run)
        assert not Entry.objects.filter(run=run).exists()

    def test_prices_are_kept_as_they_were(self, world):
        run = run_of(world)
        budgets.book(run, {"image": Decimal(2)}, RATES)
        entry = Entry.objects.get(run=run)
        assert budgets.from_rows(entry.rates) == RATES and entry.usage == {"image": "2"}

    def test_a_thousand_small_costs_add_up_to_the_cent(self, world):
        rates = [Rate("input_token", Decimal("0.0000031"), "USD")]
        costs = [
            budgets.book(run_of(world), {"input_token": Decimal(100 + n)}, rates) for n in range(50)
        ]
        whole = budgets.committed(Entry.objects.filter(project=world.ours.project))
        assert whole == sum(costs) > Decimal("0.018")


class TestWhatIsLeft:
    def test_each_limit_counts_its_own(self, world):
        limits(world, studio=10, month=5, total=20)
        spend(world, "2.50")
        spend(world, "1", days_ago=40)
        assert left(world) == (Decimal("7.5"), Decimal("2.5"), Decimal("16.5"))

    def test_without_a_limit_nothing_limits(self, world):
        limits(world)
        spend(world, "1000")
        assert left(world) == (None, None, None)

    def test_what_is_held_counts_in_every_month_until_it_is_released(self, world):
        limits(world, studio=10)
        run = run_of(world)
        budgets.hold(run, quote("4"), RATES)
        Entry.objects.filter(run=run).update(at=timezone.now() - timedelta(days=40))
        assert left(world)[0] == 6
        budgets.release(run)
        assert left(world)[0] == 10

    def test_another_currency_and_another_studio_do_not_count(self, world):
        limits(world, studio=10)
        budgets.settle(run_of(world), Decimal(3), {}, [Rate("image", Decimal(1), "EUR")])
        theirs = Run.objects.create(project=world.theirs.project, request=world.theirs.request)
        budgets.settle(theirs, Decimal(3), {}, RATES)
        assert left(world)[0] == 10

    def test_a_budget_is_not_negative(self, world):
        with pytest.raises(IntegrityError), transaction.atomic():
            limits(world, studio=-1)
        with pytest.raises(IntegrityError), transaction.atomic():
            limits(world, month=-1)


@pytest.mark.django_db(transaction=True)
def test_two_who_hold_at_once_cannot_share_the_rest(world):
    """Each looks at what is left and holds it; without the lock both would."""
    limits(world, studio=1)
    runs, gate, told = [run_of(world), run_of(world)], Barrier(2), []

    def hold(run):
        with in_studio(world.ours.studio):
            gate.wait()
            with transaction.atomic():
                budgets.hold_studio(run.project)
                if budgets.left(run.project).studio_month >= 1:
                    budgets.hold(run, quote("1"), RATES)
                    told.append(run.pk)
        connection.close()

    threads = [Thread(target=hold, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(told) == 1
