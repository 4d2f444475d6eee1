"""Roles in a studio: changing them, ending them, and the last producer."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal import live
from portal.access import Role
from portal.errors import PortalError
from portal.models import AuditEvent, Membership
from tests.portal.together import together


@pytest.fixture
def closed(monkeypatch):
    """Whose sockets were told to close."""
    told = []
    monkeypatch.setattr(live, "publish", lambda groups, message: told.append((groups, message)))
    return told


def change(client, membership, role, **more):
    return client.post(reverse("member", args=[membership.pk]), {"role": role, **more})


def test_a_producer_changes_a_role_and_it_is_written_down(world, as_person):
    artist = world.ours.memberships["artist"]
    assert change(as_person(world.visitor("producer")), artist, "director").status_code == 302
    artist.refresh_from_db()
    assert artist.role == "director"
    assert AuditEvent.objects.first().sentence == "Ours-producer made Ours-artist Director"


def test_an_empty_role_ends_the_membership_and_keeps_the_row(world, as_person):
    artist = world.ours.memberships["artist"]
    asked = change(as_person(world.visitor("producer")), artist, "")
    assert "Remove Ours-artist from the studio?" in asked.text and 'value="yes"' in asked.text
    artist.refresh_from_db()
    assert artist.revoked_at is None
    sure = change(as_person(world.visitor("producer")), artist, "", sure="yes")
    assert sure.status_code == 302
    artist.refresh_from_db()
    assert artist.revoked_at and artist.role == "artist"
    assert "ended the membership of Ours-artist (Artist)" in AuditEvent.objects.first().sentence


@pytest.mark.parametrize("role", ["admin", "beta_lead", "owner", "PRODUCER"])
def test_a_role_that_is_not_of_a_studio_is_refused(world, as_person, role):
    artist = world.ours.memberships["artist"]
    assert change(as_person(world.visitor("producer")), artist, role).status_code == 400
    artist.refresh_from_db()
    assert artist.role == "artist"


@pytest.mark.parametrize("act", ["director", ""])
def test_the_last_producer_stays(world, as_person, act):
    last = world.ours.memberships["producer"]
    answer = change(as_person(world.visitor("producer")), last, act, sure="yes")
    assert answer.status_code == 409
    assert "last producer" in answer.text
    last.refresh_from_db()
    assert last.role == "producer" and last.revoked_at is None


def test_with_a_second_producer_the_first_may_go(world):
    world.ours.memberships["director"].change_role(Role.PRODUCER, actor=world.admin)
    world.ours.memberships["producer"].revoke(actor=world.admin)
    with pytest.raises(PortalError, match="member:last_producer"):
        Membership.objects.get(pk=world.ours.memberships["director"].pk).revoke(actor=world.admin)


def test_a_producer_whose_own_membership_ended_does_not_count(world):
    second = world.ours.memberships["director"]
    second.change_role(Role.PRODUCER, actor=world.admin)
    second.revoke(actor=world.admin)
    with pytest.raises(PortalError, match="member:last_producer"):
        world.ours.memberships["producer"].change_role(Role.ARTIST, actor=world.admin)


@pytest.mark.django_db(transaction=True)
def test_two_producers_cannot_demote_each_other_at_once(world):
    first, second = (world.ours.memberships[kind] for kind in ("producer", "director"))
    second.change_role(Role.PRODUCER, actor=world.admin)

    def demote(membership):
        return lambda: Membership.objects.get(pk=membership.pk).change_role(
            Role.ARTIST, actor=world.admin
        )

    results = together(demote(first), demote(second))
    assert sorted(map(str, results)) == ["None", "member:last_producer"]
    assert Membership.objects.filter(studio=world.ours.studio, role="producer").count() == 1


@pytest.mark.parametrize("kind", ["director", "artist", "reviewer"])
def test_nobody_else_changes_roles_not_even_their_own(world, as_person, kind):
    mine = world.ours.memberships[kind]
    assert change(as_person(world.visitor(kind)), mine, "producer").status_code == 403


def test_a_producer_of_another_studio_cannot_find_our_people(world, as_person):
    theirs = as_person(world.visitor("other"))
    assert change(theirs, world.ours.memberships["artist"], "").status_code == 404
    assert change(theirs, Membership(pk=2**62), "").status_code == 404
    page = theirs.get("/studio/")
    assert "Ours-artist" not in page.text and "Theirs-artist" in page.text


def test_a_person_who_lost_the_membership_is_out_on_the_next_request(world, as_person):
    artist = as_person(world.visitor("artist"))
    project = f"/projects/{world.ours.project.pk}/"
    assert artist.get(project).status_code == 200
    world.ours.memberships["artist"].revoke(actor=world.admin)
    assert artist.get(project).status_code == 403
    assert artist.get("/").status_code == 200


def test_a_person_left_with_another_studio_gets_404_for_the_first(world, as_person):
    both = world.ours.people["artist"]
    Membership.objects.create(studio=world.theirs.studio, user=both, role=Role.ARTIST)
    world.ours.memberships["artist"].revoke(actor=world.admin)
    assert as_person(both).get(f"/projects/{world.ours.project.pk}/").status_code == 404
    assert as_person(both).get(f"/projects/{world.theirs.project.pk}/").status_code == 200


@pytest.mark.parametrize("act", ["change", "revoke"])
def test_a_change_of_access_closes_the_persons_sockets_after_the_commit(
    world, closed, django_capture_on_commit_callbacks, act
):
    membership = world.ours.memberships["artist"]
    with django_capture_on_commit_callbacks(execute=True):
        if act == "change":
            membership.change_role(Role.REVIEWER, actor=world.admin)
        else:
            membership.revoke(actor=world.admin)
        assert closed == []
    assert closed == [([f"user.{membership.user_id}"], {"type": "close"})]


def test_a_refused_change_closes_nothing(world, closed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(PortalError):
        world.ours.memberships["producer"].revoke(actor=world.admin)
    assert closed == []


def test_the_database_holds_one_active_membership_a_person_and_studio(world):
    mine = world.ours.memberships["artist"]
    twice = Membership(studio=mine.studio, user=mine.user, role="director")
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    mine.revoke(actor=world.admin)
    twice.save()


@pytest.mark.parametrize("role", ["admin", "beta_lead", ""])
def test_the_database_refuses_a_role_of_the_programme_in_a_studio(world, role):
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(studio=world.ours.studio, user=world.beta_lead, role=role)


class TestOverTheApi:
    def address(self, membership):
        return f"/api/v1/memberships/{membership.pk}/"

    def test_patch_changes_the_role(self, world, as_person):
        producer = as_person(world.visitor("producer"))
        artist = world.ours.memberships["artist"]
        body = {"role": "director"}
        answer = producer.patch(self.address(artist), body, content_type="application/json")
        assert answer.status_code == 200 and answer.json()["role"] == "director"
        assert AuditEvent.objects.filter(verb="member:role").exists()

    def test_patch_cannot_move_a_membership_to_another_studio_or_person(self, world, as_person):
        producer, artist = as_person(world.visitor("producer")), world.ours.memberships["artist"]
        body = {"studio": str(world.theirs.studio.pk), "user": str(world.admin.pk)}
        producer.patch(self.address(artist), body, content_type="application/json")
        artist.refresh_from_db()
        assert artist.studio == world.ours.studio and artist.user == world.visitor("artist")

    def test_delete_ends_it(self, world, as_person):
        producer, artist = as_person(world.visitor("producer")), world.ours.memberships["artist"]
        assert producer.delete(self.address(artist)).status_code == 204
        assert producer.get(self.address(artist)).status_code == 404

    def test_the_last_producer_stays_here_too(self, world, as_person):
        producer, last = as_person(world.visitor("producer")), world.ours.memberships["producer"]
        answer = producer.delete(self.address(last))
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "member:last_producer"

    def test_a_reviewer_sees_only_their_own_membership(self, world, as_person):
        rows = as_person(world.visitor("reviewer")).get("/api/v1/memberships/").json()["results"]
        assert [row["user"]["name"] for row in rows] == ["Ours-reviewer"]
