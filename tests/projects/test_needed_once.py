"""What a result asks of people is asked while it is to be done, and no longer."""

import pytest

from portal.models import Mail, Notification
from projects.assist.contract import Outcome
from projects.models import AssistRequest, Run, State
from projects.models.decisions import decide
from projects.running import offer
from tests.projects.jobs import running
from tests.world import RESULT, make_candidate


@pytest.fixture(autouse=True)
def nothing_told(world):
    Notification.objects.all().delete()


def another(run, tool="shot_breakdown"):
    """A further run of the same request, claimed."""
    AssistRequest.objects.filter(pk=run.request_id).update(tool=tool)
    made = Run.objects.create(project=run.project, request=run.request)
    return Run.claim(made.pk)


def verdict(world, candidate, word, **more):
    return decide(
        actor=world.visitor("director"), candidate=candidate, revision=0, verdict=word, **more
    )


def needing(kind):
    return Notification.objects.filter(kind=kind, needs_me=True).count()


def test_what_a_second_provider_brings_after_the_approval_needs_nobody(world):
    first = make_candidate(world.ours.version, world.visitor("artist"))
    late = another(first.run)
    verdict(world, first, "approved")
    Mail.objects.all().delete()
    offer(late, world.ours.version, [Outcome(RESULT)])
    assert Run.objects.get(pk=late.pk).state == State.READY
    assert needing("run.ready") == 0 and not Mail.objects.exists()
    told = Notification.objects.filter(url=late.get_absolute_url())
    assert {row.kind for row in told} == {"run.done"}


def test_what_it_brings_before_needs_whoever_decides(world):
    first = make_candidate(world.ours.version, world.visitor("artist"))
    offer(another(first.run), world.ours.version, [Outcome(RESULT)])
    assert needing("run.ready") == 2  # the producer and the director


def test_a_conversion_that_succeeds_at_last_leaves_no_failure_to_look_at(world):
    run = running(world)
    AssistRequest.objects.filter(pk=run.request_id).update(tool="convert")
    run.finish(State.FAILED, code="job:unexpected")
    assert needing("run.failed") == 1
    offer(another(run, "convert"), world.ours.version, [Outcome(RESULT, kind="editorial")])
    assert AssistRequest.objects.get(pk=run.request_id).state == "decided"
    assert needing("run.failed") == 0


def test_changes_that_were_made_are_asked_for_no_more(world):
    candidate = make_candidate(world.ours.version, world.visitor("artist"))
    asked = verdict(world, candidate, "changes", reason="The head is late.")
    assert needing("decision.changes") == 1
    verdict(world, candidate, "approved", seen=asked.pk)
    assert needing("decision.changes") == 0


def test_the_sentence_is_of_what_was_once_nobody_needs_to_decide(world, as_person):
    candidate = make_candidate(world.ours.version, world.visitor("artist"))
    offer(another(candidate.run), world.ours.version, [Outcome(RESULT)])
    producer = as_person(world.visitor("producer"))
    assert "its result awaits a decision" in producer.get("/notifications/").text
    verdict(world, candidate, "approved")
    page = producer.get("/notifications/").text
    assert "its result awaits a decision" not in page
    assert "it awaits no decision any more" in page
    rows = producer.get("/api/v1/notifications/").json()["results"]
    assert any("it awaits no decision any more" in row["sentence"] for row in rows)
