"""Help for whoever looks for it: all of it inside, the open pages outside."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.help import Part, Topic, groups, pages, register, topic, topics
from tests.world import enrolled, person


def _address(slug: str) -> str:
    return reverse("help_page", args=[slug])


def test_outside_there_are_the_open_pages_alone():
    outside = {one.slug for one in topics(inside=False)}
    assert outside == {
        "protection",
        "links",
        "leaving",
        "what-the-beta-team-sees",
        "glossary",
        "keys",
    }
    assert outside < {one.slug for one in topics()}


def test_pages_tell_title_address_and_words_in_the_readers_language():
    with override("en"):
        found = {url: (title, words) for title, url, words in pages()}
    title, words = found[_address("glossary")]
    assert title == "Glossary" and "bout à bout" in words and "string-out" in words
    assert reverse("help_api") in found
    assert reverse("help_api") not in {url for _title, url, _words in pages(inside=False)}


def test_two_pages_cannot_have_one_name():
    known = topic("glossary")
    register(known)  # again is no news
    with pytest.raises(ValueError, match="glossary"):
        register(Topic("glossary", groups.WORDS, "Another", "", (Part("x"),)))
    assert topic("glossary") is known


def test_no_heading_stands_over_nothing():
    for one in topics():
        for part in one.sections:
            assert part.words or part.points or part.rows, (one.slug, str(part.title))
            assert all(len(row) == len(part.head) for row in part.rows), one.slug


@pytest.mark.django_db
def test_a_stranger_reads_what_is_open_and_does_not_find_the_rest(client):
    listed = client.get(reverse("help")).text
    assert _address("glossary") in listed and "tool-stills" not in listed
    for one in topics(inside=False):
        assert client.get(_address(one.slug)).status_code == 200
    assert client.get(_address("tool-stills")).status_code == 404
    assert client.get(_address("nowhere")).status_code == 404


@pytest.mark.django_db
def test_who_is_inside_reads_every_page(client):
    lead = enrolled(person("Lea", programme_role="beta_lead"))
    client.force_login(lead)
    listed = client.get(reverse("help")).text
    for one in topics():
        assert _address(one.slug) in listed
        answer = client.get(_address(one.slug))
        assert answer.status_code == 200 and str(one.title) in answer.text


@pytest.mark.django_db
def test_who_still_has_to_accept_reads_the_open_pages(client, settings):
    settings.MFA_REQUIRED = True
    client.force_login(person("Nell", programme_role="beta_lead"))
    assert "gate-card" in client.get(_address("what-the-beta-team-sees")).text
    assert client.get(_address("tool-stills")).status_code == 404
