"""Shots in words in the portal: looked at, and found by what is said of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects import describing
from projects.models.decisions import decide
from tests.projects.palette_offers import described
from tests.world import make_version

LANTERN = {"description": "A woman lifts a lantern.", "tags": ["lampe", "night"], "people": 1}
WAVE = {"description": "Waves are breaking over a pier.", "size": "long", "place": "exterior"}
DOG = {"description": "A dog runs along a corridor.", "setting": "school corridor"}


@pytest.fixture
def made(world, tmp_path):
    return described(world.ours.version, world.visitor("artist"), tmp_path, LANTERN, WAVE, DOG, {})


@pytest.fixture
def artist(world, as_person):
    return as_person(world.visitor("artist"))


def found(world, words, visitor="artist"):
    hits = describing.search(world.visitor(visitor), world.ours.project, words)
    return [hit.shot["index"] for hit in hits]


def sign(world, candidate, verdict, reason=""):
    decide(
        actor=world.visitor("director"),
        candidate=candidate,
        revision=0,
        verdict=verdict,
        reason=reason,
        seen=None,
    )


class TestSearching:
    @pytest.mark.parametrize(
        ("words", "shots"),
        [
            ("lantern", [0]),
            ("LANTERNS", [0]),
            ("lampe", [0]),
            ("wave break", [1]),
            ("long", [1]),
            ("exterior", [1]),
            ('"school corridor"', [2]),
            ('"school runs"', []),
            ("lantern or dog", [0, 2]),
            ("running", [2]),
            ("night -lantern", []),
            ("elephant", []),
            ("", []),
            ("'; drop table --", []),
            ("\0", []),
            ("((&|!:*", []),
        ],
    )
    def test_by_words(self, world, made, words, shots):
        assert sorted(found(world, words)) == shots

    def test_others_find_nothing(self, world, made):
        for visitor in ("other", "ungranted", "beta_lead", "admin"):
            assert found(world, "lantern", visitor) == []
        assert found(world, "lantern", "reviewer") == [0]

    def test_what_was_rejected_is_not_searched(self, world, made):
        sign(world, made, "rejected", "No.")
        assert found(world, "lantern") == []

    def test_the_latest_counts_and_before_it_an_approved_one(self, world, made, tmp_path):
        version, user = world.ours.version, world.visitor("artist")
        later = described(version, user, tmp_path, {"description": "A candle."})
        assert found(world, "lantern") == [] and found(world, "candle") == [0]
        sign(world, made, "approved")
        assert found(world, "lantern") == [0] and found(world, "candle") == []
        sign(world, later, "approved")
        assert found(world, "candle") == [0] and found(world, "lantern") == []

    def test_parts_of_one_film_are_searched_together(self, world, made, tmp_path):
        version, user = world.ours.version, world.visitor("artist")
        described(version, user, tmp_path, {"description": "A candle."}, from_shot=5)
        assert found(world, "candle") == [0] and found(world, "lantern") == [0]

    def test_of_a_film_its_newest_described_version(self, world, made, tmp_path):
        user = world.visitor("artist")
        later = make_version(world.ours.project, user, asset=world.ours.asset)
        assert found(world, "lantern") == [0]
        described(later, user, tmp_path, {"description": "A candle."})
        assert found(world, "lantern") == [] and found(world, "candle") == [0]

    def test_what_was_deleted_is_not_found(self, world, made):
        world.ours.asset.delete_by(world.visitor("producer"))
        assert found(world, "lantern") == []


class TestThePages:
    def test_more_shots_ask_no_more_of_the_database(
        self, world, artist, made, tmp_path, django_assert_max_num_queries
    ):
        path = reverse("project_shots", args=[world.ours.project.pk]) + "?q=lantern"
        artist.get(path)
        with CaptureQueriesContext(connection) as few:
            artist.get(path)
        user = world.visitor("artist")
        for _ in range(3):
            version = make_version(world.ours.project, user)
            described(version, user, tmp_path, *[LANTERN] * 5)
        with django_assert_max_num_queries(len(few)):
            assert artist.get(path).text.count("A woman lifts a lantern.") == 16

    def test_each_shot_stands_with_its_words(self, world, artist, made):
        text = artist.get(made.get_absolute_url()).text
        assert "A woman lifts a lantern." in text and "00:00:00:12 – 00:00:00:23" in text
        assert "1 person" in text and "long shot" in text and "school corridor" in text
        assert reverse("frame", args=[world.ours.version.pk, 18]) in text
        assert "The model said nothing of this shot." in text and "eye-1" in text
        assert "3 shots described · the film has 4" in text

    def test_words_are_searched_and_lead_to_the_shot(self, world, artist, made):
        path = reverse("project_shots", args=[world.ours.project.pk])
        text = artist.get(path, {"q": "lantern"}).text
        assert "1 shot found" in text and f"{made.get_absolute_url()}?page=1#shot-1" in text
        assert "A woman lifts" in text and "Waves" not in text and "<view-mark" in text
        assert "No shot is described so" in artist.get(path, {"q": "elephant"}).text
        assert "Write what is seen" in artist.get(path).text

    def test_without_descriptions_it_says_how_to_begin(self, world, artist):
        text = artist.get(reverse("project_shots", args=[world.ours.project.pk])).text
        assert "choose Shot description" in text

    def test_what_a_model_says_is_text_and_nothing_else(self, world, artist, tmp_path):
        odd = {"description": "<script>alert(1)</script> lantern", "tags": ['"><b>']}
        made = described(world.ours.version, world.visitor("artist"), tmp_path, odd)
        for path in (
            made.get_absolute_url(),
            reverse("project_shots", args=[world.ours.project.pk]) + "?q=lantern",
        ):
            text = artist.get(path).text
            assert "<script>alert" not in text and '"><b>' not in text
            assert "&lt;script&gt;alert(1)" in text

    @pytest.mark.parametrize("visitor", ["other", "ungranted"])
    def test_others_are_told_there_is_nothing(self, world, as_person, made, visitor):
        client = as_person(world.visitor(visitor))
        assert client.get(made.get_absolute_url()).status_code == 404
        path = reverse("project_shots", args=[world.ours.project.pk])
        assert client.get(path, {"q": "lantern"}).status_code == 404
