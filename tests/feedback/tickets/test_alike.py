"""What was told before: found by stems, and by nobody who may not read it."""

import pytest
from django.utils import timezone

from feedback.models import Ticket, Topic
from feedback.tickets.alike import AT_MOST, alike, topics_like
from tests.tickets import make_ticket


@pytest.fixture
def house(world):
    Ticket.objects.all().delete()
    return world.ours


def told(house, title, **more):
    return make_ticket(house.studio, house.people["producer"], title=title, **more)


def titles(text, person):
    return [one.title for one in alike(text, person)]


@pytest.mark.parametrize("typed", ["bars freezing", "The bar froze… freeze!", "FREEZE"])
def test_other_forms_of_a_word_find_it(house, typed):
    told(house, "The upload bar freezes")
    assert titles(typed, house.people["artist"]) == ["The upload bar freezes"]


def test_french_words_find_by_their_stems_too(house):
    told(house, "Les montages exportés sont coupés")
    assert titles("exporter le montage", house.people["artist"]) != []


def test_more_words_and_words_in_the_title_come_first(house):
    told(house, "Export of an EDL")
    told(house, "Reel names", text="The EDL export cuts the reel names.")
    told(house, "EDL export cuts reel names")
    found = titles("EDL export cuts reel names", house.people["artist"])
    assert found[0] == "EDL export cuts reel names" and len(found) == 3


@pytest.mark.parametrize("typed", ["", "a of", "!!! ??", "' | & :* <->", "zebra"])
def test_nothing_is_found_by_nothing_and_signs_break_nothing(house, typed):
    told(house, "The upload bar freezes")
    assert titles(typed, house.people["artist"]) == []


def test_each_topic_once_and_few_of_them(house):
    first = told(house, "freezes again")
    told(house, "freezes for me", topic=first.topic)
    for number in range(AT_MOST + 3):
        told(house, f"freezes {number}")
    found = alike("freezes", house.people["artist"])
    assert len(found) == AT_MOST and len({one.topic for one in found}) == AT_MOST


def test_another_studio_reads_the_teams_headline_and_no_word_of_ours(world, house):
    row, other = told(house, "Zebra freezes"), world.theirs.people["artist"]
    assert titles("zebra freezes", other) == []
    Topic.objects.filter(pk=row.topic_id).update(
        headline="Bars that freeze", published_at=timezone.now()
    )
    (found,) = alike("zebra freezes", other)
    assert (found.title, found.ticket) == ("Bars that freeze", None)


def test_a_lead_looks_for_topics_in_what_may_be_read(world, house):
    read, withheld = told(house, "Zebra one"), told(house, "Zebra two")
    readable = Ticket.objects.exclude(pk=withheld.pk)
    assert [*topics_like("zebras", readable)] == [read.topic]
    Topic.objects.filter(pk=withheld.topic_id).update(headline="A zebra of the team")
    assert {*topics_like("zebras", readable)} == {read.topic, withheld.topic}
    Topic.objects.update(stage="duplicate")
    assert not topics_like("zebras", readable) and not topics_like("!", readable)
