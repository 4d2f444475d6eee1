"""Coming in, going out, passwords and tokens, told in each studio of the person."""

from uuid import uuid4

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from portal.models import ApiToken, AuditEvent, Membership, SignInLink, User
from tests.world import person

PASSWORD = "a long sentence"


def told(verb: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(verb=verb).order_by("studio_name"))


def sign_in(client, email: str, password: str = PASSWORD):
    """By the password alone, as before the first second factor."""
    Authenticator.objects.filter(user__email=email).delete()
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.fixture
def artist(world):
    return world.ours.people["artist"]


def test_a_sign_in_is_told_to_the_persons_studio_with_the_address(artist, client):
    sign_in(client, artist.email)
    event = told("signed_in:password")[0]
    assert (event.studio_name, event.actor) == ("Ours", artist)
    assert event.facts == {"address": "127.0.0.1"}
    assert str(event) == "Ours-artist signed in from 127.0.0.1"


def test_of_a_person_in_two_studios_each_is_told(world, artist, client):
    Membership.objects.create(studio=world.theirs.studio, user=artist, role="artist")
    sign_in(client, artist.email)
    assert [event.studio_name for event in told("signed_in:password")] == ["Ours", "Theirs"]


def test_of_a_person_without_a_studio_the_programme_is_told(world, client):
    sign_in(client, world.beta_lead.email)
    assert [event.studio_id for event in told("signed_in:password")] == [None]


def test_a_refused_sign_in_is_told_without_what_was_typed(world, artist, client):
    sign_in(client, artist.email, "not the password")
    event = told("signed_in:refused")[0]
    assert (event.studio_name, event.actor, event.actor_name) == ("Ours", None, "portal")
    assert event.facts == {"person": "Ours-artist", "address": "127.0.0.1"}


def test_a_refused_sign_in_of_nobody_keeps_no_word_of_it(world, client):
    sign_in(client, "my-password-in-the-wrong@field.example", "x")
    event = told("signed_in:refused")[0]
    assert (event.studio_id, event.facts["person"]) == (None, "?")
    assert "wrong" not in str(event.content())


def test_a_refusal_without_a_request_is_told_as_well(artist):
    assert authenticate(None, username=artist.email, password="no") is None
    assert told("signed_in:refused")[0].facts["address"] == "–"


def test_signing_out_is_told(artist, client):
    sign_in(client, artist.email)
    client.post(reverse("account_logout"))
    assert [str(event) for event in told("signed_out")] == ["Ours-artist signed out"]


def test_signing_out_of_nothing_is_not(db, client):
    client.post(reverse("account_logout"))
    assert told("signed_out") == []


def test_the_way_in_is_told(artist, client):
    client.post(reverse("sign_in_link", args=[SignInLink.issue(artist, strong=True)]))
    assert "with a one-time link" in str(told("signed_in:link")[0])
    assert told("signed_in:password") == []


def test_a_new_password_is_told(artist, client):
    sign_in(client, artist.email)
    new = "quite another sentence"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post(reverse("account_change_password"), form)
    assert [str(event) for event in told("password:changed")] == [
        "Ours-artist changed the password"
    ]


def test_a_password_set_by_mail_is_told(artist, rf):
    password_reset.send(sender=type(artist), request=rf.get("/"), user=artist)
    assert [event.actor for event in told("password:reset")] == [artist]


class TestTokens:
    def test_one_that_is_made_and_revoked_is_told(self, artist):
        token, secret = ApiToken.issue(artist, name="render farm")
        token.revoke()
        made, gone = [
            AuditEvent.objects.get(actor=artist, verb=verb)
            for verb in ("token:made", "token:revoked")
        ]
        assert str(made).startswith(
            "Ours-artist made the API token render farm (read), good until 20"
        )
        assert str(gone) == "Ours-artist revoked the API token render farm of Ours-artist"
        assert secret not in str([made.content(), gone.content()])

    def test_an_administrator_who_revokes_it_is_named(self, world, artist, as_person):
        token, _secret = ApiToken.issue(artist, name="render farm")
        form = {"action": "revoke", "_selected_action": [str(token.pk)]}
        as_person(world.admin).post(reverse("admin:portal_apitoken_changelist"), form)
        assert [e.actor for e in told("token:revoked")] == [world.admin]


def test_factors_and_ended_sessions_are_told(artist, as_person):
    client = as_person(artist)
    factor = Authenticator.objects.get(user=artist)
    request = client.get("/").wsgi_request
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.send(Authenticator, request=request, user=artist, authenticator=factor)
    authentication_failed.send(Authenticator, request=request, user=artist, authenticator=factor)
    session = UserSession.objects.create(user=artist, ip="192.0.2.1", session_key=uuid4().hex)
    client.post(reverse("session_end", args=[session.pk]))
    verbs = ("mfa:added", "mfa:removed", "mfa:renewed", "mfa:refused", "session:ended")
    assert [told(verb)[0].studio_name for verb in verbs] == ["Ours"] * 5
    assert "TOTP" in str(told("mfa:added")[0])


def test_a_passkey_and_a_password_are_told_apart(artist, rf):
    request = rf.post("/")
    request.session = SessionStore()
    for method, way in (("mfa", "passkey"), ("password", "password")):
        request.session.clear()
        record_authentication(request, artist, method)
        user_logged_in.send(User, request=request, user=artist)
        assert told(f"signed_in:{way}")


class TestAdministering:
    def test_what_an_administrator_changes_of_a_person_is_told_before_and_after(
        self, world, artist, as_person
    ):
        form = {"name": "Other", "programme_role": ""}
        where = reverse("admin:portal_user_change", args=[artist.pk])
        as_person(world.admin).post(where, form)
        assert {str(event) for event in told("person:changed")} == {
            "Admin changed name of Other from Ours-artist to Other",
            "Admin changed is_active of Other from True to False",
        }
        assert {event.studio for event in told("person:changed")} == {world.ours.studio}

    def test_so_is_a_role_in_the_programme(self, world, as_person):
        lead = world.beta_lead
        form = {"name": lead.name, "email": lead.email, "programme_role": "admin"}
        where = reverse("admin:portal_user_change", args=[lead.pk])
        as_person(world.admin).post(where, {**form, "is_active": "on"})
        assert [str(event) for event in told("person:changed")] == [
            "Admin changed programme_role of Lead from beta_lead to admin"
        ]

    def test_what_is_changed_of_a_studio_is_told(self, world, as_person):
        studio = world.ours.studio
        values = {f.name: f.value_from_object(studio) for f in studio._meta.fields if f.editable}
        form = {k: v for k, v in values.items() if v is not None} | {"quota_bytes": "5"}
        inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
        where = reverse("admin:portal_studio_change", args=[studio.pk])
        as_person(world.admin).post(where, {**form, **inline})
        event = told("studio:changed")[0]
        assert (event.studio, event.facts["what"]) == (studio, "quota_bytes")
        assert (event.facts["before"], event.facts["after"]) == (str(studio.quota_bytes), "5")

    def test_a_membership_that_an_administrator_adds_is_told(self, world, as_person):
        new = person("New")
        form = {"user": str(new.pk), "studio": str(world.ours.studio.pk), "role": "artist"}
        as_person(world.admin).post(reverse("admin:portal_membership_add"), form)
        assert [str(event) for event in told("member:added")] == ["Admin added New as Artist"]
