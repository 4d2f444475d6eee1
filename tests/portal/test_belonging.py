"""Studios and the programme have no people in common; who loses a role takes nobody in by it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.access import Role
from portal.errors import PortalError
from portal.models import AuditEvent, Invitation, Membership, Studio, User
from portal.models.invitations import invite
from tests.world import person


class TestAProducerWhoIsDemoted:
    @pytest.fixture
    def second(self, world):
        """A second producer, who has invited somebody; another waits by the first one."""
        membership = world.ours.memberships["director"]
        membership.change_role(Role.PRODUCER, actor=world.admin)
        invite(
            actor=membership.user,
            email="friend@example.org",
            role=Role.PRODUCER,
            studio=world.ours.studio,
        )
        return membership

    def states(self, world):
        rows = Invitation.objects.filter(studio=world.ours.studio)
        return {row.email: row.state for row in rows}

    def test_their_open_invitations_are_withdrawn_and_that_is_told(self, world, second):
        second.change_role(Role.ARTIST, actor=world.visitor("producer"))
        assert self.states(world) == {
            "friend@example.org": "revoked",
            "new-ours@example.org": "open",
        }
        told = AuditEvent.objects.get(verb="invitation:revoked")
        assert told.sentence == "Ours-producer withdrew the invitation of friend@example.org"

    def test_so_are_expired_ones_which_could_be_extended(self, world, second):
        Invitation.objects.filter(invited_by=second.user).update(expires_at=timezone.now())
        second.change_role(Role.REVIEWER, actor=world.admin)
        assert self.states(world)["friend@example.org"] == "revoked"

    def test_who_stays_a_producer_keeps_them(self, world, second):
        second.change_role(Role.PRODUCER, actor=world.admin)
        assert self.states(world)["friend@example.org"] == "open"

    def test_an_end_of_the_membership_is_told_alike(self, world, second):
        second.revoke(actor=world.admin)
        assert self.states(world)["friend@example.org"] == "revoked"
        assert AuditEvent.objects.filter(verb="invitation:revoked").count() == 1


class TestPeopleOfTheProgramme:
    @pytest.mark.parametrize("kind", ["beta_lead", "admin"])
    def test_they_are_not_invited_to_a_studio(self, world, kind):
        email = world.visitor(kind).email.upper()
        with pytest.raises(PortalError, match="member:programme"):
            invite(
                actor=world.visitor("producer"),
                email=email,
                role=Role.ARTIST,
                studio=world.ours.studio,
            )

    def test_the_page_says_so(self, world, as_person):
        body = {"email": world.beta_lead.email, "role": "artist"}
        answer = as_person(world.visitor("producer")).post("/studio/", body)
        assert answer.status_code == 200 and "belong to no studio" in answer.text
        assert not world.ours.studio.invitations.filter(email=world.beta_lead.email).exists()

    def test_the_admin_does_not_add_them(self, world, as_person):
        body = {"studio": world.ours.studio.pk, "user": world.beta_lead.pk, "role": "artist"}
        answer = as_person(world.admin).post("/admin/portal/membership/add/", body)
        assert answer.status_code == 200 and "belong to no studio" in answer.text
        assert not Membership.objects.filter(user=world.beta_lead).exists()

    def test_an_invitation_of_before_is_of_no_use_to_them(self, world):
        new = person("Late")
        waiting, _secret = invite(
            actor=None, email=new.email, role=Role.ARTIST, studio=world.ours.studio
        )
        User.objects.filter(pk=new.pk).update(programme_role=Role.BETA_LEAD)
        with pytest.raises(PortalError, match="member:programme"):
            waiting.accept(user=User.objects.get(pk=new.pk))
        assert not Membership.objects.filter(user=new).exists()


class TestPeopleOfAStudio:
    def test_they_are_not_invited_to_the_programme(self, world):
        with pytest.raises(PortalError, match="member:has_studio"):
            invite(
                actor=world.admin,
                email=world.visitor("artist").email,
                role=Role.BETA_LEAD,
                studio=None,
            )

    def test_nor_when_their_studio_is_suspended(self, world):
        Studio.objects.filter(pk=world.ours.studio.pk).update(suspended_at=timezone.now())
        with pytest.raises(PortalError, match="member:has_studio"):
            invite(
                actor=world.admin,
                email=world.visitor("artist").email,
                role=Role.ADMIN,
                studio=None,
            )

    def test_the_admin_gives_them_no_role_in_the_programme(self, world, as_person):
        artist = world.visitor("artist")
        where = reverse("admin:portal_user_change", args=[artist.pk])
        body = {"name": artist.name, "email": artist.email, "is_active": "on"}
        answer = as_person(world.admin).post(where, {**body, "programme_role": "admin"})
        assert answer.status_code == 200 and "no role in the programme" in answer.text
        artist.refresh_from_db()
        assert artist.programme_role == ""

    def test_once_they_left_they_may_come(self, world):
        world.ours.memberships["artist"].revoke(actor=world.admin)
        _row, _secret = invite(
            actor=world.admin,
            email=world.visitor("artist").email,
            role=Role.BETA_LEAD,
            studio=None,
        )
