"""The tool around the breakdown: parameters, result, files, refusals, going on after a stop."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import pytest
from pydantic import ValidationError

from projects.assist.contract import Cancelled, Tool, ToolInput, ToolRefused
from projects.assist.tools.shot_breakdown import TOOL
from tests.projects.media.test_shots_films import scene, sound_only, write

ROOT = Path(__file__).resolve().parents[3]


def run(path, folder, progress=lambda stage, share: None, **wishes):
    folder.mkdir(exist_ok=True)
    parameters = TOOL.parameters(**wishes)
    (outcome,) = TOOL.run([ToolInput(path, path.name)], parameters, folder, progress)
    return outcome


@pytest.fixture
def film(tmp_path):
    frames = scene(1, 40) + scene(7, 2) + scene(2, 40)
    return write(tmp_path / "my film.mp4", frames)


def test_the_result_names_shots_and_transitions(film, tmp_path):
    result = run(film, tmp_path / "work").result
    assert (result["tool"], result["version"], result["rate"]) == ("shot_breakdown", "1.0", "25/1")
    size = {"frames": 82, "width": 320, "height": 180}
    assert result["input"] == {"name": "my film.mp4"} | size
    shots = [{"start": 0, "end": 42, "thumbnail": 0}, {"start": 42, "end": 82, "thumbnail": 1}]
    assert result["shots"] == shots
    (only,) = result["transitions"]
    assert only.pop("confidence") > 0.5
    assert only == {"kind": "flash_frame", "start": 40, "end": 42}
    assert result["warnings"] == []


def test_files_are_thumbnails_by_shot_and_two_json_files(film, tmp_path):
    outcome = run(film, tmp_path / "work", thumbnail_width=100)
    assert [(f.role, f.media_type, f.index) for f in outcome.files] == [
        ("thumbnail", "image/jpeg", 0),
        ("thumbnail", "image/jpeg", 1),
    ]
    assert all(cv2.imread(str(f.path)).shape == (56, 100, 3) for f in outcome.files)
    assert json.loads((tmp_path / "work" / "result.json").read_text()) == outcome.result
    scoring = json.loads((tmp_path / "work" / "scoring.json").read_text())
    row = {"start": 40, "end": 42, "kind": "flash_frame"}
    assert scoring["files"] == {"my film.mp4": [row]}
    assert scoring["speed"]["my film.mp4"]["seconds"] > 0


def test_a_cut_is_one_frame_in_the_scoring_form(tmp_path):
    run(write(tmp_path / "a.mp4", scene(1, 30) + scene(2, 30)), tmp_path / "work")
    scoring = json.loads((tmp_path / "work" / "scoring.json").read_text())
    assert scoring["files"] == {"a.mp4": [{"frame": 30, "kind": "cut"}]}


def test_wishes_reach_the_engine(film, tmp_path):
    assert run(film, tmp_path / "work", detect_flash_frames=False).result["transitions"] == []


@pytest.mark.parametrize("wrong", [{"sensitivity": 2}, {"minimum_shot_length": 0}, {"colour": 1}])
def test_parameters_outside_their_range_or_unknown_are_refused(wrong):
    with pytest.raises(ValidationError):
        TOOL.parameters(**wrong)


def test_every_parameter_is_explained():
    for field in TOOL.parameters.model_fields.values():
        assert field.title and field.description


def test_a_film_without_picture_is_refused(tmp_path):
    with pytest.raises(ToolRefused) as refusal:
        run(sound_only(tmp_path / "sound.mp4"), tmp_path / "work")
    assert (refusal.value.code, refusal.value.detail) == ("tool:no_picture", "sound.mp4")


def test_what_cannot_be_read_is_refused_without_showing_what_is_in_it(tmp_path):
    path = tmp_path / "odd.mp4"
    path.write_text("secret words")
    with pytest.raises(ToolRefused) as refusal:
        run(path, tmp_path / "work")
    assert refusal.value.code == "tool:unreadable"
    assert "secret" not in str(refusal.value)


def test_cancelling_passes_through_from_any_stage(film, tmp_path):
    for wanted in ("decoding", "analysing", "writing"):

        def cancel(stage, share, wanted=wanted):
            if stage == wanted:
                raise Cancelled

        with pytest.raises(Cancelled):
            run(film, tmp_path / "work", cancel)


def test_stages_told_are_those_of_the_tool(film, tmp_path):
    told = set()
    run(film, tmp_path / "work", lambda stage, share: told.add(stage))
    assert told <= set(TOOL.stages)
    assert isinstance(TOOL, Tool) and TOOL.accepts <= Tool.KINDS


def test_a_killed_run_goes_on_and_ends_as_an_undisturbed_one(tmp_path):
    frames = (scene(1, 150) + scene(2, 150)) * 3
    path = write(tmp_path / "a.mp4", frames, options={"preset": "ultrafast", "g": "50"})
    undisturbed = run(path, tmp_path / "whole").result
    folder = tmp_path / "killed"
    folder.mkdir()
    slow = (
        "import sys, time; from pathlib import Path; from projects.media.shots import reading;"
        "from projects.media.shots.breakdown import break_down; tiny = reading.tiny;"
        "reading.tiny = lambda frame: time.sleep(0.002) or tiny(frame);"
        "break_down(Path(sys.argv[1]), Path(sys.argv[2]), workers=1)"
    )
    command = [sys.executable, "-c", slow, str(path), str(folder)]
    child = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    while not list(folder.glob("parts/*.npy")):
        assert child.poll() is None
        time.sleep(0.005)
    child.send_signal(signal.SIGKILL)
    child.wait()
    kept = {file.name: file.stat().st_mtime_ns for file in folder.glob("parts/*.npy")}
    seen = {}

    def look(stage, share):
        for name in kept:
            if (folder / "parts" / name).exists():
                seen[name] = (folder / "parts" / name).stat().st_mtime_ns

    assert run(path, folder, look).result == undisturbed
    assert kept and seen == kept


def test_takes_are_told_only_when_they_are_wanted(tmp_path):
    film = write(tmp_path / "a.mp4", scene(1, 30))
    assert "takes" not in run(film, tmp_path / "one").result
    (take,) = run(film, tmp_path / "two", find_takes=True).result["takes"]
    assert take == {
        **{"start": 0, "end": 30, "began_by": "camera_start", "ended_by": "camera_stop"},
        **{"confidence": 0.9, "clap": None},
    }
