"""A run through its tool: what it leaves, and what a dead worker leaves."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.utils import timezone

from portal.storage import files
from projects.assist.tools import TOOLS
from projects.media.credentials.reading import read
from projects.media.sample import cut_points, make_sample
from projects.models import State
from projects.models.requests import request_assistance
from projects.running import work_folder
from projects.seals import anchors
from projects.tasks import run as run_task
from tests.projects.jobs import fresh, outcome, queued, tool_that


@pytest.fixture
def tool(monkeypatch):
    """Puts `act` in the place of the engine."""

    def put(act):
        monkeypatch.setitem(TOOLS, "shot_breakdown", tool_that(act))

    return put


def one_candidate(inputs, parameters, folder, progress):
    progress("decoding", 0.5)
    return [outcome(folder)]


def test_a_run_leaves_candidate_first_revision_and_pictures(world, tool):
    tool(one_candidate)
    run = queued(world)
    run_task(*run.message)
    candidate = run.candidates.get()
    assert (fresh(run).state, fresh(run).fraction, fresh(run).attempt) == ("READY", 1.0, 1)
    assert [r.number for r in candidate.revisions.all()] == [0]
    assert len(candidate.latest.cut) == 3
    picture = candidate.renditions.get()
    assert picture.role == "thumbnail"
    assert read(Path(files.path(picture.storage_key)), anchors())["state"] == "trusted"
    assert not (Path(conf.WORK_ROOT) / run.pk.hex).exists()


def test_several_outcomes_are_several_candidates(world, tool):
    tool(lambda inputs, parameters, folder, progress: [outcome(folder, n) for n in (1, 2)])
    run = queued(world)
    run_task(*run.message)
    assert [c.number for c in run.candidates.all()] == [1, 2]


def test_the_tool_gets_the_original_under_the_persons_name(world, tool):
    seen = []

    def look(inputs, parameters, folder, progress):
        seen.append((inputs[0].path.read_bytes()[:7], inputs[0].name))
        return []

    tool(look)
    run_task(*queued(world).message)
    assert seen == [(b"film of", "clip.mp4")]


def test_a_second_message_for_the_same_run_does_nothing(world, tool):
    tool(one_candidate)
    run = queued(world)
    run_task(*run.message)
    run_task(*run.message)
    assert run.candidates.count() == 1 and fresh(run).attempt == 1


def test_the_real_tool_on_a_sample_film(world, tmp_path):
    film, version = tmp_path / "film.mp4", world.ours.version
    make_sample(film, seed=7, seconds=6, size=(192, 108))
    files.put(version.storage_key, film)
    request = request_assistance(
        actor=world.visitor("artist"), tool="shot_breakdown", versions=[version], parameters={}
    )
    run = request.runs.get()
    run_task(*run.message)
    assert fresh(run).state == "READY", fresh(run).event()["error"]
    cut = run.candidates.get().latest.cut
    assert cut[0]["start"] == 0 and cut[-1]["end"] == 144
    starts = {shot["start"] for shot in cut}
    assert len(starts & set(cut_points(7, 144))) >= 5
    assert run.candidates.get().renditions.filter(role="thumbnail").count() == len(cut)


def test_old_work_folders_of_ended_runs_are_cleared(world):
    from projects.sweeping import clear_work

    ended, active = queued(world, state=State.CANCELLED), queued(world)
    folders = [work_folder(run) for run in (ended, active)]
    clear_work()
    assert [folder.exists() for folder in folders] == [False, True]
    assert timezone.now() - active.queued_at < timedelta(minutes=1)
