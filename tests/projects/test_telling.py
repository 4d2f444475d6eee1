"""Who hears of runs, decisions and examinations: people, and their studios' own systems."""

import json

import pytest

from portal.models import Mail, Notification, WebhookDelivery
from projects import telling
from projects.models import State
from projects.models.decisions import decide
from projects.models.requests import AssistRequest
from tests.portal.endpoints import endpoint_at
from tests.projects.jobs import fresh, queued, running
from tests.world import make_candidate


@pytest.fixture(autouse=True)
def listening(world):
    """Nothing told yet; an endpoint of ours that wants everything."""
    Notification.objects.all().delete()
    WebhookDelivery.objects.all().delete()
    wanted = ["run.finished", "decision.made", "asset.ready"]
    return endpoint_at(world.ours.studio, "https://hooks.example.org/all", *wanted)


def told():
    return {(n.kind, n.user.name) for n in Notification.objects.select_related("user")}


def fired(listening):
    rows = listening.deliveries.all()
    return [(row.event, row.payload["data"]) for row in rows]


@pytest.mark.parametrize("state", [State.FAILED, State.ERRORED])
def test_a_run_that_did_not_succeed_is_told_to_who_asked(world, listening, state):
    run = running(world)
    run.finish(state, code="job:unexpected")
    assert told() == {("run.failed", "Ours-artist")}
    assert Mail.objects.get().user == world.visitor("artist")
    ((event, data),) = fired(listening)
    assert event == "run.finished"
    assert (data["id"], data["state"], data["error"]) == (str(run.pk), state, "job:unexpected")


def test_a_result_is_told_to_who_may_decide_and_to_who_asked(world, listening):
    running(world).finish(State.READY)
    assert told() == {
        ("run.ready", "Ours-producer"),
        ("run.ready", "Ours-director"),
        ("run.done", "Ours-artist"),
    }
    assert [data["state"] for _event, data in fired(listening)] == ["READY"]


def test_who_may_decide_hears_once_of_their_own_run(world):
    run = running(world)
    AssistRequest.objects.update(person=world.visitor("director"))
    run.refresh_from_db()
    run.finish(State.READY)
    assert ("run.done", "Ours-director") not in told()
    assert ("run.ready", "Ours-director") in told()


def test_a_cancelled_run_is_news_for_systems_and_not_for_people(world, listening):
    queued(world).cancel(actor=None)
    assert told() == set()
    assert [data["state"] for _event, data in fired(listening)] == ["CANCELLED"]


def test_a_run_that_was_ended_from_outside_is_told_once(world, listening):
    run = queued(world)
    assert run.close(State.ERRORED, code="job:worker_lost")
    assert not run.close(State.ERRORED, code="job:worker_lost")
    assert told() == {("run.failed", "Ours-artist")} and len(fired(listening)) == 1


def test_a_worker_that_lost_its_lease_tells_nothing(world, listening):
    from projects.models.jobs import LeaseLost

    run = running(world)
    type(run).objects.filter(pk=run.pk).update(attempt=9)
    with pytest.raises(LeaseLost):
        run.finish(State.READY)
    assert told() == set() and fired(listening) == [] and fresh(run).state == State.RUNNING


@pytest.fixture
def sign(world):
    """The director signs what was asked for by somebody (the artist, unless said)."""
    made = {}

    def call(verdict, asked_by="artist"):
        if asked_by not in made:
            made[asked_by] = make_candidate(world.ours.version, world.visitor(asked_by))
        candidate = made[asked_by]
        return decide(
            actor=world.visitor("director"),
            candidate=candidate,
            revision=0,
            verdict=verdict,
            reason="Too short.",
        )

    return call


@pytest.mark.parametrize(
    ("verdict", "kind"),
    [("approved", "decision.made"), ("rejected", "decision.made"), ("changes", "decision.changes")],
)
def test_a_decision_is_told_to_who_asked(sign, listening, verdict, kind):
    decision = sign(verdict)
    assert told() == {(kind, "Ours-artist")}
    ((event, data),) = fired(listening)
    assert (event, data["id"], data["verdict"]) == ("decision.made", str(decision.pk), verdict)


def test_ones_own_decision_is_no_news_to_oneself(sign):
    sign("approved", asked_by="director")
    assert told() == set()


def test_a_decision_that_was_refused_is_not_told(world, sign, listening):
    from portal.errors import PortalError

    sign("approved")
    with pytest.raises(PortalError, match="decision:stale"):
        sign("approved")
    assert len(fired(listening)) == 1


def test_a_file_that_cannot_be_used_is_told_to_who_sent_it(world, listening):
    world.ours.ingest.report_end()
    ingest = world.ours.ingest
    ingest.state = State.FAILED
    ingest.report_end()
    assert told() == {("upload.refused", "Ours-artist")}
    ((event, data),) = fired(listening)  # of the time when it was ready
    assert (event, data["version"]) == ("asset.ready", str(world.ours.version.pk))


def test_messages_carry_ids_states_and_names_only(world, sign, listening):
    sign("rejected")
    running(world).finish(State.READY)
    world.ours.ingest.report_end()
    text = json.dumps([data for _event, data in fired(listening)])
    assert len(fired(listening)) == 3
    for content in ("Too short", "originals/", "storage", "http", "@example", "thumbnail"):
        assert content not in text


def test_a_broken_glass_is_told_to_the_producers_at_once_and_whatever_they_chose(world):
    from portal.outbox.notices import choose
    from projects.models.openings import break_glass

    choose(world.visitor("producer"), {"studio.glass": "off"})
    break_glass(actor=world.admin, studio=world.ours.studio, reason="A film does not play.")
    assert told() == {("studio.glass", "Ours-producer")}
    assert "A film does not play." in Mail.objects.get().body


def still_needed():
    return {n.user.name for n in Notification.objects.filter(kind="run.ready", needs_me=True)}


def decided(world, candidate, verdict, **more):
    return decide(
        actor=world.visitor("director"), candidate=candidate, revision=0, verdict=verdict, **more
    )


def test_what_somebody_decided_needs_nobody_any_more_until_it_is_opened_again(world):
    candidate = make_candidate(world.ours.version, world.visitor("artist"))
    telling.run_ended(candidate.run, awaits=True)
    both = {"Ours-producer", "Ours-director"}
    assert still_needed() == both
    made = decided(world, candidate, "approved")
    assert still_needed() == set()
    assert Notification.objects.filter(kind="run.ready", read_at=None).count() == 2
    candidate = type(candidate).objects.get(pk=candidate.pk)
    decided(world, candidate, "changes", reason="later", seen=made.pk)
    assert still_needed() == both


def test_of_what_is_decided_the_list_offers_to_look_and_nothing_to_do(world, as_person):
    candidate = make_candidate(world.ours.version, world.visitor("artist"))
    telling.run_ended(candidate.run, awaits=True)
    producer = as_person(world.visitor("producer"))
    assert "Look and decide</button>" in producer.get("/notifications/").text
    decided(world, candidate, "approved")
    page = producer.get("/notifications/").text
    assert "Look and decide" not in page and "Look</button>" in page and "needs you" not in page


def test_what_was_called_off_needs_nobody(world):
    run = running(world)
    run.finish(State.READY)
    run.request.withdraw(actor=world.visitor("artist"))
    assert still_needed() == set()


def test_what_another_studio_waits_for_stays(world):
    run = running(world)
    run.finish(State.READY)
    known = Notification.objects.filter(kind="run.ready").first()
    theirs = {"studio": world.theirs.studio, "user": world.theirs.people["producer"]}
    other = Notification.objects.create(
        **theirs, kind="run.ready", url=known.url, mode=known.mode, needs_me=True
    )
    run.request.withdraw(actor=world.visitor("artist"))
    for row, still in ((known, False), (other, True)):
        row.refresh_from_db()
        assert row.needs_me is still
