"""Cohorts and the life of a studio: admitted, suspended, opened again, offboarded."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, Cohort, Membership, Studio
from tests.portal.together import together


@pytest.fixture
def closing(monkeypatch):
    closed = []
    monkeypatch.setattr("portal.live.close_sockets", closed.append)
    return closed


def wave(capacity=1, days=30):
    today = timezone.localdate()
    dates = {"opens_on": today - timedelta(days=60), "closes_on": today + timedelta(days=days)}
    return Cohort.objects.create(name="Second", capacity=capacity, **dates)


def test_a_full_cohort_takes_no_further_studio(world):
    cohort = wave()
    cohort.admit(world.ours.studio, actor=world.admin)
    with pytest.raises(PortalError, match="cohort:full"):
        cohort.admit(world.theirs.studio, actor=world.admin)
    assert cohort.fill == 1
    assert "took “Ours” into the cohort “Second”" in str(AuditEvent.objects.first())


def test_the_same_studio_takes_one_place(world):
    cohort = wave()
    cohort.admit(world.ours.studio, actor=None)
    cohort.admit(world.ours.studio, actor=None)
    assert cohort.fill == 1


def test_a_closed_cohort_takes_nobody(world):
    with pytest.raises(PortalError, match="cohort:closed"):
        wave(days=-1).admit(world.ours.studio, actor=None)


def test_an_offboarded_studio_frees_its_place(world):
    cohort = wave()
    cohort.admit(world.ours.studio, actor=None)
    world.ours.studio.offboard(actor=world.admin, reason="left")
    cohort.admit(world.theirs.studio, actor=None)
    assert cohort.fill == 1


def test_a_cohort_cannot_close_before_it_opens(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        wave(days=-90)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once():
    cohort = wave()
    studios = [Studio.objects.create(name=f"S{n}") for n in range(3)]
    results = together(*[lambda s=s: cohort.admit(s, actor=None) for s in studios])
    assert results.count("cohort:full") == 2
    assert cohort.fill == 1


def test_a_suspended_studio_is_closed_on_the_next_request(
    world, as_person, closing, django_capture_on_commit_callbacks
):
    inside = as_person(world.visitor("producer"))
    with django_capture_on_commit_callbacks(execute=True):
        world.ours.studio.suspend(actor=world.admin, reason="unpaid")
    assert inside.get(f"/projects/{world.ours.project.pk}/").status_code == 403
    assert set(closing) == {user.pk for user in world.ours.people.values()}
    assert "suspended “Ours”: “unpaid”" in str(AuditEvent.objects.first())
    world.ours.studio.reinstate(actor=world.admin)
    assert inside.get(f"/projects/{world.ours.project.pk}/").status_code == 200


def test_offboarding_ends_memberships_and_invitations_for_good(
    world, closing, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        world.ours.studio.offboard(actor=world.admin, reason="finished")
    assert not Membership.objects.filter(studio=world.ours.studio, revoked_at=None).exists()
    world.ours.invitation.refresh_from_db()
    assert world.ours.invitation.state == "revoked"
    assert len(closing) == len(world.ours.people)
    with pytest.raises(PortalError, match="studio:offboarded"):
        world.ours.studio.reinstate(actor=world.admin)
    assert Membership.objects.filter(studio=world.theirs.studio, revoked_at=None).exists()


@pytest.mark.parametrize("action", ["suspend", "offboard"])
def test_the_admin_wants_a_reason(world, as_person, action):
    admin, studio = as_person(world.admin), world.ours.studio
    form = {"action": action, "_selected_action": [str(studio.pk)], "reason": " "}
    admin.post("/admin/portal/studio/", form)
    studio.refresh_from_db()
    assert studio.suspended_at is None
    admin.post("/admin/portal/studio/", {**form, "reason": "because"})
    studio.refresh_from_db()
    assert studio.suspended_at and studio.suspended_reason == "because"
    admin.post("/admin/portal/studio/", {**form, "action": "reinstate"})
    studio.refresh_from_db()
    assert (studio.suspended_at is None) == (action == "suspend")


def test_the_admin_is_told_when_a_cohort_is_full(world, as_person):
    cohort = wave()
    cohort.admit(world.theirs.studio, actor=None)
    studio = world.ours.studio
    form = {"name": studio.name, "cohort": cohort.pk, "quota_bytes": 5}
    form |= {"currency": "USD", "concurrent_runs": 2}
    form |= {f"memberships-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    address = f"/admin/portal/studio/{studio.pk}/change/"
    page = as_person(world.admin).post(address, form, follow=True)
    assert "has all of its 1 studios" in page.text
    studio.refresh_from_db()
    assert (studio.cohort.name, studio.quota_bytes) == ("First wave", 5)
