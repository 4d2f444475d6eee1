"""Cohorts and the life of a studio: admitted, suspended, opened again, offboarded."""

from datetime import timedelta

import pytest
from django.core import mail as outgoing
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, Cohort, Mail, Membership, Studio
from portal.outbox import mails
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
    assert "took Ours into the cohort Second" in str(AuditEvent.objects.first())


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
    assert "suspended Ours: unpaid" in str(AuditEvent.objects.first())
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


def mailed(what):
    rows = Mail.objects.filter(subject__contains=what).select_related("user")
    return {row.user.name for row in rows}


ROLES = ("producer", "director", "artist", "reviewer", "ungranted")
EVERYBODY = {f"Ours-{role}" for role in ROLES}


@pytest.mark.parametrize(
    ("action", "subject"),
    [("suspend", "Ours is suspended"), ("offboard", "Ours has left the programme")],
)
def test_its_people_are_told_by_mail_with_the_reason(world, as_person, action, subject):
    form = {"action": action, "_selected_action": [str(world.ours.studio.pk)]}
    form["reason"] = "The bill is open"
    page = as_person(world.admin).post("/admin/portal/studio/", form, follow=True)
    assert "Its people are told by mail" in page.text
    assert mailed(subject) == EVERYBODY
    assert "The bill is open" in Mail.objects.filter(subject__contains=subject).first().body
    mails.send_due(world.ours.studio.pk)
    assert {m.to[0] for m in outgoing.outbox if subject in m.subject} == {
        person.email for person in world.ours.people.values()
    }


def test_opening_again_is_told_too(world, as_person):
    admin = as_person(world.admin)
    form = {"action": "reinstate", "_selected_action": [str(world.ours.studio.pk)]}
    assert "is open already" in admin.post("/admin/portal/studio/", form, follow=True).text
    world.ours.studio.suspend(actor=world.admin, reason="unpaid")
    assert "is open again" in admin.post("/admin/portal/studio/", form, follow=True).text
    assert mailed("Ours is open again") == EVERYBODY


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("suspend", "Ours is suspended (&lt;unpaid&gt;)."),
        ("offboard", "has left the programme (&lt;unpaid&gt;)."),
    ],
)
def test_its_people_read_what_happened(world, as_person, verb, said):
    inside = as_person(world.visitor("artist"))
    getattr(world.ours.studio, verb)(actor=world.admin, reason="<unpaid>")
    for address in ("/", "/projects/"):
        answer = inside.get(address)
        assert answer.status_code == 403 and said in answer.text, address


def test_whoever_has_another_studio_works_on_there(world, as_person):
    artist = world.visitor("artist")
    Membership.objects.create(studio=world.theirs.studio, user=artist, role="artist")
    inside = as_person(artist)
    world.ours.studio.suspend(actor=world.admin, reason="unpaid")
    assert inside.get("/").status_code == 200


def test_whoever_was_let_go_before_reads_nothing_of_it(world, as_person):
    artist = world.visitor("artist")
    inside = as_person(artist)
    world.ours.memberships["artist"].revoke(actor=world.admin)
    world.ours.studio.offboard(actor=world.admin, reason="unpaid")
    assert "unpaid" not in inside.get("/").text
    assert "Ours-artist" not in mailed("Ours has left")


def test_the_list_tells_offboarded_from_closed(world, as_person):
    world.ours.studio.offboard(actor=world.admin, reason="finished")
    Studio.objects.filter(pk=world.theirs.studio.pk).update(closed_at=timezone.now())
    page = as_person(world.admin).get("/admin/portal/studio/").text
    assert "offboarded · 20" in page and "closed, everything deleted · 20" in page


def test_what_left_is_not_suspended_any_more(world, as_person):
    world.ours.studio.offboard(actor=world.admin, reason="finished")
    form = {"action": "suspend", "_selected_action": [str(world.ours.studio.pk)], "reason": "x"}
    page = as_person(world.admin).post("/admin/portal/studio/", form, follow=True)
    assert "has left the programme" in page.text
    assert Studio.objects.get(pk=world.ours.studio.pk).suspended_reason == "finished"
    with pytest.raises(PortalError, match="studio:offboarded"):
        world.ours.studio.suspend(actor=world.admin, reason="x")


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
