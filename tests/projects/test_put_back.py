"""A job that meets a database or storage that is away waits in the queue again, by itself."""

from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from django.conf import settings
from django.db import DatabaseError, OperationalError

from projects import leases
from projects.models import Candidate, Run, State
from projects.models.jobs import BACK_MOST
from projects.tasks import run as run_task
from tests.projects.jobs import expire, fresh, outcome, queued, running, tool_that

AWAY = EndpointConnectionError(endpoint_url="http://store")


@pytest.fixture
def tool(monkeypatch):
    """`put(*errors)`: the engine raises one of them at each attempt, and then works."""

    def put(*errors):
        left = list(errors)

        def act(inputs, parameters, folder, progress):
            progress("decoding", 0.5)
            if left:
                raise left.pop(0)
            return [outcome(folder)]

        from projects.assist.tools import TOOLS

        monkeypatch.setitem(TOOLS, "shot_breakdown", tool_that(act))

    return put


@pytest.fixture
def sent(monkeypatch):
    """Messages to workers, with the seconds until they are due."""
    found = []
    monkeypatch.setattr(
        "portal.waking.wake", lambda task, message, **how: found.append(how.get("later", 0))
    )
    return found


@pytest.mark.parametrize("error", [AWAY, OperationalError("cut")])
def test_it_goes_back_and_ends_well_later(world, tool, sent, error):
    tool(error)
    run = queued(world)
    run_task(*run.message)
    back = fresh(run)
    assert (back.state, back.error_code, back.put_back, back.attempt) == ("QUEUED", "", 1, 1)
    assert back.lease_expires_at is None and 0 < sent[-1] <= BACK_MOST
    assert "tried again by itself" in back.event()["stage_text"]
    run_task(*run.message)
    assert (fresh(run).state, fresh(run).put_back) == ("READY", 0)
    assert Candidate.objects.filter(run=run).count() == 1


def test_the_pauses_grow_up_to_a_most(world, tool, sent):
    tool(*[AWAY] * 9)
    run = queued(world)
    for _time in range(9):
        run_task(*run.message)
    assert fresh(run).put_back == 9
    pauses = [pause for pause in sent if pause]
    assert pauses[0] < 5 < 20 < pauses[-1] <= BACK_MOST


def test_going_back_wears_no_worker_out(world, tool, sent):
    tool(*[AWAY] * settings.JOB_ATTEMPTS)
    run = queued(world)
    for _time in range(settings.JOB_ATTEMPTS):
        run_task(*run.message)
    expire(Run.claim(run.pk))  # a worker died at it for the first time
    Run.sweep()
    assert fresh(run).state == State.RUNNING
    for _time in range(settings.JOB_ATTEMPTS - 1):
        expire(Run.claim(run.pk))
    Run.sweep()
    assert (fresh(run).state, fresh(run).error_code) == ("ERRORED", "job:worker_lost")


def test_it_is_not_tried_for_ever(world, tool, sent):
    tool(AWAY, AWAY)
    run = queued(world)
    run_task(*run.message)
    facts = fresh(run).error_facts
    long_ago = settings.JOB_PATIENCE + timedelta(minutes=1)
    since = (fresh(run).queued_at - long_ago).isoformat()
    Run.objects.filter(pk=run.pk).update(error_facts={**facts, "since": since})
    run_task(*run.message)
    assert (fresh(run).state, fresh(run).error_code) == ("ERRORED", "job:away")


def test_one_that_was_cancelled_meanwhile_stays_so(world, sent):
    run = running(world)
    fresh(run).cancel(actor=world.visitor("artist"))
    assert not run.go_back()
    assert fresh(run).state == State.CANCELLED


def test_one_that_was_taken_over_is_left_to_the_other(world, sent):
    run = running(world)
    expire(run)
    other = Run.claim(run.pk)
    assert not run.go_back()
    assert (fresh(run).state, fresh(run).attempt) == ("RUNNING", other.attempt)


def test_progress_that_cannot_be_stored_stops_no_work(world, monkeypatch):
    run = running(world)

    def cut(**_fields):
        raise OperationalError("cut")

    monkeypatch.setattr(run, "_write", cut)
    monkeypatch.setattr("projects.models.jobs.connection", NoLine())
    run.progress("decoding", 0.5)
    assert run.fraction == 0.5


class NoLine:
    """Outside a transaction, as a worker is."""

    in_atomic_block = False

    def close(self):
        """There is none."""


def test_a_lease_that_cannot_be_renewed_is_tried_at_the_next_beat(world, monkeypatch):
    run = running(world)

    def cut():
        raise DatabaseError("cut")

    monkeypatch.setattr(run, "renew", cut)
    held = leases._Held(run)
    held.renew()
    assert not held.over
