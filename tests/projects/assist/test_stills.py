"""Stills of a film: which frames, which files, what is refused."""

import json

import cv2
import numpy as np
import pytest
from django.core.management import call_command
from pydantic import ValidationError

from projects.assist.contract import ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.media.likeness import apart, likeness
from tests.projects.media.test_shots_films import scene, sound_only, write

TOOL = TOOLS["stills"]


def run(path, folder, progress=lambda stage, share: None, **wishes):
    folder.mkdir(exist_ok=True)
    parameters = TOOL.parameters(**wishes)
    return TOOL.run([ToolInput(path, path.name)], parameters, folder, progress)


@pytest.fixture
def film(tmp_path):
    """Two shots; in the second all but frames 60 to 64 are a little out of focus."""
    second = [cv2.GaussianBlur(frame, (0, 0), 1) for frame in scene(2, 40)]
    second[20:25] = scene(2, 40)[20:25]
    return write(tmp_path / "my film.mp4", [*scene(1, 40), *second])


def test_each_shot_offers_its_best_frames_apart(film, tmp_path):
    outcomes = run(film, tmp_path / "work", per_shot=2, spacing=0.4)
    told = [(o.result["shot"], o.result["frame"]) for o in outcomes]
    assert [shot for shot, _frame in told] == [1, 1, 2, 2]
    assert told == sorted(told)
    first, second = ([f for s, f in told if s == shot] for shot in (1, 2))
    assert first[1] - first[0] >= 10 and second[1] - second[0] >= 10  # 0.4 s at 25 fps
    assert any(60 <= frame < 65 for frame in second), "the sharp ones were missed"
    assert all(0 <= o.result["score"] <= 1 for o in outcomes)


def test_a_still_is_a_picture_with_three_files_and_a_plate(film, tmp_path):
    (outcome,) = run(film, tmp_path / "work", per_shot=1, most=1)
    assert [(f.role, f.media_type) for f in outcome.files] == [
        ("picture", "image/jpeg"),
        ("large", "image/jpeg"),
        ("small", "image/jpeg"),
    ]
    whole, _large, small = (cv2.imread(str(f.path)) for f in outcome.files)
    picture = outcome.picture
    assert (picture.width, picture.height) == whole.shape[1::-1] == (320, 180)
    assert small.shape[1] <= 320
    assert apart(picture.hash, likeness(whole)) <= 2
    assert (picture.plate, picture.plate_frame) == (0, 20)


def test_the_written_picture_is_that_frame(film, tmp_path):
    (outcome,) = run(film, tmp_path / "work", per_shot=1, most=1, picture_format="PNG")
    assert outcome.files[0].media_type == "image/png"
    written = cv2.imread(str(outcome.files[0].path)).astype(int)
    frame = scene(1, 40)[outcome.result["frame"]].astype(int)
    candidates = [np.abs(written - frame).mean(), np.abs(written - frame[..., ::-1]).mean()]
    assert min(candidates) < 12


def test_all_is_listed_beside_the_pictures(film, tmp_path):
    outcomes = run(film, tmp_path / "work")
    listed = json.loads((tmp_path / "work" / "result.json").read_text())
    assert (listed["tool"], len(listed["stills"])) == ("stills", len(outcomes))
    for row in listed["stills"]:
        assert (tmp_path / "work" / row["file"]).is_file()
        assert {"frame", "shot", "plate_frame", "score", "sharpness", "hash"} <= set(row)


def test_progress_grows_through_all_stages(film, tmp_path):
    told = []
    run(film, tmp_path / "work", lambda stage, share: told.append((stage, share)))
    assert list(dict.fromkeys(stage for stage, _share in told)) == list(TOOL.stages)
    shares = [share for _stage, share in told]
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] <= 1


@pytest.mark.parametrize(
    "wishes",
    [{"per_shot": 0}, {"per_shot": 11}, {"most": 501}, {"spacing": -1}, {"picture_format": "GIF"}],
)
def test_parameters_have_limits(wishes):
    with pytest.raises(ValidationError):
        TOOL.parameters(**wishes)


def test_a_film_of_short_shots_alone_is_refused(film, tmp_path):
    with pytest.raises(ToolRefused) as refused:
        run(film, tmp_path / "work", shortest_shot=100)
    assert (refused.value.code, refused.value.detail) == ("tool:no_stills", "my film.mp4")


def test_a_black_film_has_no_stills(tmp_path):
    black = write(tmp_path / "black.mp4", np.zeros((30, 180, 320, 3), np.uint8))
    with pytest.raises(ToolRefused, match="black"):
        run(black, tmp_path / "work")


def test_sound_and_rubbish_are_refused(tmp_path):
    with pytest.raises(ToolRefused) as refused:
        run(sound_only(tmp_path / "sound.mp4"), tmp_path / "work")
    assert refused.value.code == "tool:no_picture"
    (tmp_path / "text.mp4").write_text("no film")
    with pytest.raises(ToolRefused) as refused:
        run(tmp_path / "text.mp4", tmp_path / "work")
    assert refused.value.code == "tool:unreadable"


def test_the_shell_runs_it_and_says_how_many(film, tmp_path, capsys):
    out = tmp_path / "out"
    call_command("assist", "stills", "--input", film, "--out", out, "--param", "per_shot=1")
    assert f"2 candidates in {out / 'result.json'}" in capsys.readouterr().out
