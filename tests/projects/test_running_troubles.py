"""Runs that are refused, fail, are cancelled, or lose their worker."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.db import connection

from projects import running as room
from projects.assist.contract import ToolRefused
from projects.assist.tools import TOOLS
from projects.models import Candidate, Rendition, Run, State
from projects.tasks import run as run_task
from tests.projects.jobs import expire, fresh, outcome, queued, tool_that


@pytest.fixture
def tool(monkeypatch):
    """Puts `act` in the place of the engine."""

    def put(act):
        monkeypatch.setitem(TOOLS, "shot_breakdown", tool_that(act))

    return put


def one_candidate(inputs, parameters, folder, progress):
    progress("decoding", 0.5)
    return [outcome(folder)]


def test_a_refusal_of_the_tool_is_the_persons_to_mend(world, tool):
    def refuse(*_args):
        raise ToolRefused("tool:unreadable", "clip.mp4")

    tool(refuse)
    run = queued(world)
    run_task(*run.message)
    assert (fresh(run).state, fresh(run).error_code) == ("FAILED", "tool:unreadable")
    assert fresh(run).error_facts == {"detail": "clip.mp4"}


def test_a_failure_of_the_tool_is_ours_to_mend(world, tool):
    tool(lambda *_args: 1 / 0)
    run = queued(world)
    run_task(*run.message)
    assert (fresh(run).state, fresh(run).error_code) == ("ERRORED", "job:unexpected")
    assert "division" not in str(fresh(run).event())


def test_cancelled_in_the_middle_it_leaves_no_candidate(world, tool):
    run = queued(world)

    def cancelled(inputs, parameters, folder, progress):
        progress("decoding", 0.2)
        fresh(run).cancel(actor=None)
        progress("analysing", 0.5)
        return [outcome(folder)]

    tool(cancelled)
    run_task(*run.message)
    assert fresh(run).state == "CANCELLED" and not run.candidates.exists()


def test_cancelled_at_the_very_end_it_leaves_no_candidate(world, tool):
    run = queued(world)

    def late(inputs, parameters, folder, progress):
        fresh(run).cancel(actor=None)
        return [outcome(folder)]

    tool(late)
    run_task(*run.message)
    assert fresh(run).state == "CANCELLED" and not run.candidates.exists()


def test_a_worker_that_lost_its_lease_leaves_no_candidate(world, tool):
    run = queued(world)

    def overtaken(inputs, parameters, folder, progress):
        expire(run)
        assert Run.claim(run.pk)
        return [outcome(folder)]

    tool(overtaken)
    run_task(*run.message)
    assert fresh(run).attempt == 2 and fresh(run).state == "RUNNING"
    assert not run.candidates.exists()


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_end_and_candidates_leaves_neither(world, tool, monkeypatch):
    tool(one_candidate)
    run = queued(world)
    job = Run.claim(run.pk)
    with monkeypatch.context() as broken:
        broken.setattr(room, "_keep", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            room.work_on_run(job)
    assert fresh(run).state == "RUNNING" and not Candidate.objects.filter(run=run).exists()
    expire(run)
    run_task(*run.message)
    assert fresh(run).state == "READY" and run.candidates.count() == 1


def test_the_work_folder_outlives_an_attempt(world, tool):
    seen = []

    def checkpoints(inputs, parameters, folder, progress):
        seen.append((folder / "half").exists())
        (folder / "half").touch()
        if len(seen) == 1:
            raise MemoryError
        return []

    tool(checkpoints)
    run = queued(world)
    run_task(*run.message)
    Run.objects.filter(pk=run.pk).update(state=State.QUEUED)
    run_task(*run.message)
    assert seen == [False, True]


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_and_a_second_attempt_make_one_candidate(
    world, tool, settings, tmp_path
):
    run = queued(world)
    killed = tmp_path / "started"
    worker = Path(__file__).with_name("dying_worker.py")
    name = connection.settings_dict["NAME"]
    process = subprocess.Popen(
        [sys.executable, str(worker), name, *run.message, str(killed)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": "."},
        cwd=conf.BASE_DIR if hasattr(conf, "BASE_DIR") else Path(__file__).parents[2],
    )
    deadline = time.monotonic() + 90
    while not killed.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert fresh(run).state == "RUNNING" and fresh(run).attempt == 1
    tool(one_candidate)
    run_task(*run.message)
    assert fresh(run).attempt == 1, "the lease of the dead worker still holds"
    expire(run)
    run_task(*run.message)
    assert (fresh(run).state, fresh(run).attempt) == ("READY", 2)
    assert run.candidates.count() == 1
    assert Rendition.objects.filter(candidate__run=run).count() == 1
