"""Who stands at the door is read in one statement, by the rules of the models themselves."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.door import MISSING, OPEN, obstacle
from portal.meeting import known_of, meet
from portal.models import Acceptance, User
from portal.models.agreements import open_agreements
from portal.tenancy import Fence, closed, current
from tests.world import publish


@pytest.fixture
def artist(world):
    return world.visitor("artist")


def met(person):
    """As the next request has them."""
    again = User.objects.get(pk=person.pk)
    with closed():
        meet(again)
        return again, current()


def test_one_statement_tells_all_the_door_asks(artist):
    again = User.objects.get(pk=artist.pk)
    known_of(again)  # the question is put together
    roles = artist.roles
    with closed(), CaptureQueriesContext(connection) as asked:
        meet(again)
        assert obstacle(again) == "" and again.roles == roles
    assert len(asked) == 1


def test_it_opens_the_studios_of_the_person_and_no_others(world, artist):
    _again, fence = met(artist)
    assert fence == Fence(studios=(str(world.ours.studio.pk),), person=str(artist.pk))


def test_nobody_signed_in_opens_nothing(db):
    from django.contrib.auth.models import AnonymousUser

    with closed():
        meet(AnonymousUser())
        assert current() == Fence()


@pytest.mark.parametrize("kind", ["producer", "artist", "reviewer", "beta_lead", "admin"])
def test_it_says_the_same_as_the_models(world, kind):
    person = world.visitor(kind)
    publish("nda")
    publish("beta")
    again, _fence = met(person)
    fresh = User.objects.get(pk=person.pk)
    assert again.roles == fresh.roles
    assert again.known.missing == [pk for pk, _studios in open_agreements(fresh)]
    assert again.known.strong and obstacle(again) == OPEN


def test_a_revoked_or_suspended_membership_is_none(world, artist):
    artist.memberships.update(revoked_at=timezone.now())
    again, fence = met(artist)
    assert again.roles == {} and fence.studios == ()


def test_without_a_second_factor_it_is_missing(artist):
    Authenticator.objects.filter(user=artist).delete()
    again, _fence = met(artist)
    assert not again.known.strong and obstacle(again) == MISSING


def test_words_that_are_in_force_from_tomorrow_stop_nobody_today(artist):
    publish("beta", in_force_from=timezone.now() + timedelta(days=1))
    assert obstacle(met(artist)[0]) == ""


def test_what_is_done_within_a_request_counts_at_once(world, artist):
    """The door uses what was read once; whoever asks later is answered as it is by then."""
    version = publish("beta")
    again, _fence = met(artist)
    assert obstacle(again) == OPEN
    for studio in [None, *again.roles]:
        Acceptance.objects.create(
            version=version, person=again, studio_id=studio, person_name="x", email=again.email
        )
    assert obstacle(again) == ""
