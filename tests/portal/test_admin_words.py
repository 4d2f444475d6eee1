"""What the administration refuses, it refuses in words, and says nothing else beside them."""

import pytest
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from portal.errors import PortalError
from portal.models import Cohort, Invitation, Membership, Milestone, Studio
from portal.models.invitations import invite
from portal.rosters import import_roster

ADMIN = "/admin/portal"
NO_ROWS = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}


@pytest.fixture
def inside(world, as_person):
    return as_person(world.admin)


def rows(prefix, **more):
    return {f"{prefix}-{name}": value for name, value in (NO_ROWS | more).items()}


class TestComingIn:
    @pytest.fixture(params=["offboarded", "closed", "suspended"])
    def shut(self, request, world):
        studio, now = world.ours.studio, timezone.now()
        if request.param == "offboarded":
            studio.offboard(actor=world.admin, reason="left")
        elif request.param == "closed":
            Studio.objects.filter(pk=studio.pk).update(closed_at=now)
        else:
            studio.suspend(actor=world.admin, reason="unpaid")
        return Studio.objects.get(pk=studio.pk)

    def test_nobody_is_invited_into_a_studio_that_is_not_open(self, world, shut):
        before = Invitation.objects.count()
        with pytest.raises(PortalError, match="studio:"):
            invite(actor=world.admin, email="n@example.org", role="artist", studio=shut)
        outcome = import_roster(b"studio,email\nOurs,n@example.org\n", actor=world.admin)
        assert not outcome.invited and "Ours" in outcome.refused[0][1]
        assert Invitation.objects.count() == before

    def test_the_administration_says_so_beside_the_field(self, shut, inside):
        form = {"email": "n@example.org", "role": "artist", "studio": shut.pk}
        page = inside.post(f"{ADMIN}/invitation/add/", form)
        (said,) = page.context["adminform"].form.errors["studio"]
        assert said.startswith("Ours ")

    def test_nor_is_anybody_made_a_member(self, world, shut, inside):
        person = world.theirs.people["artist"]
        form = {"user": person.pk, "studio": shut.pk, "role": "artist"}
        page = inside.post(f"{ADMIN}/membership/add/", form)
        assert "Ours " in str(page.context["adminform"].form.errors)
        assert not Membership.objects.filter(studio=shut, user=person).exists()

    @pytest.mark.parametrize("model", ["invitation", "membership"])
    def test_only_open_studios_are_offered(self, shut, inside, model):
        asked = {"app_label": "portal", "model_name": model, "field_name": "studio"}
        found = inside.get("/admin/autocomplete/", asked | {"term": ""}).json()["results"]
        assert [row["text"] for row in found] == ["Theirs"]


class TestInvitingAgain:
    def test_the_producer_reads_that_the_earlier_one_is_dead(self, world, as_person):
        page = as_person(world.visitor("producer"))
        form = {"email": "again@example.org", "role": "artist"}
        assert "no longer works" not in page.post("/studio/", form, follow=True).text
        answer = page.post("/studio/", form | {"role": "director"}, follow=True)
        assert "The earlier invitation as artist no longer works." in answer.text

    def test_so_does_the_administrator(self, world, inside):
        form = {"email": world.ours.invitation.email, "role": "director"}
        form["studio"] = world.ours.studio.pk
        page = inside.post(f"{ADMIN}/invitation/add/", form, follow=True)
        assert "The earlier invitation as artist no longer works." in page.text


COHORT = {"name": "X", "capacity": 2, "opens_on": "2026-03-01", "closes_on": "2026-04-01"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_on": "2026-02-01"}, "A cohort closes on the day it opens, or later."),
        ({"capacity": 0}, "Enter 1 or more"),
    ],
)
def test_a_cohort_that_cannot_be(inside, db, wrong, said):
    page = inside.post(f"{ADMIN}/cohort/add/", COHORT | wrong | rows("milestones"))
    assert said in page.text and "cohort_" not in page.text.split("errornote")[1][:900]
    assert not Cohort.objects.filter(name="X").exists()


@pytest.mark.parametrize(
    ("day", "fits"), [("2026-02-28", 0), ("2026-03-01", 1), ("2026-04-01", 1), ("2026-04-02", 0)]
)
def test_a_milestone_lies_within_the_days_of_its_cohort(inside, db, day, fits):
    one = rows("milestones", TOTAL_FORMS=1) | {"milestones-0-name": "Day"}
    page = inside.post(f"{ADMIN}/cohort/add/", COHORT | one | {"milestones-0-on": day}, follow=True)
    assert Milestone.objects.filter(name="Day").count() == fits
    assert ("within the cohort" in page.text) == (not fits)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"quota_bytes": -1}, "The storage quota is zero or more bytes."),
        ({"monthly_budget": "-1"}, "The budget is zero or more; empty is no limit."),
        ({"concurrent_runs": 0}, "At least one run at once is needed."),
        ({"currency": "DOL"}, "“DOL” is no currency of ISO 4217 in use."),
    ],
)
def test_a_studio_that_cannot_be(world, inside, wrong, said):
    form = {"name": "Ours", "quota_bytes": 5, "currency": "USD", "concurrent_runs": 2}
    where = f"{ADMIN}/studio/{world.ours.studio.pk}/change/"
    page = inside.post(where, form | wrong | rows("memberships"))
    assert said in page.text and "is violated" not in page.text


def test_a_refused_quota_is_not_shown_as_if_it_held(world, inside):
    form = {"name": "Ours", "quota_bytes": 5, "currency": "DOL", "concurrent_runs": 2}
    where = f"{ADMIN}/studio/{world.ours.studio.pk}/change/"
    page = inside.post(where, form | rows("memberships"))
    told = page.text.replace("\xa0", " ")
    assert f"of {filesizeformat(world.ours.studio.quota_bytes)}".replace("\xa0", " ") in told
    assert "of 5 bytes" not in told and "is no currency" in told


def test_a_role_without_its_studio(world, inside):
    form = {"email": "n@example.org", "role": "artist", "studio": ""}
    page = inside.post(f"{ADMIN}/invitation/add/", form)
    assert "Roles of a studio need a studio" in page.text and "is violated" not in page.text


def test_a_refused_demotion_says_only_that(world, inside):
    last = world.ours.memberships["producer"]
    page = inside.post(f"{ADMIN}/membership/{last.pk}/change/", {"role": "artist"}, follow=True)
    assert "last producer" in page.text and "was changed successfully" not in page.text
    last.refresh_from_db()
    assert last.role == "producer"


def test_a_demotion_that_is_no_trouble_goes_through(world, inside):
    row = world.ours.memberships["director"]
    page = inside.post(f"{ADMIN}/membership/{row.pk}/change/", {"role": "artist"}, follow=True)
    assert "was changed successfully" in page.text
    row.refresh_from_db()
    assert row.role == "artist"


@pytest.mark.usefixtures("nothing_sent")
def test_the_list_of_studios_tells_the_use_in_one_line_a_measure(world, inside):
    page = inside.get(f"{ADMIN}/studio/").text
    assert '<span class="nowrap">0.00 USD</span><br><span class="nowrap">0 of 4</span>' in page
    assert "Assistance this month" not in page
