"""What the days of a cohort mean: set up before, work from the opening on, places until the end."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, Cohort, Invitation, Milestone
from portal.signin import invite_by_mail
from projects.announcing import start_upload
from projects.models.requests import request_assistance


def day(days):
    return timezone.localdate() + timedelta(days=days)


def admitted(world, opens, closes=60):
    cohort = Cohort.objects.create(
        name="Spring", capacity=5, opens_on=day(opens), closes_on=day(closes)
    )
    cohort.admit(world.ours.studio, actor=world.admin)
    world.ours.project.studio.refresh_from_db()
    return cohort


def upload(world):
    project = type(world.ours.project).objects.get(pk=world.ours.project.pk)
    return start_upload(
        actor=world.visitor("artist"),
        project=project,
        file_name="a.mov",
        size=10,
        asset=None,
        shot=None,
    )


def ask(world):
    version = type(world.ours.version).objects.get(pk=world.ours.version.pk)
    return request_assistance(
        actor=world.visitor("artist"), tool="shot_breakdown", versions=[version], parameters={}
    )


@pytest.mark.parametrize(
    ("opens", "closes", "state"),
    [(1, 9, "planned"), (0, 9, "open"), (-9, 0, "open"), (-9, -1, "closed")],
)
def test_a_cohort_is_planned_open_and_closed_by_its_days(opens, closes, state):
    assert Cohort(opens_on=day(opens), closes_on=day(closes)).state == state


@pytest.mark.parametrize("work", [upload, ask])
def test_before_the_opening_nothing_is_uploaded_or_asked_for(world, work):
    admitted(world, opens=1)
    with pytest.raises(PortalError, match="cohort:planned") as refused:
        work(world)
    assert day(1).isoformat() in refused.value.as_dict()["message"]


@pytest.mark.parametrize("work", [upload, ask])
def test_from_the_day_on_it_is(world, work):
    admitted(world, opens=0)
    assert work(world).pk


@pytest.mark.parametrize("work", [upload, ask])
def test_a_cohort_that_admits_nobody_any_more_lets_its_studios_work(world, work):
    cohort = admitted(world, opens=-9)
    Cohort.objects.filter(pk=cohort.pk).update(closes_on=day(-1))
    assert work(world).pk


def test_without_a_cohort_no_day_holds_anybody_up(world):
    type(world.ours.studio).objects.filter(pk=world.ours.studio.pk).update(cohort=None)
    assert upload(world).pk


def test_the_api_says_the_day(world, as_person):
    admitted(world, opens=3)
    body = {"project": str(world.ours.project.pk), "file_name": "a.mov", "size": 10}
    answer = as_person(world.visitor("artist")).post("/api/v1/uploads/", body, "application/json")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "cohort:planned"
    assert day(3).isoformat() in answer.json()["error"]["message"]


def test_people_come_in_before_and_see_when_it_begins(world, as_person):
    cohort = admitted(world, opens=3)
    Milestone.objects.create(cohort=cohort, name="Long ago", on=day(-3))
    Milestone.objects.create(cohort=cohort, name="First lessons", on=day(30))
    client = as_person(world.visitor("artist"))
    for address in ("/studio/first-steps/", "/studio/"):
        page = client.get(address).content.decode()
        assert f"Spring begins on {day(3).isoformat()}" in page
        assert "First lessons" in page and "Long ago" not in page


def test_once_it_has_begun_the_days_stay_and_the_notice_goes(world, as_person):
    admitted(world, opens=0)
    page = as_person(world.visitor("artist")).get("/studio/").content.decode()
    assert f"takes studios until {day(60).isoformat()}" in page
    assert "begins on" not in page


def test_a_studio_without_a_cohort_reads_nothing_of_it(world, as_person):
    type(world.ours.studio).objects.filter(pk=world.ours.studio.pk).update(cohort=None)
    assert "Cohort" not in as_person(world.visitor("artist")).get("/studio/").content.decode()


def test_the_invitation_says_when_it_begins_in_the_mail_and_on_its_page(world, client):
    admitted(world, opens=3)
    studio = type(world.ours.studio).objects.get(pk=world.ours.studio.pk)
    invite_by_mail(actor=world.admin, email="early@example.org", role="artist", studio=studio)
    said = mail.outbox[-1].body
    assert f"Spring begins on {day(3).isoformat()}" in said
    link = next(word for word in said.split() if "/invitations/" in word)
    page = client.get("/" + link.split("/", 3)[3]).content.decode()
    assert f"Spring begins on {day(3).isoformat()}" in page


def test_an_invitation_into_a_studio_of_a_closed_cohort_works(world):
    cohort = admitted(world, opens=-9)
    Cohort.objects.filter(pk=cohort.pk).update(closes_on=day(-1))
    studio = type(world.ours.studio).objects.get(pk=world.ours.studio.pk)
    row = invite_by_mail(actor=world.admin, email="late@example.org", role="artist", studio=studio)
    person = Invitation.objects.get(pk=row.pk).accept(name="Late", password="a long sentence")
    assert person.memberships.active().filter(studio=studio).exists()


def test_the_admin_tells_state_and_next_milestone(world, as_person):
    cohort = admitted(world, opens=3)
    Milestone.objects.create(cohort=cohort, name="Kick-off", on=day(3))
    page = as_person(world.admin).get("/admin/portal/cohort/").content.decode()
    assert "begins later" in page and "Kick-off" in page


def test_moving_a_day_or_taking_a_studio_out_is_told(world, as_person):
    cohort, admin = admitted(world, opens=3), as_person(world.admin)
    form = {"name": "Spring", "capacity": 5, "opens_on": day(0), "closes_on": day(60)}
    form |= {f"milestones-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    assert admin.post(f"/admin/portal/cohort/{cohort.pk}/change/", form).status_code == 302
    said = str(AuditEvent.objects.filter(verb="cohort:changed").latest("id"))
    assert f"opens_on of the cohort Spring from {day(3)} to {day(0)}" in said
    studio = world.ours.studio
    form = {"name": studio.name, "cohort": "", "quota_bytes": studio.quota_bytes}
    form |= {"currency": "USD", "concurrent_runs": studio.concurrent_runs}
    form |= {f"memberships-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    assert admin.post(f"/admin/portal/studio/{studio.pk}/change/", form).status_code == 302
    rows = AuditEvent.objects.filter(verb="studio:changed", studio=studio)
    assert {"None"} == {row.facts["after"] for row in rows if row.facts["what"] == "cohort"}
