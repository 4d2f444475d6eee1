"""What a studio uses of its quotas, told to its producers and to administrators."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import Studio
from portal.usage import measured, told
from projects import budgets
from projects.assist.palette import Rate
from projects.models import Entry, Run, State, Upload, Version
from projects.models.uploads import used_bytes

pytestmark = pytest.mark.usefixtures("nothing_sent")


@pytest.fixture
def studio(world):
    Studio.objects.filter(pk=world.ours.studio.pk).update(monthly_budget=50, currency="EUR")
    Run.objects.filter(pk=world.ours.run.pk).update(state=State.RUNNING)
    budgets.settle(world.ours.run, Decimal("12.5"), {}, [Rate("image", Decimal(1), "EUR")])
    Version.objects.filter(pk=world.ours.version.pk).update(size=3 * 1024**2)
    return world.ours.studio


def measures(studio):
    return measured(Studio.objects.filter(pk=studio.pk)).get()


def test_amounts_are_those_that_quotas_count(studio):
    row = measures(studio)
    assert row.used_bytes == used_bytes(studio.pk) > 3 * 1024**2
    assert row.used_money == budgets.committed(Entry.objects.filter(studio=row)) == Decimal("12.5")
    assert row.used_runs == 1


def test_an_upload_on_its_way_counts_and_one_that_was_given_up_does_not(world, studio):
    before = measures(studio).used_bytes
    Upload.objects.filter(pk=world.ours.upload.pk).update(state=Upload.State.ABORTED)
    assert measures(studio).used_bytes == before - world.ours.upload.size


def test_they_are_told_with_their_limits(studio):
    rows = {row["label"]: row["value"] for row in told(measures(studio))}
    assert rows["Assistance this month"] == "12.50 EUR of 50.00 EUR"
    assert rows["Runs at once"] == "1 of 4"
    assert rows["Storage"].endswith("of 2.0\xa0TB")


def test_without_a_budget_no_limit_is_told(world):
    rows = {row["label"]: row["value"] for row in told(measures(world.theirs.studio))}
    assert " of " not in rows["Assistance this month"]


def test_money_of_another_currency_and_of_last_month_is_not_counted(world, studio):
    entries = Entry.objects.filter(run=world.ours.run)
    entries.update(at=timezone.now() - timedelta(days=40))
    assert measures(studio).used_money == 0
    entries.update(at=timezone.now(), currency="USD")
    assert measures(studio).used_money == 0


def test_producers_see_it_on_the_studios_page_and_artists_do_not(world, studio, as_person):
    page = as_person(world.visitor("producer")).get(reverse("studio")).content.decode()
    assert "12.50 EUR of 50.00 EUR" in page
    assert "EUR" not in as_person(world.visitor("artist")).get(reverse("studio")).content.decode()


def test_administrators_see_it_in_the_list_and_cannot_delete_a_studio(world, studio, as_person):
    admin = as_person(world.admin)
    page = admin.get(reverse("admin:portal_studio_changelist")).content.decode()
    assert "12.50 EUR of 50.00 EUR" in page
    where = reverse("admin:portal_studio_delete", args=[studio.pk])
    assert admin.post(where, {"post": "yes"}).status_code == 403
    assert "–" in admin.get(reverse("admin:portal_studio_add")).content.decode()


def test_somebody_without_a_studio_is_told_so(world, as_person):
    person = world.visitor("artist")
    person.memberships.all().delete()
    answer = as_person(person).get(reverse("studio"))
    assert answer.status_code == 403
    assert "You belong to no studio at the moment." in answer.content.decode()
