"""Second factors and sessions: codes, clocks, the last factor, ending a session."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.test import Client

from portal.models import AuditEvent, User
from projects.models import Decision
from tests.world import person

PASSWORD = "a long sentence"


@pytest.fixture
def secret():
    return auth.generate_totp_secret()


@pytest.fixture
def nora(db, secret):
    user = person("Nora")
    auth.TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return user


def half(user):
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def code(secret, steps=0):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps))


def inside(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_may_be_half_a_minute_off(nora, secret, steps):
    client = half(nora)
    client.post("/accounts/2fa/authenticate/", {"code": code(secret, steps)})
    assert inside(client)


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_wrong_clock_is_told_what_to_do(nora, secret, steps):
    client = half(nora)
    page = client.post("/accounts/2fa/authenticate/", {"code": code(secret, steps)})
    assert "clock of your phone" in page.text
    assert not inside(client)


def test_a_recovery_code_works_once(nora):
    one = Authenticator.objects.get(user=nora, type="recovery_codes").wrap().generate_codes()[0]
    first, second = half(nora), half(nora)
    first.post("/accounts/2fa/authenticate/", {"code": one})
    second.post("/accounts/2fa/authenticate/", {"code": one})
    assert inside(first) and not inside(second)


def test_the_secret_is_kept_encrypted(nora, secret):
    kept = Authenticator.objects.get(user=nora, type="totp").data["secret"]
    assert secret not in kept


def test_the_last_factor_is_not_removed(nora, secret):
    client = half(nora)
    client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.post("/accounts/2fa/totp/deactivate/")
    assert "only second factor" in page.text
    assert Authenticator.objects.filter(user=nora, type="totp").exists()


def test_setting_one_up_shows_the_recovery_codes_once(db):
    user = person("Nora")
    client = half(user)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    shown = client.session[auth.SECRET_SESSION_KEY]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(shown)})
    assert answer.url == "/accounts/2fa/recovery-codes/"
    codes = RecoveryCodes(Authenticator.objects.get(user=user, type="recovery_codes"))
    first = client.get(answer.url).text
    assert all(one in first for one in codes.generate_codes())
    assert not any(one in client.get(answer.url).text for one in codes.generate_codes())


def test_a_link_alone_does_not_replace_a_factor(nora, client):
    from portal.models import SignInLink

    client.post(f"/enter/{SignInLink.issue(nora, strong=True)}/")
    assert inside(client)
    answer = client.get("/accounts/2fa/webauthn/add/")
    assert answer.status_code == 302 and "reauthenticate" in answer.url


def test_a_session_that_is_ended_is_out_and_its_sockets_close(world, as_person, monkeypatch):
    closed = []
    monkeypatch.setattr("portal.factors.close_sockets", closed.append)
    user = world.visitor("artist")
    other = as_person(user)
    row = UserSession.objects.create(
        user=user, ip="192.0.2.1", user_agent="Other", session_key=other.session.session_key
    )
    mine = as_person(user)
    assert "Other" in mine.get("/accounts/sessions/").text
    assert other.get("/").status_code == 200
    mine.post(f"/account/sessions/{row.pk}/end/")
    assert other.get("/").url.startswith("/accounts/login/")
    assert mine.get("/").status_code == 200
    assert closed == [user.pk]


def test_the_session_one_comes_by_can_be_ended_too(world, as_person):
    user = world.visitor("artist")
    mine = as_person(user)
    row = UserSession.objects.create(
        user=user, ip="192.0.2.1", session_key=mine.session.session_key
    )
    assert mine.post(f"/account/sessions/{row.pk}/end/").status_code == 302
    assert mine.get("/").url.startswith("/accounts/login/")
    assert AuditEvent.objects.filter(actor=user, verb="session:ended").exists()


def test_an_administrator_removes_the_factors_of_a_lost_phone(world, as_person):
    artist = world.visitor("artist")
    form = {"action": "reset_factors", "_selected_action": [str(artist.pk)]}
    as_person(world.admin).post("/admin/portal/user/", form)
    assert not Authenticator.objects.filter(user=artist).exists()


class TestShownStudio:
    @pytest.fixture
    def both(self, world, as_person):
        user = world.ours.people["artist"]
        type(world.ours.memberships["artist"]).objects.create(
            studio=world.theirs.studio, user=user, role="artist"
        )
        return as_person(User.objects.get(pk=user.pk))

    def test_lists_show_all_until_one_is_chosen(self, world, both):
        page = both.get("/projects/").text
        assert "Ours film" in page and "Theirs film" in page
        both.post("/studio/shown/", {"studio": world.ours.studio.pk, "next": "/projects/"})
        page = both.get("/projects/").text
        assert "Ours film" in page and "Theirs film" not in page
        both.post("/studio/shown/", {"studio": ""})
        assert "Theirs film" in both.get("/projects/").text

    def test_what_a_link_names_opens_whichever_is_shown(self, world, both):
        both.post("/studio/shown/", {"studio": world.ours.studio.pk})
        assert both.get(f"/projects/{world.theirs.project.pk}/").status_code == 200

    def test_a_studio_of_others_cannot_be_chosen(self, world, as_person):
        outside = as_person(world.visitor("other"))
        form = {"studio": world.ours.studio.pk}
        assert outside.post("/studio/shown/", form).status_code == 404

    def test_the_way_back_is_on_this_host(self, both):
        form = {"studio": "", "next": "https://evil.example/"}
        assert both.post("/studio/shown/", form).url == "/"


def test_the_first_steps_tell_what_is_done(world, as_person):
    page = as_person(world.visitor("producer")).get("/studio/first-steps/")
    done = {str(step["label"]): step["done"] for step in page.context["steps"]}
    assert done["Upload a film"] and done["Invite a colleague"]
    reviewer = as_person(world.visitor("reviewer")).get("/studio/first-steps/")
    labels = [str(step["label"]) for step in reviewer.context["steps"]]
    assert labels == ["Write a note on a frame", "Say what it was worth"]


def test_deciding_is_a_step_of_ones_own(world, as_person):
    told, made = {}, {}
    for kind in ("producer", "director"):
        person = world.visitor(kind)
        made[kind] = Decision.objects.filter(person=person).exists()
        page = as_person(person).get("/studio/first-steps/")
        told[kind] = {str(step["label"]): step["done"] for step in page.context["steps"]}
    assert {kind: done["Look and decide"] for kind, done in told.items()} == made
    assert sorted(made.values()) == [False, True], "one of them has decided, the other has not"


def test_ones_own_invitation_is_no_colleague(world, as_person):
    producer, studio = world.visitor("producer"), world.ours.studio
    studio.memberships.exclude(user=producer).delete()
    studio.invitations.update(email=producer.email)
    page = as_person(producer).get("/studio/first-steps/")
    done = {str(step["label"]): step["done"] for step in page.context["steps"]}
    assert not done["Invite a colleague"]


@pytest.mark.parametrize("model", [Authenticator, UserSession])
def test_the_admin_has_no_page_of_secrets(model):
    assert not admin.site.is_registered(model)
