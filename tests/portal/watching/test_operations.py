"""The page of operations: for administrators, with everything that an operator asks first."""

import pytest
from django.utils import timezone

from portal.access import Role
from portal.models import Studio, Trouble, User, WebhookEndpoint
from portal.watching import gathering

pytestmark = pytest.mark.django_db
PAGE = "/admin/operations/"


@pytest.fixture
def admin(as_person):
    person = User.objects.create(email="op@example.org", name="Op", programme_role=Role.ADMIN)
    return as_person(person)


def test_it_tells_what_works_waits_and_is_wrong(admin):
    studio = Studio.objects.create(name="Nordlicht")
    WebhookEndpoint.objects.create(
        studio=studio, url="https://hooks.example.org/s3cr3t", failing_since=timezone.now()
    )
    Trouble.objects.create(about="x", text="300 messages wait.", seen_at=timezone.now())
    gathering.gather()
    page = admin.get(PAGE).content.decode()
    for said in ("Parts", "Queues", "Workers", "Slow runs", "300 messages wait.", "lasts"):
        assert said in page
    assert "hooks.example.org" in page and "s3cr3t" not in page
    assert "Numbers from rows are of" in page


def test_troubles_that_last_come_before_those_that_are_over(admin):
    now = timezone.now()
    Trouble.objects.create(about="a", text="Lasting one", seen_at=now)
    Trouble.objects.create(about="b", text="Ended one", seen_at=now, over_at=now)
    page = admin.get(PAGE).content.decode()
    assert page.index("Lasting one") < page.index("Ended one")


def test_it_stands_on_the_start_page_of_the_administration(admin):
    assert f'href="{PAGE}"' in admin.get("/admin/").content.decode()


def test_nobody_else_reads_it(as_person):
    lead = User.objects.create(email="l@example.org", name="L", programme_role=Role.BETA_LEAD)
    assert as_person(lead).get(PAGE).status_code in (302, 403)
    assert as_person(None).get(PAGE).status_code == 302


def test_a_part_that_is_away_is_a_line_and_no_error(admin, monkeypatch):
    from portal.watching import operations, queues

    monkeypatch.setattr(operations.here, "look", lambda: {"live": True, "broker": False})
    monkeypatch.setattr(queues, "lengths", dict)
    page = admin.get(PAGE).content.decode()
    assert "does not answer" in page and "The broker does not answer." in page
