"""How words are marked, and what the page and the API of search say to whom."""

import json

import pytest
from django.urls import reverse

from portal.finding import actions
from portal.finding.marking import excerpt, fold, marked, parts_of, words_of
from portal.finding.seeking import seek
from projects.models import Project, Shot
from tests.world import make_note, person


def hits(text, said):
    return [part for part, hit in marked(text, words_of(said)) if hit]


class TestMarking:
    def test_folding_takes_case_and_accents(self):
        assert fold("L'Été ŒUVRE Straße") == "l'ete oeuvre strasse"

    @pytest.mark.parametrize(
        ("text", "said", "found"),
        [
            ("sq010_sh0040", "sh0040", ["sh0040"]),
            ("sq010_sh0040", "SH40", ["sh0040"]),
            ("sq010_sh0040", "40", ["0040"]),
            ("L'Été à la plage", "ete", ["Été"]),
            ("An œuvre", "oeuvre", ["œuvre"]),
            ("The green screen", "re", []),
            ("frame 12 and 120", "12", ["12", "12"]),
            ("a+b (c)", "c) +", ["c"]),
            ("nothing", "", []),
        ],
    )
    def test_the_beginning_of_a_word_is_marked(self, text, said, found):
        assert hits(text, said) == found

    @pytest.mark.parametrize("text", ["sq010_sh0040", "Été ŒUVRE", "", "<b>x</b>", "ﬁlm ﬁ"])
    def test_no_character_is_lost(self, text):
        parts = marked(text, ["sh40", "ete", "oeuvre", "b", "fi"])
        assert "".join(part for part, _hit in parts) == text

    def test_a_name_has_parts_and_numbers(self):
        assert parts_of("sq010_sh0040 l'ete") == {"sq10", "10", "sh40", "40", "l", "ete"}

    def test_an_excerpt_shows_where_it_was_found_and_that_more_is_around(self):
        parts = excerpt("long " * 100 + "quagga " + "more " * 100, ["quagga"])
        assert ("quagga", True) in parts
        assert parts[0] == ("… ", False) and parts[-1] == (" …", False)
        assert sum(len(part) for part, _hit in parts) < 260


def test_no_words_ask_nothing(django_assert_num_queries, db):
    someone = person("someone")
    with django_assert_num_queries(0):
        assert seek(someone, " !? ").groups == []


class TestPage:
    def test_results_are_marked_and_lead_where_they_live(self, world, as_person):
        page = as_person(world.ours.people["artist"]).get("/search/?q=prj_0010").content.decode()
        assert "<mark>PRJ_0010</mark>" in page
        assert reverse("shot", args=[world.ours.shot.pk]) in page
        assert f"{world.ours.studio} ▸ {world.ours.project}" in page

    def test_what_people_wrote_is_escaped(self, world, as_person):
        make_note(world.ours.version, world.ours.people["artist"], text="<script>zebra</script>")
        page = as_person(world.ours.people["artist"]).get("/search/?q=zebra").content.decode()
        assert "<script>zebra" not in page and "<mark>zebra</mark>" in page

    def test_an_empty_answer_says_what_to_try_and_what_is_not_searched(self, world, as_person):
        page = as_person(world.ours.people["artist"]).get("/search/?q=quagga").content.decode()
        assert "Nothing found" in page and "fewer words" in page and "pictures, sound" in page

    def test_another_studio_reads_the_same_as_of_what_there_is_not(self, world, as_person):
        theirs = as_person(world.theirs.people["producer"])
        name = "ourssecret"
        Shot.objects.create(project=world.ours.project, code=name)
        found, none = (
            theirs.get(f"/search/?q={word}").content.decode() for word in (name, "x" * 10)
        )
        assert "Nothing found" in found and found.count("<li") == none.count("<li")

    def test_chips_narrow_by_kind_and_project_and_keep_the_words(self, world, as_person):
        second = Project.objects.create(studio=world.ours.studio, name="Second", code="SEC")
        Shot.objects.create(project=second, code="PRJ_0010")
        client = as_person(world.ours.people["artist"])
        page = client.get("/search/?q=PRJ_0010&kind=shot").content.decode()
        assert f"?q=PRJ_0010&amp;kind=shot&amp;project={second.pk}" in page
        narrowed = client.get(f"/search/?q=PRJ_0010&project={second.pk}").content.decode()
        assert narrowed.count("data-found") == 1

    @pytest.mark.parametrize("query", ["", "?q=", "?q=a&kind=nothing", "?q=a&project=x", "?q=%00"])
    def test_an_odd_address_is_answered(self, world, as_person, query):
        client = as_person(world.ours.people["artist"])
        assert client.get(f"/search/{query}").status_code == 200


class TestApi:
    def ask(self, as_person, user, **told):
        return as_person(user).get("/api/v1/search/", told)

    def test_it_says_the_same_as_the_page(self, world, as_person):
        answer = self.ask(as_person, world.ours.people["artist"], q="prj_0010").json()
        (group,) = answer["groups"]
        assert (group["kind"], group["results"][0]["title"]) == ("shot", "PRJ_0010")
        assert group["results"][0]["where"][0] == str(world.ours.studio)
        assert not answer["loosely"]

    def test_another_studio_finds_nothing(self, world, as_person):
        theirs = Shot.objects.create(project=world.theirs.project, code="quagga_1")
        for word in ("quagga", "quagga_1", str(theirs.pk)):
            answer = self.ask(as_person, world.ours.people["producer"], q=word).json()
            assert answer["groups"] == []

    @pytest.mark.parametrize("told", [{}, {"q": "a", "kind": "x"}, {"q": "a", "most": 900}])
    def test_what_makes_no_sense_is_refused_by_field(self, world, as_person, told):
        answer = self.ask(as_person, world.ours.people["artist"], **told)
        assert answer.status_code == 400 and answer.json()["error"]["fields"]


def test_actions_are_those_of_the_role_and_decide_nothing(world):
    offered = {
        role: {one["url"] for one in json.loads(actions.told(world.ours.people[role]))}
        for role in ("producer", "reviewer")
    }
    assert reverse("project_new") in offered["producer"]
    assert offered["reviewer"] == set()


def test_a_ticket_is_found_by_its_number_by_whoever_may_read_it(world, as_person):
    ticket = world.ours.ticket
    ours = as_person(world.ours.people["producer"]).get("/api/v1/search/", {"q": ticket.ref})
    assert [group["kind"] for group in ours.json()["groups"]] == ["ticket"]
    for other in (world.theirs.people["producer"], world.beta_lead):
        found = as_person(other).get("/api/v1/search/", {"q": ticket.ref}).json()
        assert found["groups"] == []
