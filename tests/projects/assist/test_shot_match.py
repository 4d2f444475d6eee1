"""The tool around the match: parameters, files, refusals, one real pair."""

import csv
import io
import json

import cv2
import numpy as np
import pytest
from django.core.management import call_command

from portal.benchmarks import shots
from projects.assist.contract import Cancelled, ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.interchange.cdl import read_cdl
from projects.media.lut import check_file
from projects.media.refusal import Refused
from tests.projects.media.test_match import drifted, painting
from tests.projects.media.test_shots_films import sound_only, write

TOOL = TOOLS["shot_match"]


def run(paths, folder, progress=lambda stage, share: None, **wishes):
    folder.mkdir(exist_ok=True)
    inputs = [ToolInput(path, path.name) for path in paths]
    (outcome,) = TOOL.run(inputs, TOOL.parameters(**wishes), folder, progress)
    return outcome


def still(path, picture):
    cv2.imwrite(str(path), np.ascontiguousarray(picture[..., ::-1]))
    return path


@pytest.fixture
def pair(tmp_path):
    hero = painting(1)
    return [still(tmp_path / "hero.png", hero), still(tmp_path / "shot.png", drifted(hero))]


def test_a_shot_is_measured_and_brought_back(pair, tmp_path):
    box = "0:0.1,0.1,0.2,0.2 1:0.1,0.1,0.2,0.2"
    outcome = run(pair, tmp_path / "out", skin=box)
    (row,) = outcome.result["shots"]
    assert (row["verdict"], row["answered"], row["sure"]) == ("drift", True, True)
    assert abs(row["drift"]["exposure_stops"]) > 2 * abs(row["left"]["exposure_stops"])
    assert row["regions"]["skin"]["after"] < row["regions"]["skin"]["before"] / 2
    assert json.loads((tmp_path / "out" / "result.json").read_text()) == outcome.result
    (read,) = read_cdl((tmp_path / "out" / "match.cdl").read_bytes())
    assert list(read.slope) == row["slope"] and read.saturation == row["saturation"]
    assert check_file(tmp_path / "out" / "shot_001.cube") == 33**3
    assert "*ASC_SAT" in (tmp_path / "out" / "match.edl").read_text()
    assert cv2.imread(str(tmp_path / "out" / "shot_001.png")).shape[1] > 1400
    lists = {"cdl", "ccc", "edl", "csv", "numbers"}
    assert {f.role for f in outcome.files} == lists | {"compare", "cube", "large"}
    assert outcome.kind == "match" and all(f.path.is_file() for f in outcome.files)


def test_what_is_looked_at_is_hero_before_and_after(pair, tmp_path):
    outcome = run(pair, tmp_path / "out")
    (row,) = outcome.result["shots"]
    shown = {f.index: cv2.imread(str(f.path)) for f in outcome.files if f.role == "large"}
    hero, before, after = (shown[n] for n in (0, row["looks"]["before"], row["looks"]["after"]))
    assert set(shown) == {0, row["looks"]["before"], row["looks"]["after"]}
    away, left = (float(np.abs(hero.astype(int) - one).mean()) for one in (before, after))
    assert left < away / 4


def test_the_table_has_a_row_a_shot_and_no_formula(pair, tmp_path):
    black = still(tmp_path / "=black.png", np.zeros((90, 160, 3), np.uint8))
    outcome = run([*pair, black], tmp_path / "out")
    table = (tmp_path / "out" / "match.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["name"] for row in rows] == ["shot.png", "'=black.png"]
    first = outcome.result["shots"][0]
    assert float(rows[0]["slope_g"]) == first["slope"][1]
    assert float(rows[0]["left_tint"]) == first["left"]["tint"]
    assert rows[1]["slope_r"] == rows[1]["drift_tint"] == ""


def test_ranges_of_one_film_are_shots_and_any_may_be_the_hero(tmp_path):
    hero = painting(2)[..., ::-1]
    second = drifted(painting(2))[..., ::-1]
    film = write(tmp_path / "film.mp4", [hero] * 10 + [second] * 10)
    outcome = run([film], tmp_path / "out", shots="0-10,10-20", hero=1)
    (row,) = outcome.result["shots"]
    assert (row["index"], row["start"], row["end"], row["verdict"]) == (0, 0, 10, "drift")
    assert outcome.result["hero"]["start"] == 10


def test_a_black_shot_gets_no_decision(pair, tmp_path):
    black = still(tmp_path / "black.png", np.zeros((90, 160, 3), np.uint8))
    outcome = run([pair[0], black], tmp_path / "out")
    (row,) = outcome.result["shots"]
    assert (row["verdict"], row["answered"]) == ("nothing_seen", False)
    assert outcome.result["warnings"][0]["code"] == "match:nothing_seen"
    assert [p.name for p in (tmp_path / "out").glob("match.*")] == ["match.csv"]
    assert row["files"] == ["shot_001.png"]


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"hero": 2}, "match:bad_ranges"),
        ({"shots": "0-10,20-30"}, "match:ranges_of_one"),
        ({"skin": "0:0.1,0.1"}, "match:bad_boxes"),
        ({"neutral": "0:0.9,0.1,0.2,0.1"}, "match:bad_boxes"),
        ({"skin": "5:0.1,0.1,0.1,0.1"}, "match:bad_boxes"),
    ],
)
def test_what_cannot_be_meant_is_refused(pair, tmp_path, wishes, code):
    with pytest.raises(ToolRefused) as refused:
        run(pair, tmp_path / "out", **wishes)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("shots", "code"),
    [("0-10", "one_shot"), ("0-10,20-15", "bad_ranges"), ("0-10,x", "bad_ranges")],
)
def test_ranges_that_are_none_are_refused(pair, tmp_path, shots, code):
    with pytest.raises(ToolRefused) as refused:
        run(pair[:1], tmp_path / "out", shots=shots)
    assert refused.value.code == f"match:{code}"


def test_heroes_without_a_picture_are_refused(pair, tmp_path):
    black = still(tmp_path / "black.png", np.zeros((90, 160, 3), np.uint8))
    (tmp_path / "text.mp4").write_text("no film")
    sound = sound_only(tmp_path / "sound.mp4")
    wanted = {
        black: "match:dark_hero",
        tmp_path / "text.mp4": "tool:unreadable",
        sound: "tool:no_picture",
    }
    for path, code in wanted.items():
        with pytest.raises(ToolRefused) as refused:
            run([path, pair[1]], tmp_path / "out")
        assert refused.value.code == code


def test_progress_grows_and_may_cancel(pair, tmp_path):
    told = []
    run(pair, tmp_path / "out", lambda stage, share: told.append((stage, share)))
    shares = [share for _stage, share in told]
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] <= 1
    assert {stage for stage, _share in told} <= set(TOOL.stages)

    def stop(stage, share):
        raise Cancelled

    with pytest.raises(Cancelled):
        run(pair, tmp_path / "out", stop)


def test_the_shell_takes_several_inputs(pair, tmp_path, capsys):
    out = tmp_path / "out"
    call_command("assist", "shot_match", "--input", pair[0], "--input", pair[1], "--out", out)
    assert f"1 shot in {out / 'result.json'}" in capsys.readouterr().out


@pytest.mark.skipif(
    not shots.data_folder(), reason="the colour pairs (shared/data) are not beside the project"
)
def test_a_real_pair_is_brought_back(tmp_path):
    case = shots.data_folder() / "colour" / "c14"
    row = run([case / "ref.mp4", case / "drift.mp4"], tmp_path / "out").result["shots"][0]
    assert row["verdict"] == "drift" and row["size"] > 10
    before, truth = (
        cv2.imread(str(path))[..., ::-1] / 255.0
        for path in (case / "drift_0.png", case / "truth" / "orig_0.png")
    )
    from projects.media.match.grade import Cdl, through, unlike

    cdl = Cdl(tuple(row["slope"]), tuple(row["offset"]), tuple(row["power"]), row["saturation"])
    assert unlike(through(before, cdl), truth).mean() < 1.5 < 10 < unlike(before, truth).mean()


def test_frames_that_the_film_does_not_have_are_refused(tmp_path):
    film = write(tmp_path / "film.mp4", [painting(2)[..., ::-1]] * 20)
    for ranges in ("0-10,10-21", "0-10,5000-5100"):
        with pytest.raises(Refused, match="match:bad_ranges") as caught:
            run([film], tmp_path / "out", shots=ranges)
        assert caught.value.facts["detail"].endswith("of a film with 20 frames")


def test_a_shot_of_another_rate_has_a_correction_but_no_place_in_the_edl(tmp_path):
    hero = painting(1)
    first = write(tmp_path / "a.mp4", [hero[..., ::-1]] * 10, rate=24)
    same = write(tmp_path / "b.mp4", [drifted(hero)[..., ::-1]] * 10, rate=24)
    other = write(tmp_path / "c.mp4", [drifted(hero)[..., ::-1]] * 10, rate=30)
    outcome = run([first, same, other], tmp_path / "out")
    assert [row["in_edl"] for row in outcome.result["shots"]] == [True, False]
    assert [w["code"] for w in outcome.result["warnings"]] == ["match:other_rate"]
    edl = (tmp_path / "out" / "match.edl").read_text()
    assert "b.mp4" in edl and "c.mp4" not in edl
    assert len(read_cdl((tmp_path / "out" / "match.cdl").read_bytes())) == 2
    alone = run([first, other], tmp_path / "alone")
    roles = {"compare", "cube", "cdl", "ccc", "csv", "numbers", "large"}
    assert {f.role for f in alone.files} == roles
    by_still = run([still(tmp_path / "a.png", hero), other], tmp_path / "still")
    assert by_still.result["warnings"] == []
    clock = (tmp_path / "still" / "match.edl").read_text()
    assert "01:00:00:00 01:00:00:10" in clock and by_still.result["shots"][0]["in_edl"]


@pytest.mark.parametrize("number", [0, 1])
def test_a_box_that_has_no_other_is_told(pair, tmp_path, number):
    outcome = run(pair, tmp_path / "out", neutral=f"{number}:0.1,0.1,0.2,0.2")
    assert [w["code"] for w in outcome.result["warnings"]] == ["match:box_alone"]
    assert outcome.result["shots"][0]["regions"] == {}


def test_a_film_that_ends_early_is_told(pair, tmp_path):
    frames = [drifted(painting(1))[..., ::-1]] * 20
    film = write(tmp_path / "whole.mkv", frames, options={"preset": "ultrafast", "g": "1"})
    assert run([pair[0], film], tmp_path / "whole").result["warnings"] == []
    cut = tmp_path / "cut.mkv"
    cut.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    outcome = run([pair[0], cut], tmp_path / "out")
    assert "match:incomplete" in [w["code"] for w in outcome.result["warnings"]]
