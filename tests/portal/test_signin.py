"""Signing in: closed sign-up, passwords, one-time links, leaving."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.errors import PortalError
from portal.models import AuditEvent, SignInLink, User
from portal.models.secrets import digest
from tests.portal.together import together


@pytest.fixture
def artist(world):
    return world.visitor("artist")


def address(secret):
    return reverse("sign_in_link", args=[secret])


def signed_in(client):
    return client.get("/").status_code == 200


def test_sign_up_is_closed(world, client):
    people = User.objects.count()
    form = {"email": "nora@example.org", "password1": "a quiet sentence about rain"}
    for answer in (client.get("/accounts/signup/"), client.post("/accounts/signup/", form)):
        assert answer.status_code == 200
        assert "signup_closed" in {t.name.split("/")[-1].split(".")[0] for t in answer.templates}
    assert User.objects.count() == people


def test_a_link_signs_in_once(artist, client):
    secret = SignInLink.issue(artist, strong=True)
    assert client.post(address(secret)).status_code == 302
    assert signed_in(client)
    client.logout()
    assert client.post(address(secret)).status_code == 410
    assert not signed_in(client)


def test_visiting_the_link_signs_nobody_in_and_uses_nothing_up(artist, client):
    secret = SignInLink.issue(artist)
    assert client.get(address(secret)).status_code == 200
    assert client.head(address(secret)).status_code == 200
    assert not signed_in(client)
    assert SignInLink.redeem(secret).user == artist


def test_signing_in_by_link_is_written_down(artist, client):
    client.post(address(SignInLink.issue(artist, strong=True)))
    assert (
        str(AuditEvent.objects.first())
        == f"{artist.name} signed in with a one-time link from 127.0.0.1"
    )


def test_a_link_that_was_mailed_still_asks_for_the_second_factor(artist, client):
    Authenticator.objects.filter(user=artist).delete()
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(artist, secret)
    answer = client.post(address(SignInLink.issue(artist)))
    assert answer.url == "/accounts/2fa/authenticate/"
    assert not signed_in(client)
    assert not AuditEvent.objects.filter(verb__startswith="signed_in:").exists()
    counter = next(auth.yield_hotp_counters_from_time())
    form = {"code": auth.format_hotp_value(auth.hotp_value(secret, counter))}
    assert client.post("/accounts/2fa/authenticate/", form).status_code == 302
    assert signed_in(client)
    assert AuditEvent.objects.filter(verb="signed_in:link", actor=artist).exists()


def test_whoever_has_no_factor_comes_by_a_mailed_link_as_far_as_to_set_one_up(artist, client):
    Authenticator.objects.filter(user=artist).delete()
    assert client.post(address(SignInLink.issue(artist))).url == "/"
    assert client.get("/").url == "/accounts/2fa/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200


def test_the_link_is_kept_as_a_hash(artist):
    secret = SignInLink.issue(artist)
    assert SignInLink.objects.get().secret_hash == digest(secret)


def test_an_expired_link_signs_nobody_in(artist, client):
    secret = SignInLink.issue(artist)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(address(secret)).status_code == 410
    assert not signed_in(client)


def test_a_forged_link_signs_nobody_in(world, client):
    assert client.post(address("guess")).status_code == 410


def test_a_link_of_somebody_who_may_no_longer_sign_in_is_dead(artist, client):
    secret = SignInLink.issue(artist)
    artist.is_active = False
    artist.save()
    assert client.post(address(secret)).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_signs_in(world):
    secret = SignInLink.issue(world.visitor("artist"))
    results = together(*[lambda: SignInLink.redeem(secret).pk] * 3)
    assert results.count("sign_in_link:invalid") == 2


def test_redeeming_twice_raises(artist):
    secret = SignInLink.issue(artist)
    SignInLink.redeem(secret)
    with pytest.raises(PortalError, match="sign_in_link:invalid"):
        SignInLink.redeem(secret)


class TestPasswords:
    def sign_in(self, client, user, password="a long sentence"):
        form = {"login": user.email, "password": password}
        return client.post("/accounts/login/", form)

    def asked_for_the_second(self, client):
        return client.get("/accounts/2fa/authenticate/").status_code == 200

    def test_the_right_one_is_half_of_it(self, artist, client):
        assert self.sign_in(client, artist).url == "/accounts/2fa/authenticate/"
        assert self.asked_for_the_second(client) and not signed_in(client)

    def test_case_of_the_address_does_not_matter(self, artist, client):
        form = {"login": artist.email.upper(), "password": "a long sentence"}
        client.post("/accounts/login/", form)
        assert self.asked_for_the_second(client)

    def test_a_wrong_one_does_not(self, artist, client):
        assert self.sign_in(client, artist, "another sentence").status_code == 200
        assert not signed_in(client)

    def test_somebody_switched_off_does_not_come_in(self, artist, client):
        artist.is_active = False
        artist.save()
        self.sign_in(client, artist)
        assert not signed_in(client)

    def test_somebody_switched_off_is_out_on_the_next_request(self, artist, as_person):
        inside = as_person(artist)
        assert signed_in(inside)
        artist.is_active = False
        artist.save()
        assert inside.get("/").status_code == 302

    def test_the_next_page_is_never_on_another_host(self, artist, client):
        Authenticator.objects.filter(user=artist).delete()
        form = {"login": artist.email, "password": "a long sentence", "next": "https://evil.test/"}
        assert client.post("/accounts/login/", form).url == "/"

    def test_a_reset_mail_goes_to_the_known_and_the_page_tells_nothing(self, artist, client):
        pages = []
        for email in (artist.email, "stranger@example.org"):
            answer = client.post("/accounts/password/reset/", {"email": email}, follow=True)
            pages.append((answer.status_code, answer.request["PATH_INFO"]))
        assert pages[0] == pages[1]
        linked = [m for m in mail.outbox if "/accounts/password/reset/key/" in m.body]
        assert [m.to for m in linked] == [[artist.email]]

    def test_nor_does_it_when_no_mail_goes(self, artist, client, monkeypatch):
        def refuse(*_args, **_kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("portal.signin.send", refuse)
        pages = []
        for email in (artist.email, "stranger@example.org"):
            answer = client.post("/accounts/password/reset/", {"email": email}, follow=True)
            pages.append((answer.status_code, answer.request["PATH_INFO"]))
        assert pages[0] == pages[1]

    def test_signing_out_ends_the_session(self, artist, as_person):
        inside = as_person(artist)
        inside.post("/accounts/logout/")
        assert not signed_in(inside)


def test_an_anonymous_visitor_is_asked_to_sign_in_and_comes_back(world, client):
    answer = client.get("/runs/?state=active")
    assert answer.url == "/accounts/login/?next=/runs/%3Fstate%3Dactive"


def test_an_anonymous_form_is_refused_not_redirected(world, client):
    assert client.post("/studio/", {}).status_code == 401
    assert client.get("/runs/", headers={"hx-request": "true"}).status_code == 401
