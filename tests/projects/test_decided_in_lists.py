"""What somebody decided is said where results and runs are listed, too."""

import pytest
from django.urls import reverse

from projects.models import AssistRequest, Decision, Run
from tests.world import make_pictures


@pytest.fixture
def film(world):
    """The house's film, whose breakdown is approved."""
    return world.ours


def pages(house, as_person):
    client = as_person(house.people["producer"])
    return (
        client.get(reverse("asset", args=[house.asset.pk])).content.decode(),
        client.get(reverse("runs")).content.decode(),
    )


def test_an_approved_result_says_so_on_the_film_and_at_its_run(film, as_person):
    assert film.decision.verdict == "approved"
    results, runs = pages(film, as_person)
    assert "status is-approved" in results.split("Results", 1)[1]
    assert "status is-approved" in runs and "status is-decided" not in runs


def test_another_providers_result_of_the_request_is_not_decided_with_it(film, as_person):
    decided = film.decision.candidate.run
    AssistRequest.objects.filter(pk=decided.request_id).update(state="decided")
    Decision.objects.all().delete()
    _results, runs = pages(film, as_person)
    assert "status is-approved" not in runs and "status is-decided" not in runs


def test_pictures_are_decided_with_their_board(film, as_person):
    board = make_pictures(film.version, film.people["artist"], ["0" * 16])
    assert "status is-decided" not in pages(film, as_person)[1]
    AssistRequest.objects.filter(pk=board.pk).update(state="decided")
    assert "status is-decided" in pages(film, as_person)[1]


def test_a_conversion_asks_for_no_decision_and_shows_none(film, as_person):
    asked = AssistRequest.objects.create(
        project=film.project, tool="convert", person=film.people["artist"], state="decided"
    )
    Run.objects.create(project=film.project, request=asked, state="READY")
    assert "status is-decided" not in pages(film, as_person)[1]


def test_the_newest_word_is_the_one_that_is_shown(film, as_person):
    first = film.decision
    made = Decision.objects.create(
        project=first.project,
        candidate=first.candidate,
        revision=first.revision,
        verdict="changes",
        reason="The head is late.",
        person=film.people["director"],
        person_name="D",
    )
    made.follow(first)
    results, runs = pages(film, as_person)
    assert "status is-changes" in results.split("Results", 1)[1] and "status is-changes" in runs


def test_what_nobody_decided_says_nothing(film, as_person):
    Decision.objects.all().delete()
    AssistRequest.objects.update(state="open")
    results, runs = pages(film, as_person)
    assert "status is-approved" not in results.split("Results", 1)[1]
    assert "status is-approved" not in runs and "status is-decided" not in runs
