"""The tool around the comparison: files, words, refusals, films on disk."""

import csv
import io
import json
from fractions import Fraction

import cv2
import numpy as np
import pytest
from opentimelineio import adapters

from projects.assist.contract import Cancelled, ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.assist.tools.cut_compare_files import sentence
from projects.media.carrying.edits import graded, smaller, write
from projects.media.cuts import pairs
from projects.media.cuts.pairs import alike
from tests.projects.media.test_shots_films import scene, sound_only

TOOL = TOOLS["cut_compare"]


def run(paths, folder, progress=lambda stage, share: None):
    folder.mkdir(exist_ok=True)
    inputs = [ToolInput(path, path.name) for path in paths]
    (outcome,) = TOOL.run(inputs, TOOL.parameters(), folder, progress)
    return outcome


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    """A cut of four shots; in the next one the last is second, trimmed, the third lost, one new."""
    folder = tmp_path_factory.mktemp("cuts")
    one, two, three, four, five = (scene(seed, 40, speed=9) for seed in range(1, 6))
    write(folder / "first.mp4", one + two + three + four, Fraction(24))
    later = one + four[5:] + five[:30] + two[:-3]
    write(folder / "second.mp4", [smaller(graded(p)) for p in later], Fraction(24), crf=28)
    return folder / "first.mp4", folder / "second.mp4"


@pytest.fixture(scope="module")
def compared(films, tmp_path_factory):
    folder, heard = tmp_path_factory.mktemp("out"), []
    outcome = run(films, folder, lambda stage, share: heard.append((stage, share)))
    return outcome, folder, heard


def test_every_change_is_told_in_numbers_and_words(compared):
    outcome, folder, _heard = compared
    rows = outcome.result["shots"]
    spans = [(row["start"], row["end"]) for row in rows]
    assert spans == [(0, 40), (40, 75), (75, 105), (105, 142)]
    assert [row["told"] for row in rows] == [
        "",
        "moved, head trimmed by 5 frames",
        "new",
        "tail trimmed by 3 frames",
    ]
    assert rows[1]["earlier"] == [{"shot": 3, "start": 125, "end": 160}]
    assert rows[1]["transition"]["kind"] == "cut" and rows[0]["transition"] is None
    lost = [row for row in outcome.result["earlier_shots"] if row["change"] == "lost"]
    assert [(row["start"], row["end"], row["told"], row["at"]) for row in lost] == [
        (80, 120, "lost", 142)
    ]
    assert outcome.result["summary"] == {"kept": 1, "lost": 1, "moved": 1, "new": 1, "trimmed": 1}
    assert json.loads((folder / "result.json").read_text()) == outcome.result
    assert outcome.kind == "changes" and all(file.path.is_file() for file in outcome.files)
    assert not list(folder.rglob("*.npy"))


def test_the_lists_are_read_by_others(compared):
    _outcome, folder, _heard = compared
    cut, lost = adapters.read_from_file(str(folder / "changes.otio")).tracks
    assert len(cut) == 4 and cut.duration().value == 142
    assert [clip.name for clip in lost.find_clips()] == ["Lost 003"]
    edl = (folder / "changes.edl").read_text()
    assert edl.count("FROM CLIP NAME") == 4 and "MOVED, HEAD TRIMMED BY 5 FRAMES" in edl
    table = (folder / "changes.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["film"], row["change"]) for row in rows[3:]] == [
        ("later", "trimmed"),
        ("earlier", "lost"),
    ]
    assert (rows[1]["earlier_start"], rows[1]["head"]) == ("125", "5")


def test_pairs_show_the_same_moment_of_both(compared):
    outcome, folder, _heard = compared
    row = outcome.result["shots"][3]
    pair = cv2.imread(str(folder / row["picture"])).astype(int)
    left, right = pair[:, :320], pair[:, 328:]
    assert pair.shape[:2] == (180, 648)
    away = [np.corrcoef(left.ravel(), side.ravel())[0, 1] for side in (right, right[::-1])]
    assert away[0] > 0.8 > away[1]
    assert "picture" not in outcome.result["shots"][0]
    new = cv2.imread(str(folder / outcome.result["shots"][2]["picture"]))
    assert new[:, :320].std() < 3 < new[:, 328:].std()


def test_rows_name_their_picture_among_those_to_look_at(compared):
    outcome, folder, _heard = compared
    result = outcome.result
    rows = [row for row in result["shots"] + result["earlier_shots"] if "look" in row]
    looks = {file.index: file.path for file in outcome.files if file.role == "large"}
    assert len(rows) == len(looks) == 4
    assert all(looks[row["look"]] == folder / row["picture"] for row in rows)
    assert [row["alike"] is None for row in rows] == [False, True, False, True]
    assert all(row["alike"] > 0.8 for row in (rows[0], rows[2]))


def test_a_lost_shot_that_fades_is_shown_where_something_is_seen(tmp_path):
    one, two = tmp_path / "one.mp4", tmp_path / "two.mp4"
    bright = scene(3, 12, speed=9)
    black = [np.zeros_like(bright[0])] * 60
    write(one, scene(1, 40, speed=9) + bright + black + scene(2, 40, speed=9), Fraction(24))
    write(two, scene(1, 40, speed=9) + scene(2, 40, speed=9), Fraction(24))
    outcome = run([one, two], tmp_path / "out")
    (lost,) = [row for row in outcome.result["earlier_shots"] if row["change"] == "lost"]
    shown = cv2.imread(str(tmp_path / "out" / lost["picture"]))[:, :320]
    assert shown.std() > 8


def test_pictures_are_alike_whatever_their_grade_and_unlike_what_is_empty():
    one, other = scene(1, 1)[0], scene(2, 1)[0]
    black = np.zeros_like(one)
    assert alike(one, graded(one)) > 0.9 > 0.6 > alike(one, other)
    assert alike(one, black) == 0 and alike(black, black) is None


def test_progress_goes_through_the_stages(compared):
    heard = compared[2]
    assert list(dict.fromkeys(stage for stage, _share in heard)) == list(TOOL.stages)
    shares = [share for _stage, share in heard]
    assert shares == sorted(shares) and shares[-1] <= 1


def test_a_film_compared_with_itself_has_no_changes(films, tmp_path):
    outcome = run([films[0], films[0]], tmp_path / "out")
    assert outcome.result["summary"] == {"kept": 4} and not outcome.result["warnings"]
    assert not list((tmp_path / "out" / "pairs").iterdir())


def test_films_that_share_nothing_are_told_of(tmp_path):
    one, two = tmp_path / "one.mp4", tmp_path / "two.mp4"
    write(one, scene(1, 20, speed=4), Fraction(24))
    write(two, scene(2, 1), Fraction(25))
    result = run([one, two], tmp_path / "out").result
    assert result["summary"] == {"lost": 1, "new": 1}
    assert {told["code"] for told in result["warnings"]} == {"cuts:unrelated", "cuts:other_rate"}


def test_black_films_are_not_recognised(tmp_path):
    write(tmp_path / "black.mp4", [np.zeros((90, 160, 3), np.uint8)] * 20, Fraction(24))
    result = run([tmp_path / "black.mp4"] * 2, tmp_path / "out").result
    assert result["summary"] == {"unsure": 2} and result["shots"][0]["told"] == "not recognised"
    assert [told["code"] for told in result["warnings"]] == ["cuts:not_recognised"]


@pytest.mark.parametrize("number", [1, 3])
def test_two_films_are_compared_and_no_other_number(films, tmp_path, number):
    with pytest.raises(ToolRefused) as refused:
        run([films[0]] * number, tmp_path / "out")
    assert refused.value.code == "cuts:two_films"


def test_what_is_no_film_is_refused_by_name(films, tmp_path):
    odd = tmp_path / "odd.mp4"
    odd.write_bytes(b"no film at all")
    for second, code in ((odd, "unreadable"), (sound_only(tmp_path / "s.mp4"), "no_picture")):
        with pytest.raises(ToolRefused) as refused:
            run([films[0], second], tmp_path / "out")
        assert (refused.value.code, refused.value.detail) == (f"tool:{code}", second.name)
        assert list((tmp_path / "out").iterdir()) == [], "nothing is left of the first"


def test_no_edl_of_a_comparison_before_stays(films, tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("changes_1.edl", "changes_2.edl", "changes_mine.edl"):
        (tmp_path / "out" / name).write_text("before")
    run(films, tmp_path / "out")
    lists = sorted(path.name for path in (tmp_path / "out").glob("*.edl"))
    assert lists == ["changes.edl", "changes_mine.edl"]


def test_films_in_folders_called_earlier_and_later_stay(films, tmp_path):
    beside = []
    for name in ("earlier", "later"):
        (tmp_path / name).mkdir()
        beside.append(tmp_path / name / "cut.mp4")
        beside[-1].write_bytes(films[0].read_bytes())
    run(beside, tmp_path)
    assert all(path.read_bytes() == films[0].read_bytes() for path in beside)


def test_cancelling_stops_it(films, tmp_path):
    def stop(stage, share):
        if stage == "later":
            raise Cancelled

    with pytest.raises(Cancelled):
        run(films, tmp_path / "out", stop)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"changes": ["kept"]}, ""),
        ({"changes": ["joined", "moved"]}, "joined from earlier shots, moved"),
        ({"changes": ["extended"], "tail": -1}, "tail extended by 1 frame"),
        ({"changes": ["trimmed"], "head": 4, "exact": False}, "head trimmed by about 4 frames"),
        (
            {"changes": ["retimed"], "change": "retimed", "speed": 2.0},
            "played at 200% of its speed",
        ),
    ],
)
def test_changes_in_words(row, words):
    assert sentence({"change": row["changes"][0], "exact": True, **row}) == words


def test_what_was_told_to_be_kept_and_looks_otherwise_has_its_pair(films, tmp_path, monkeypatch):
    monkeypatch.setattr(pairs, "alike", lambda one, other: 0.1)
    outcome = run([films[0], films[0]], tmp_path / "out")
    assert outcome.result["summary"] == {"kept": 4}
    assert [row["alike"] for row in outcome.result["shots"]] == [0.1] * 4
    assert len(list((tmp_path / "out" / "pairs").iterdir())) == 4
