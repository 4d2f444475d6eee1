"""What is left of each limit, by the ledger."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.models import Studio
from projects import budgets
from projects.models import Project
from tests.projects.palette_made import make_entry, make_policy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_sent")]
LIMITS = {"monthly_limit": Decimal(50), "total_limit": Decimal(80)}


@pytest.fixture
def project(world) -> Project:
    Studio.objects.filter(pk=world.ours.studio.pk).update(monthly_budget=Decimal(100))
    make_policy(world.ours.project, **LIMITS)
    return Project.objects.select_related("studio").get(pk=world.ours.project.pk)


def rest(project: Project) -> list[Decimal | None]:
    left = budgets.left(project)
    return [left.studio_month, left.project_month, left.project_total]


def test_without_limits_none_is_told(world):
    left = budgets.left(world.ours.project)
    assert (left.currency, left.studio_month, left.project_total) == ("USD", None, None)


def test_nothing_spent_leaves_everything(project):
    assert rest(project) == [100, 50, 80]


def test_what_is_held_is_taken_off_until_it_is_released(project):
    held = make_entry(project, "hold", "10")
    assert rest(project) == [90, 40, 70]
    make_entry(project, "release", "10", held.run)
    assert rest(project) == [100, 50, 80]


def test_a_cost_takes_the_place_of_its_hold(project):
    held = make_entry(project, "hold", "10")
    budgets.settle(held.run, Decimal("4.0001"), {}, [])
    assert rest(project) == [Decimal("95.9999"), Decimal("45.9999"), Decimal("75.9999")]


def test_last_months_cost_is_not_this_months_but_an_open_hold_still_is(project):
    before = timezone.now().replace(day=1, hour=0, minute=0, second=0) - timedelta(seconds=1)
    make_entry(project, "cost", "7", at=before)
    assert rest(project) == [100, 50, 73]
    make_entry(project, "hold", "5", at=before)
    assert rest(project) == [95, 45, 68]


def test_other_projects_count_for_the_studio_other_studios_and_currencies_for_nothing(
    project, world
):
    other = Project.objects.create(studio=project.studio, name="Other", code="OTH")
    make_entry(other, "cost", "3")
    make_entry(world.theirs.project, "cost", "11")
    make_entry(project, "cost", "13", currency="EUR")
    assert rest(project) == [97, 50, 80]


def test_what_is_overspent_is_less_than_nothing(project):
    make_entry(project, "cost", "60")
    assert rest(project) == [40, -10, 20]


def test_one_query_when_the_policy_is_known(project, django_assert_num_queries):
    make_entry(project, "cost", "3")
    policy = project.policy
    with django_assert_num_queries(1):
        budgets.left(project, policy)
