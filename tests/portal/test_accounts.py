"""What administrators do to accounts: told to the person and the producers, nobody's disguise."""

import smtplib

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from portal.models import AuditEvent, Mail, Notification, SignInLink

PEOPLE = "/admin/portal/user/"


@pytest.fixture
def artist(world):
    return world.visitor("artist")


@pytest.fixture
def act(world, as_person):
    inside = as_person(world.admin)

    def call(action, *people):
        form = {"action": action, "_selected_action": [str(person.pk) for person in people]}
        return inside.post(PEOPLE, form, follow=True)

    return call


def told(kind):
    return {row.user.name: row for row in Notification.objects.filter(kind=kind)}


def test_a_link_goes_to_the_person_and_is_not_shown(artist, act):
    page = act("mail_link", artist)
    (sent,) = mail.outbox
    assert sent.to == [artist.email] and "/enter/" in sent.body
    assert "/enter/" not in page.text and artist.email in page.text
    assert SignInLink.objects.get(user=artist).strong is False
    assert AuditEvent.objects.get(verb="sign_in_link:mailed").facts["person"] == str(artist)


def test_no_page_of_the_administration_shows_the_mail(artist, act, world, as_person):
    act("mail_link", artist)
    assert not Mail.objects.filter(body__contains="/enter/").exists()


@pytest.mark.parametrize(
    ("action", "kind"), [("mail_link", "account.link"), ("reset_factors", "account.factors")]
)
def test_the_person_and_the_producers_are_told(world, artist, act, action, kind):
    act(action, artist)
    assert set(told(kind)) == {"Ours-artist", "Ours-producer"}
    assert told(kind)["Ours-producer"].url == "/studio/audit/"
    assert "Admin of the beta team" in told(kind)["Ours-producer"].sentence
    written = Mail.objects.filter(subject__contains="of the beta team")
    assert {row.user.name for row in written} == {"Ours-artist", "Ours-producer"}
    assert [m.to for m in mail.outbox] == [[artist.email]]


def test_a_link_for_several_goes_to_each(world, act):
    people = [world.visitor("artist"), world.visitor("director")]
    act("mail_link", *people)
    assert {tuple(m.to) for m in mail.outbox} == {(person.email,) for person in people}


def test_somebody_of_the_programme_is_told_by_mail(world, act):
    lead = world.visitor("beta_lead")
    act("reset_factors", lead)
    assert [m.to for m in mail.outbox] == [[lead.email]]
    assert told("account.factors") == {}


@pytest.mark.parametrize("action", ["mail_link", "reset_factors"])
def test_without_mail_nothing_is_done(artist, act, monkeypatch, action):
    def refuse(*_args, **_kwargs):
        raise smtplib.SMTPServerDisconnected

    from tests.world import enrolled

    enrolled(artist)
    factors = Authenticator.objects.filter(user=artist).count()
    monkeypatch.setattr("portal.accounts.send", refuse)
    assert "could not be sent" in act(action, artist).text
    assert not SignInLink.objects.filter(user=artist).exists()
    assert Authenticator.objects.filter(user=artist).count() == factors > 0


def test_an_address_is_not_typed_in(artist, world, as_person):
    form = {"name": "Other", "email": "mine@example.org", "is_active": "on", "programme_role": ""}
    as_person(world.admin).post(f"{PEOPLE}{artist.pk}/change/", form)
    before = artist.email
    artist.refresh_from_db()
    assert (artist.name, artist.email) == ("Other", before)
