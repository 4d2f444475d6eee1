"""Switching a mail off from the mail: by its own address, by nobody else's, and by nothing more."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import signing
from django.test import Client

from portal.mailing import silence
from portal.models import Mode
from portal.outbox import kinds, notices

KIND = sorted(dict(kinds.choosable()))[0]


@pytest.fixture
def artist(world):
    return world.visitor("artist")


def path(person, kind=KIND):
    return urlsplit(silence.address(person, kind)).path


def test_a_look_asks_and_a_post_without_a_session_does_it(artist):
    programme = Client(enforce_csrf_checks=True)
    assert programme.get(path(artist)).status_code == 200
    before = notices.modes(artist)
    assert before[KIND] != Mode.OFF
    form = {"List-Unsubscribe": "One-Click"}
    assert programme.post(path(artist), form).status_code == 200
    assert notices.modes(artist) == {**before, KIND: Mode.OFF}


def test_the_daily_mail_takes_with_it_what_came_by_it(artist, client):
    before = notices.modes(artist)
    client.post(path(artist, silence.DIGEST))
    after = notices.modes(artist)
    assert {name for name in before if before[name] != after[name]} == {
        name for name, mode in before.items() if mode == Mode.DIGEST
    }


@pytest.mark.parametrize(
    "told",
    [
        "x",
        "a:b:c",
        signing.dumps(["1", KIND]),  # signed, but not for this
        signing.dumps({"person": 1}, salt=silence.SALT),
        signing.dumps("ab", salt="other"),
    ],
    # What is signed has the second in it: processes would collect tests of different names.
    ids=["a letter", "three parts", "for something else", "of another form", "of another salt"],
)
def test_an_address_that_was_not_made_switches_nothing_off(artist, client, told):
    before = notices.modes(artist)
    assert client.post(f"/mail/off/{told}/").status_code == 404
    assert notices.modes(artist) == before


def test_a_letter_changed_in_it_is_another_address(artist, world, client):
    other = world.visitor("director")
    mine, theirs = silence.token(artist, KIND), silence.token(other, KIND)
    mixed = theirs.partition(":")[0] + ":" + mine.partition(":")[2]
    assert client.post(f"/mail/off/{mixed}/").status_code == 404


def test_who_has_something_to_do_first_can_switch_it_off_all_the_same(artist, as_person, settings):
    settings.MFA_REQUIRED = True
    inside = as_person(artist)
    Authenticator.objects.filter(user=artist).delete()
    assert inside.get("/").status_code == 302
    assert inside.get(path(artist)).status_code == 200
    assert inside.post(path(artist)).status_code == 200
    assert notices.modes(artist)[KIND] == Mode.OFF
