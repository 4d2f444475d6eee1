"""The design page opens to the programme only, and each of its pages is what it says it is."""

import pytest
from django.http import Http404
from django.urls import reverse

from portal import design
from portal.design import Chapter, troubles
from portal.errors import REGISTRY
from tests.world import person


@pytest.fixture
def lead(as_person):
    return as_person(person("Hanna", programme_role="beta_lead"))


@pytest.fixture
def chapters(monkeypatch):
    """What a test registers is gone after it."""
    monkeypatch.setattr(design, "CHAPTERS", [*design.CHAPTERS])
    return design.CHAPTERS


def made(slug: str, order: int = 15) -> Chapter:
    return Chapter(order, slug, "Mail", "Each mail.", "portal/design/icons.html", lambda r: {})


def test_a_chapter_stands_in_its_order_and_is_registered_once(chapters):
    mail = made("mail")
    design.register(mail)
    design.register(mail)
    assert [one.slug for one in chapters][:3] == ["tokens", "mail", "icons"]
    assert design.found("mail") is mail


def test_two_chapters_at_one_address_are_refused(chapters):
    with pytest.raises(ValueError, match="/design/tokens/"):
        design.register(made("tokens"))


def test_a_chapter_that_nobody_registered_is_not_found():
    with pytest.raises(Http404):
        design.found("nothing")


@pytest.mark.django_db
def test_the_list_leads_to_every_chapter_and_every_chapter_opens(lead):
    listed = lead.get("/design/").text
    for chapter in design.CHAPTERS:
        address = reverse("design_chapter", args=[chapter.slug])
        assert f'href="{address}"' in listed
        answer = lead.get(address)
        assert answer.status_code == 200
        assert answer.text.count("<h1>") == 1 and str(chapter.title) in answer.text
    assert f'href="{reverse("mail_kinds")}"' in listed
    assert lead.get("/design/nothing/").status_code == 404


@pytest.mark.django_db
def test_a_person_of_no_programme_does_not_learn_of_it(as_person):
    stranger = as_person(person("Rhea"))
    addresses = ["/design/", "/design/tokens/", "/design/errors/404/", "/design/nothing/"]
    assert [stranger.get(one).status_code for one in addresses] == [404] * 4
    assert "/design/" not in stranger.get("/").text


@pytest.mark.django_db
def test_an_error_page_is_the_true_one_and_alarms_nobody(lead):
    for status, (code, _facts) in troubles.PAGES.items():
        answer = lead.get(f"/design/errors/{status}/")
        assert answer.status_code == 200 and "Retry-After" not in answer
        assert f"<code>{code}</code>" in answer.text
        assert str(REGISTRY[code].happened).split("{")[0] in answer.text
        assert ("gate-card" in answer.text) == (status >= 500)  # no part that asks the database
    assert "Wait 30 seconds" in lead.get("/design/errors/429/").text
    assert lead.get("/design/errors/418/").status_code == 404


@pytest.mark.django_db
def test_an_error_page_answers_in_the_language_of_who_reads(as_person):
    reader = as_person(person("Hanna", programme_role="beta_lead", language="fr"))
    assert REGISTRY["not_found"].happened != reader.get("/design/errors/404/").text
    assert 'lang="fr"' in reader.get("/design/errors/404/").text


@pytest.mark.django_db
def test_a_method_that_is_not_taken_is_said_in_words(lead):
    answer = lead.get(reverse("show_studio"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "This address does not take that method." in answer.text


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_is_said_in_words(client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/security/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "The portal could not read this request." in answer.text and "gate-card" in answer.text


@pytest.mark.django_db
def test_specimens_are_still_and_only_jobs_move(lead):
    """What fetches or uploads does not run there; the bar of a job shows its figures."""
    assert " data-still>" in lead.get("/design/components/").text
    assert " data-still>" not in lead.get("/design/states/").text
