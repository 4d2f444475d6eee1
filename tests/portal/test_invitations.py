"""The only way in: invitations, and what an invitation cannot do."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.access import Role
from portal.errors import PortalError
from portal.models import AuditEvent, Invitation, Membership, User
from portal.models.invitations import REPEAT, invite
from portal.models.secrets import digest
from portal.signin import remind_invited
from tests.world import person

PASSWORD = "a quiet sentence about rain"


def fresh(world, email="nora@example.org", role=Role.ARTIST, house="ours"):
    chosen = getattr(world, house)
    return invite(actor=chosen.people["producer"], email=email, role=role, studio=chosen.studio)


def link(secret):
    return reverse("invitation", args=[secret])


def test_the_secret_is_stored_only_as_its_hash(world):
    invitation, secret = fresh(world)
    assert invitation.secret_hash == digest(secret)
    stored = Invitation.objects.filter(pk=invitation.pk).values()[0]
    assert secret not in map(str, stored.values())


def test_a_new_person_joins_with_name_and_password_and_is_signed_in(world, client):
    _invitation, secret = fresh(world)
    answer = client.post(link(secret), {"name": "Nora", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    nora = User.objects.get(email="nora@example.org")
    assert nora.check_password(PASSWORD)
    assert nora.roles == {world.ours.studio.pk: "artist"}
    assert client.get("/").url == "/accounts/2fa/"  # the next step: a second factor
    assert client.get("/accounts/2fa/").context["user"] == nora
    assert AuditEvent.objects.filter(actor=nora, verb="invitation:accepted").exists()


def test_looking_at_an_invitation_does_not_use_it_up(world, client):
    invitation, secret = fresh(world)
    for _visit in range(3):
        assert client.get(link(secret)).status_code == 200
    assert invitation.state == "open"


def test_a_used_link_is_gone(world, client):
    _invitation, secret = fresh(world)
    client.post(link(secret), {"name": "Nora", "password": PASSWORD})
    client.logout()
    assert client.get(link(secret)).status_code == 410
    assert client.post(link(secret), {"name": "N", "password": PASSWORD}).status_code == 410
    assert Membership.objects.filter(user__email="nora@example.org").count() == 1


@pytest.mark.parametrize("field", ["expires_at", "revoked_at", "accepted_at"])
def test_an_expired_withdrawn_or_accepted_invitation_opens_nothing(world, client, field):
    invitation, secret = fresh(world)
    setattr(invitation, field, timezone.now() - timedelta(seconds=1))
    invitation.save()
    assert client.get(link(secret)).status_code == 410
    with pytest.raises(PortalError, match="invitation:invalid"):
        invitation.accept(name="Nora", password=PASSWORD)


def test_an_invitation_lives_as_long_as_the_settings_say(world, settings):
    settings.INVITATION_LIFE = timedelta(days=2)
    invitation, _secret = fresh(world)
    left = invitation.expires_at - timezone.now()
    assert timedelta(days=1, hours=23) < left <= timedelta(days=2)


@pytest.mark.parametrize("secret", ["x", "A" * 43, "ü", "null"])
def test_a_forged_link_is_gone(world, client, secret):
    assert client.get(link(secret)).status_code == 410


def test_an_invitation_of_a_suspended_studio_opens_nothing(world, client):
    _invitation, secret = fresh(world)
    world.ours.studio.suspended_at = timezone.now()
    world.ours.studio.save()
    assert client.get(link(secret)).status_code == 410


@pytest.mark.parametrize("password", ["short", "q1w2e3r4t5y6", "nora@example.org"])
def test_a_weak_password_is_refused_and_the_invitation_stays_open(world, client, password):
    invitation, secret = fresh(world)
    answer = client.post(link(secret), {"name": "Nora", "password": password})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password"]
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_a_known_person_has_to_sign_in_first(world, client):
    known = world.theirs.people["artist"]
    _invitation, secret = fresh(world, known.email)
    page = client.get(link(secret))
    assert reverse("account_login") in page.text
    client.post(link(secret), {"name": "Impostor", "password": PASSWORD})
    known.refresh_from_db()
    assert known.name != "Impostor"
    assert not Membership.objects.filter(user=known, studio=world.ours.studio).exists()


def test_a_known_person_signed_in_joins_with_the_same_account(world, as_person):
    known = world.theirs.people["artist"]
    _invitation, secret = fresh(world, known.email.upper())
    mine = as_person(known)
    assert mine.get(link(secret)).status_code == 200
    assert mine.post(link(secret)).status_code == 302
    roles = User.objects.get(pk=known.pk).roles
    assert set(roles) == {world.ours.studio.pk, world.theirs.studio.pk}


def test_somebody_else_signed_in_cannot_take_a_known_persons_invitation(world, as_person):
    invitation, secret = fresh(world, world.theirs.people["artist"].email)
    answer = as_person(world.theirs.people["director"]).post(link(secret))
    assert answer.status_code == 403
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_somebody_signed_in_does_not_take_a_strangers_invitation(world, as_person):
    """Accepting would end their own session, and make an account they did not ask for."""
    invitation, secret = fresh(world)
    client = as_person(world.visitor("director"))
    for answer in (client.get(link(secret)), client.post(link(secret), {"name": "x"})):
        assert answer.status_code == 403
        assert "you are signed in as somebody else" in answer.text
    assert client.get("/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.state == "open"


def test_a_known_person_lands_in_the_studio_that_was_joined(world, as_person):
    person = world.visitor("artist")
    _row, secret = fresh(world, person.email, house="theirs")
    answer = as_person(person).post(link(secret))
    assert answer.url == f"{reverse('first_steps')}?studio={world.theirs.studio.pk}"


def test_a_refused_invitation_keeps_what_was_typed(world, as_person):
    email = world.ours.people["director"].email
    page = as_person(world.visitor("producer")).post(
        reverse("studio"), {"email": email, "role": "artist"}
    )
    assert page.status_code == 200
    assert f'value="{email}"' in page.text and 'role="alert"' in page.text


def test_accepting_as_another_person_changes_nothing(world):
    invitation, _secret = fresh(world)
    with pytest.raises(PortalError, match="invitation:other_person"):
        invitation.accept(user=world.beta_lead)
    assert Invitation.objects.get(pk=invitation.pk).state == "open"


def test_a_member_cannot_be_invited_again(world):
    with pytest.raises(PortalError, match="invitation:member"):
        fresh(world, world.ours.people["director"].email.upper())


def test_a_second_invitation_ends_the_first(world):
    first, _secret = fresh(world)
    second, _secret = fresh(world, "NORA@example.org", Role.DIRECTOR)
    first.refresh_from_db()
    assert (first.state, second.state) == ("revoked", "open")


def test_an_invitation_to_another_studio_leaves_mine_open(world):
    mine, _secret = fresh(world)
    fresh(world, house="theirs")
    mine.refresh_from_db()
    assert mine.state == "open"


@pytest.mark.parametrize("email", ["", "nobody", "a b@example.org", "x@example.org\nBcc: y@e.org"])
def test_an_impossible_address_is_refused(world, email):
    with pytest.raises(ValidationError):
        fresh(world, email)


@pytest.mark.parametrize(
    ("role", "inside"),
    [("producer", False), ("reviewer", False), ("admin", True), ("beta_lead", True)],
)
def test_the_database_refuses_a_role_that_does_not_fit(world, role, inside):
    studio = world.ours.studio if inside else None
    with pytest.raises(IntegrityError), transaction.atomic():
        invite(actor=world.admin, email="n@example.org", role=role, studio=studio)


def test_an_invitation_without_a_studio_gives_the_programme_role(world, client):
    _invitation, secret = invite(
        actor=world.admin, email="lead@elsewhere.org", role=Role.BETA_LEAD, studio=None
    )
    client.post(link(secret), {"name": "Leda", "password": PASSWORD})
    leda = User.objects.get(email="lead@elsewhere.org")
    assert (leda.programme_role, leda.is_staff, leda.roles) == ("beta_lead", False, {})


def test_somebody_whose_membership_ended_can_be_invited_again(world, as_person):
    world.ours.memberships["artist"].revoke(actor=world.admin)
    back = world.ours.people["artist"]
    _invitation, secret = fresh(world, back.email, Role.DIRECTOR)
    as_person(back).post(link(secret))
    assert User.objects.get(pk=back.pk).roles == {world.ours.studio.pk: "director"}


def test_without_a_password_a_passkey_is_made_next(world, client):
    _invitation, secret = fresh(world)
    answer = client.post(link(secret), {"name": "Nora", "password": ""})
    assert answer.url == "/accounts/2fa/webauthn/add/"
    assert not User.objects.get(email="nora@example.org").has_usable_password()
    page = client.get(answer.url)
    assert page.status_code == 200 and "passkey-data" in page.text


def test_who_came_in_by_a_link_long_ago_comes_in_anew(world, client):
    """Somebody else may sit there by now, and nothing else would tell them apart."""
    answer = client.post(link(fresh(world)[1]), {"name": "Nora", "password": ""})
    came_in_an_hour_ago(client)
    page = client.get(answer.url)
    assert page.status_code == 403 and "come in again by your link" in page.text


def test_a_password_is_asked_for_instead_where_there_is_one(world, client):
    client.post(link(fresh(world)[1]), {"name": "Nora", "password": "a long sentence of hers"})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    came_in_an_hour_ago(client)
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")


def came_in_an_hour_ago(client):
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


def at(invitation, **ago):
    """The same invitation, as if it had been sent that long ago."""
    past = timezone.now() - timedelta(**ago)
    invitation.sent_at, invitation.expires_at = past, past + timedelta(days=7)
    invitation.save()


def reminded(invitation):
    Invitation.objects.exclude(pk=invitation.pk).update(revoked_at=timezone.now())
    return remind_invited()


@pytest.mark.parametrize(("days", "mails"), [(2, 0), (3, 1), (6, 1), (8, 0)])
def test_an_open_invitation_is_reminded_of_in_its_time(world, days, mails):
    invitation, _secret = fresh(world)
    at(invitation, days=days, minutes=1)
    assert reminded(invitation) == mails == len(mail.outbox)
    assert reminded(invitation) == 0


def test_the_second_reminder_comes_a_day_before_the_end(world):
    invitation, _secret = fresh(world)
    at(invitation, days=6, minutes=1)
    Invitation.objects.filter(pk=invitation.pk).update(
        reminded_at=timezone.now() - timedelta(days=3)
    )
    assert reminded(invitation) == 1
    assert reminded(invitation) == 0


def test_a_reminder_brings_a_link_that_works_and_the_old_one_is_dead(world, client):
    invitation, old = fresh(world)
    at(invitation, days=3, minutes=1)
    reminded(invitation)
    new = mail.outbox[0].body.split("/invitations/")[1].split("/")[0]
    assert "replaces" in mail.outbox[0].body
    assert client.get(link(old)).status_code == 410
    assert client.get(link(new)).status_code == 200


def test_a_reminder_that_cannot_be_mailed_leaves_the_old_link_alive(world, client, monkeypatch):
    invitation, old = fresh(world)
    at(invitation, days=3, minutes=1)

    def broken(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("portal.signin.send", broken)
    assert reminded(invitation) == 0
    assert client.get(link(old)).status_code == 200


def test_sending_again_revives_an_expired_one_with_a_new_link(world, as_person, client):
    invitation, old = fresh(world)
    at(invitation, days=8)
    producer = as_person(world.visitor("producer"))
    assert producer.post(f"/studio/invitations/{invitation.pk}/again/").status_code == 302
    new = mail.outbox[0].body.split("/invitations/")[1].split("/")[0]
    assert client.get(link(old)).status_code == 410
    assert client.get(link(new)).status_code == 200


def test_one_mailbox_is_not_drummed_upon(world, as_person):
    """The first may be sent again at once, after that in a while; the link sent last works."""
    invitation, _old = fresh(world)
    producer, again = as_person(world.visitor("producer")), f"/studio/invitations/{invitation.pk}/"
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    answers = [producer.post(f"{again}again/").status_code for _n in range(3)]
    assert answers == [429, 429, 429] and mail.outbox == []
    Invitation.objects.update(sent_at=timezone.now() - REPEAT)
    answers = [producer.post(f"{again}again/").status_code for _n in range(2)]
    assert answers == [302, 429] and len(mail.outbox) == 1


def test_extending_keeps_the_link(world, client):
    invitation, secret = fresh(world)
    at(invitation, days=8)
    invitation.extend(actor=world.admin)
    assert client.get(link(secret)).status_code == 200


@pytest.mark.parametrize("verb", ["renew", "extend"])
def test_what_was_withdrawn_is_not_revived(world, verb):
    invitation, _secret = fresh(world)
    invitation.revoke(actor=world.admin)
    with pytest.raises(PortalError, match="invitation:closed"):
        getattr(invitation, verb)(actor=world.admin)


class TestWhoeverInvitedAndMayNoMore:
    """What an administrator sent would open the programme long after their own account ended."""

    def change(self, as_person, world, person, **fields):
        form = {"name": person.name, "programme_role": person.programme_role, "is_active": "on"}
        where = reverse("admin:portal_user_change", args=[person.pk])
        kept = {k: v for k, v in {**form, **fields}.items() if v}
        assert as_person(world.admin).post(where, kept).status_code == 302

    @pytest.mark.parametrize("fields", [{"is_active": ""}, {"programme_role": ""}])
    def test_a_former_administrators_invitations_end(self, world, as_person, fields):
        other = person("Other", programme_role="admin")
        sent, _secret = invite(actor=other, email="x@example.org", role="admin", studio=None)
        self.change(as_person, world, other, **fields)
        sent.refresh_from_db()
        assert sent.state == "revoked"

    def test_a_locked_producers_invitations_end(self, world, as_person):
        sent, _secret = fresh(world)
        self.change(as_person, world, world.ours.people["producer"], is_active="")
        sent.refresh_from_db()
        assert sent.state == "revoked"

    def test_a_new_name_ends_nothing(self, world, as_person):
        sent, _secret = fresh(world)
        self.change(as_person, world, world.ours.people["producer"], name="Nora Lind")
        sent.refresh_from_db()
        assert sent.state == "open"
