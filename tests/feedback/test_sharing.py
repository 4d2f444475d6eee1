"""What a studio lets the beta team read: said by its producers, told in the audit."""

import pytest

from feedback.models import Sharing, shared_studios
from feedback.models.sharing import share
from portal.models import AuditEvent


@pytest.fixture
def house(world):
    Sharing.objects.all().delete()
    return world.ours


def said(house, what):
    return house.studio.pk in set(shared_studios(what).values_list("pk", flat=True))


def test_who_said_nothing_shares_words_and_no_single_answers(house):
    assert (said(house, "words"), said(house, "raw")) == (True, False)


@pytest.mark.parametrize(("words", "raw"), [(True, True), (False, True), (False, False)])
def test_what_is_said_holds_for_this_studio_alone(house, world, words, raw):
    share(actor=house.people["producer"], studio=house.studio, words=words, raw=raw)
    assert (said(house, "words"), said(house, "raw")) == (words, raw)
    assert (said(world.theirs, "words"), said(world.theirs, "raw")) == (True, False)


def test_only_what_changes_is_noted(house):
    producer = house.people["producer"]
    share(actor=producer, studio=house.studio, words=False, raw=False)
    share(actor=producer, studio=house.studio, words=False, raw=True)
    share(actor=producer, studio=house.studio, words=True, raw=True)
    verbs = AuditEvent.objects.filter(verb__startswith="feedback:").order_by("pk")
    assert [event.verb for event in verbs] == [
        "feedback:words_withheld",
        "feedback:raw_shared",
        "feedback:words_shared",
    ]
    assert Sharing.objects.filter(studio=house.studio).count() == 1


def test_a_producer_says_it_on_a_page(house, as_person):
    client = as_person(house.people["producer"])
    assert "Said by" not in client.get("/studio/shared/").text
    answer = client.post("/studio/shared/", {"raw": "on"}, follow=True)
    assert "This is what the beta team reads from now on." in answer.text
    assert "Said by" in answer.text
    assert (said(house, "words"), said(house, "raw")) == (False, True)


@pytest.mark.parametrize("role", ["director", "artist", "reviewer"])
def test_others_may_not(house, as_person, role):
    client = as_person(house.people[role])
    assert client.post("/studio/shared/", {"raw": "on"}).status_code == 403
    assert not Sharing.objects.exists()
