"""What somebody decided is said where results and runs are listed, too."""

import pytest
from django.urls import reverse

from projects.models import AssistRequest, Decision


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


def test_an_approved_result_says_so_on_the_film_and_its_run_is_decided(film, as_person):
    assert film.decision.verdict == "approved"
    AssistRequest.objects.filter(pk=film.decision.candidate.run.request_id).update(state="decided")
    results, runs = pages(film, as_person)
    assert "status is-approved" in results.split("Results", 1)[1]
    assert "status is-decided" in runs


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
    results, _runs = pages(film, as_person)
    assert "status is-changes" in results.split("Results", 1)[1]


def test_what_nobody_decided_says_nothing(film, as_person):
    Decision.objects.all().delete()
    AssistRequest.objects.update(state="open")
    results, runs = pages(film, as_person)
    assert "status is-approved" not in results.split("Results", 1)[1]
    assert "status is-decided" not in runs
