"""Two acceptances at the same moment."""

import pytest
from django.core import mail
from django.urls import reverse

from portal.access import Role
from portal.models import Invitation, Membership, User
from portal.models.invitations import invite
from tests.portal.together import together

PASSWORD = "a quiet sentence about rain"


def opened(house, email="nora@example.org"):
    return invite(
        actor=house.people["producer"], email=email, role=Role.ARTIST, studio=house.studio
    )[0]


def accept(invitation, **given):
    def call():
        return str(Invitation.objects.get(pk=invitation.pk).accept(**given))

    return call


@pytest.mark.django_db(transaction=True)
def test_one_of_two_acceptances_wins_and_the_other_is_told(world):
    invitation = opened(world.ours)
    given = {"password": PASSWORD}
    results = together(
        accept(invitation, name="One", **given), accept(invitation, name="Two", **given)
    )
    assert "invitation:invalid" in results
    assert {"One", "Two"} & set(results)
    assert Membership.objects.filter(user__email="nora@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_known_person_accepting_twice_is_a_member_once(world):
    known = world.theirs.people["artist"]
    invitation = opened(world.ours, known.email)
    results = together(*[accept(invitation, user=known)] * 3)
    assert results.count("invitation:invalid") == 2
    assert Membership.objects.filter(user=known, studio=world.ours.studio).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_person_accepting_two_studios_at_once_gets_one_account_and_no_failure(world):
    calls = [
        accept(opened(house), name="Nora", password=PASSWORD)
        for house in (world.ours, world.theirs)
    ]
    results = together(*calls)
    assert sorted(results) in (["Nora", "Nora"], ["Nora", "invitation:invalid"])
    assert User.objects.filter(email="nora@example.org").count() == 1
    still_open = Invitation.objects.open().filter(email="nora@example.org").count()
    assert still_open == results.count("invitation:invalid")


class TestInvitingFromThePages:
    def test_the_mail_carries_the_link_and_the_page_does_not(self, world, as_person, settings):
        settings.PUBLIC_URL = "https://portal.example/"
        producer = as_person(world.visitor("producer"))
        form = {"email": "nora@example.org", "role": "artist"}
        answer = producer.post("/studio/", form, follow=True)
        (sent,) = mail.outbox
        assert sent.to == ["nora@example.org"]
        assert "https://portal.example/invitations/" in sent.body
        secret = sent.body.split("/invitations/")[1].split("/")[0]
        assert Invitation.by_secret(secret).email == "nora@example.org"
        assert secret not in answer.text and "nora@example.org" in answer.text

    @pytest.mark.parametrize("role", ["admin", "beta_lead", "", "owner"])
    def test_a_producer_cannot_hand_out_a_programme_role(self, world, as_person, role):
        producer = as_person(world.visitor("producer"))
        form = {"email": "nora@example.org", "role": role}
        answer = producer.post("/studio/", form)
        assert answer.status_code == 200 and answer.context["form"].errors
        assert not mail.outbox

    @pytest.mark.parametrize("kind", ["director", "artist", "reviewer", "beta_lead", "admin"])
    def test_nobody_but_a_producer_invites(self, world, as_person, kind):
        form = {"email": "nora@example.org", "role": "artist"}
        assert as_person(world.visitor(kind)).post("/studio/", form).status_code == 403
        assert not mail.outbox

    def test_a_producer_of_another_studio_cannot_invite_into_ours(self, world, as_person):
        theirs = as_person(world.visitor("other"))
        form = {"email": "nora@example.org", "role": "artist"}
        answer = theirs.post(f"/studio/?studio={world.ours.studio.pk}", form)
        assert answer.status_code == 404
        body = {**form, "studio": str(world.ours.studio.pk)}
        answer = theirs.post("/api/v1/invitations/", body, content_type="application/json")
        assert answer.status_code == 404
        assert not mail.outbox

    def test_a_producer_here_who_is_an_artist_there_invites_only_here(self, world, as_person):
        both = world.ours.people["producer"]
        Membership.objects.create(studio=world.theirs.studio, user=both, role=Role.ARTIST)
        form = {"email": "nora@example.org", "role": "artist"}
        there = f"/studio/?studio={world.theirs.studio.pk}"
        assert as_person(both).post(there, form).status_code == 403
        assert as_person(both).get(there).status_code == 200

    def test_an_open_invitation_is_withdrawn_by_a_producer_only(self, world, as_person):
        address = reverse("invitation_withdraw", args=[world.ours.invitation.pk])
        assert as_person(world.visitor("other")).post(address).status_code == 404
        assert as_person(world.visitor("director")).post(address).status_code == 403
        assert as_person(world.visitor("producer")).post(address).status_code == 302
        world.ours.invitation.refresh_from_db()
        assert world.ours.invitation.state == "revoked"
        assert as_person(world.visitor("producer")).post(address).status_code == 404

    def test_over_the_api_the_secret_is_not_in_the_answer(self, world, as_person):
        producer = as_person(world.visitor("producer"))
        body = {"email": "n@example.org", "role": "artist", "studio": str(world.ours.studio.pk)}
        answer = producer.post("/api/v1/invitations/", body, content_type="application/json")
        assert answer.status_code == 201
        assert set(answer.json()) == {
            *["id", "studio", "email", "role", "state", "created_at", "expires_at"]
        }
        assert len(mail.outbox) == 1
        gone = producer.delete(f"/api/v1/invitations/{answer.json()['id']}/")
        assert gone.status_code == 204
        assert Invitation.objects.get(pk=answer.json()["id"]).state == "revoked"
