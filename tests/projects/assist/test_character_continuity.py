"""Character continuity: consent, marks, what is told and written, what is refused."""

import json
from dataclasses import replace

import cv2
import numpy as np
import pytest
from django.core.management import CommandError, call_command

from portal.benchmarks import shots
from portal.errors import sentences
from projects.assist.contract import Cancelled, ToolInput, ToolRefused
from projects.assist.tools import TOOLS, character_continuity
from projects.media.faces import casting
from projects.media.faces.boxes import Box
from projects.media.faces.cascades import Face
from tests.projects.media.people_drawn import HEIGHT, WIDTH, person, relit, room
from tests.projects.media.test_shots_films import sound_only, write

TOOL = TOOLS["character_continuity"]
RED, GREEN, BLUE = (30, 30, 170), (40, 140, 40), (150, 60, 30)
AT = {"x": 100, "y": 60, "width": 44, "height": 44}
SHOTS = "0-8,8-16,16-24,24-25,25-33"


def shot(count, clothes=None, face=1, light=(1, 1, 1), step=2):
    """Somebody who goes to the right, or an empty room."""
    drawn = [room(n) for n in range(count)]
    if clothes:
        for n, picture in enumerate(drawn):
            person(picture, 100 + step * n, 60, clothes=clothes, face=face)
    return [relit(picture, light) for picture in drawn]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Red, green, red in another light, one black frame, an empty room."""
    black = [np.zeros((HEIGHT, WIDTH, 3), np.uint8)]
    dim = shot(8, RED, light=(0.5, 0.55, 0.65))
    frames = [*shot(8, RED), *shot(8, GREEN, face=7), *dim, *black, *shot(8)]
    return write(tmp_path_factory.mktemp("film") / "film.mp4", frames)


@pytest.fixture(autouse=True)
def no_models(monkeypatch, tmp_path):
    monkeypatch.setenv("MODELS_DIR", str(tmp_path / "models"))


def run(path, folder, progress=lambda stage, share: None, **wishes):
    folder.mkdir(exist_ok=True)
    (outcome,) = TOOL.run([ToolInput(path, path.name)], TOOL.parameters(**wishes), folder, progress)
    return outcome


def marks(*rows):
    return json.dumps([{**AT, **row} for row in rows])


THREE = marks({"frame": 0}, {"frame": 8}, {"frame": 16})


@pytest.mark.parametrize("words", ["", " ", "[]", "[ ]"])
def test_nobody_is_looked_for_without_a_consent(film, tmp_path, words):
    with pytest.raises(ToolRefused) as refused:
        run(film, tmp_path / "out", shots=SHOTS, marks=words)
    assert refused.value.code == "faces:no_consent"
    told = sentences(refused.value.code, refused.value.facts)
    assert "film.mp4" in told["message"] and "consent_vouched=true" in told["todo"]
    assert list((tmp_path / "out").iterdir()) == []


def test_without_a_consent_marks_compare_clothes_alone(film, tmp_path):
    result = run(film, tmp_path / "out", shots=SHOTS, marks=THREE).result
    assert result["compared"] == ["wardrobe"]
    assert result["consent"] == {"vouched": False, "by": "", "at": ""}
    assert result["faces_by"] == "marks"
    first, second, third = (row["characters"] for row in result["shots"][:3])
    assert first == third != second, "known by the clothes, in another light too"
    regions = [r["region"] for c in result["characters"] for d in c["drift"] for r in d["regions"]]
    assert set(regions) == {"wardrobe", "pattern"}
    assert "faces:not_searched" in [w["code"] for w in result["warnings"]]


def test_with_a_consent_all_is_compared_and_the_consent_stands_in_the_result(film, tmp_path):
    wishes = {"consent_vouched": True, "find": False}
    outcome = run(film, tmp_path / "out", shots=SHOTS, marks=THREE, **wishes)
    result = outcome.result
    assert json.loads((tmp_path / "out" / "result.json").read_text()) == result
    assert result["compared"] == ["wardrobe", "hair", "skin", "face"]
    assert result["consent"] == {"vouched": True, "by": "the parameter consent_vouched", "at": ""}
    assert [row["characters"] for row in result["shots"]] == [
        ["Character 1"], ["Character 2"], ["Character 1"], [], [],
    ]  # fmt: skip
    assert outcome.kind == "cast"
    scored = result["files"]["film.mp4"]["shots"]
    assert scored[1] == {"start": 8, "end": 16, "characters": ["Character 2"]}
    boxes = result["shots"][0]["people"][0]["boxes"]
    assert boxes["7"][0] == pytest.approx(114 / WIDTH, abs=0.02), "the mark goes with the face"
    assert {
        "code": "faces:dark",
        "detail": "shot 3 (24-25): it is black: nobody was looked for",
    } in (result["warnings"])


def test_other_clothes_of_one_name_are_told_with_both_frames(film, tmp_path):
    named = marks({"shot": 0, "character": "Ada"}, {"shot": 1, "character": "Ada"})
    outcome = run(film, tmp_path / "out", shots=SHOTS, marks=named)
    (ada,) = outcome.result["characters"]
    assert (ada["character"], ada["shots"]) == ("Ada", [0, 1])
    (drift,) = ada["drift"]
    wardrobe = next(r for r in drift["regions"] if r["region"] == "wardrobe")
    assert drift["noticed"] and wardrobe["noticed"] and wardrobe["amount"] > 40
    assert wardrobe["red_green"] < -40, "it has become green"
    picture = cv2.imread(str(tmp_path / "out" / drift["beside"]))
    left, right = np.array_split(picture, 2, axis=1)
    below = slice(-60, None)
    assert left[below, ..., 2].mean() > left[below, ..., 1].mean()
    assert right[below, ..., 1].mean() > right[below, ..., 2].mean()
    assert [f.role for f in outcome.files] == ["large", "numbers"]


def test_the_same_clothes_in_another_light_are_no_drift(film, tmp_path):
    named = marks({"shot": 0, "character": "Ada"}, {"shot": 2, "character": "Ada"})
    (ada,) = run(film, tmp_path / "out", shots=SHOTS, marks=named).result["characters"]
    assert not ada["drift"][0]["noticed"] and ada["drift"][0]["beside"] is None
    assert not (tmp_path / "out" / "drift").exists()


def test_one_who_is_in_one_shot_only_has_no_drift(film, tmp_path):
    (one,) = run(film, tmp_path / "out", shots=SHOTS, marks=marks({"shot": 1})).result["characters"]
    assert (one["shots"], one["drift"]) == ([1], [])
    assert one["hero"]["shot"] == 1


class Drawn:
    """A finder that knows where people are drawn."""

    by, searches = "cascades", ("quick", "thorough")

    def __init__(self):
        self.asked = []

    def find(self, picture, search):
        self.asked.append(search)
        head = picture[70:100].astype(int)
        columns = np.nonzero((head[..., 2] - head[..., 0] > 35).mean(0) > 0.5)[0]
        if len(columns) < 20:
            return []
        return [Face(Box(float(columns[0]), 60.0, 44.0, 44.0), 3, 0.9)]

    def embedding(self, picture, box):
        return None


def test_faces_are_found_and_nothing_that_describes_one_is_written(film, tmp_path, monkeypatch):
    finder = Drawn()
    monkeypatch.setattr("projects.assist.tools.character_continuity.finder", lambda _f: finder)
    seen = []
    kept = casting.look
    monkeypatch.setattr(casting, "look", lambda *a: seen.append(kept(*a)) or seen[-1])
    result = run(film, tmp_path / "out", shots=SHOTS, consent_vouched=True).result
    assert result["faces_by"] == "cascades"
    assert [row["characters"] for row in result["shots"][:3]] == [
        ["Character 1"], ["Character 2"], ["Character 1"],
    ]  # fmt: skip
    assert finder.asked.count("thorough") == 6, "only where the quick search found nobody"
    assert len(seen) == 18 and all(one.face is not None for one in seen)
    written = [p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()]
    for one in seen:
        assert not any(one.face[:8].tobytes() in content for content in written)
    names = json.dumps(result)
    assert "embedding" not in names and max(map(len, _lists(result))) < 20


def _lists(value):
    """Every list of numbers in the result: a description would be a long one."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        if all(isinstance(one, float) for one in value):
            yield value
        for one in value:
            yield from _lists(one)


def test_marks_go_before_faces_found_at_the_same_place(film, tmp_path, monkeypatch):
    monkeypatch.setattr("projects.assist.tools.character_continuity.finder", lambda _f: Drawn())
    wishes = {"consent_vouched": True, "marks": marks({"frame": 0, "character": "Ada"})}
    result = run(film, tmp_path / "out", shots=SHOTS, **wishes).result
    assert result["faces_by"] == "marks+cascades"
    assert [row["characters"] for row in result["shots"][:3]] == [["Ada"], ["Character 1"], ["Ada"]]
    assert [p["by"] for row in result["shots"] for p in row["people"]] == [
        "marks", "cascades", "cascades",
    ]  # fmt: skip


def test_nobody_and_shots_found_by_the_tool_itself(film, tmp_path):
    empty = write(tmp_path / "empty.mp4", shot(8))
    stages = []
    outcome = run(
        empty, tmp_path / "out", lambda stage, share: stages.append(stage), consent_vouched=True
    )
    (row,) = outcome.result["shots"]
    assert (row["start"], row["end"], row["characters"]) == (0, 8, [])
    assert [w["code"] for w in outcome.result["warnings"]] == ["faces:nobody"]
    assert list(dict.fromkeys(stages)) == list(TOOL.stages)[:2]
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["result.json"]


def test_what_is_missing_of_a_film_is_told(film, tmp_path, monkeypatch):
    lost = {"code": "lost_frames", "detail": "the file announces 33 frames, 8 could be decoded"}
    real = character_continuity.break_down
    monkeypatch.setattr(
        character_continuity,
        "break_down",
        lambda *given, **named: replace(real(*given, **named), warnings=[lost]),
    )
    result = run(film, tmp_path / "out", marks=marks({"frame": 0})).result
    assert result["warnings"][0] == lost


def test_what_a_shot_breakdown_left_in_the_folder_stays(film, tmp_path):
    kept = tmp_path / "out" / "thumbnails" / "shot_00000.jpg"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"mine")
    run(film, tmp_path / "out", marks=marks({"frame": 0}))
    assert kept.read_bytes() == b"mine"
    assert {p.name for p in (tmp_path / "out").iterdir()} <= {"drift", "result.json", "thumbnails"}


def test_a_mark_that_leaves_the_picture_is_told(tmp_path):
    film = write(tmp_path / "film.mp4", shot(24, RED, step=14))
    result = run(film, tmp_path / "out", shots="0-24", marks=marks({"frame": 0})).result
    assert {w["code"] for w in result["warnings"]} & {"faces:left", "faces:lost"}
    assert result["shots"][0]["characters"] == ["Character 1"]


def test_frames_that_the_film_has_not_are_told(film, tmp_path):
    result = run(film, tmp_path / "out", shots="0-8,900-990", marks=marks({"frame": 0})).result
    assert "faces:unread" in [w["code"] for w in result["warnings"]]


@pytest.mark.parametrize(
    "words", ["8-2", "a-b", "0-8,4-9", "[[1]]", "[{", '[{"start": 1}]', "[5]", "-3-4", "0-8,"]
)
def test_what_are_no_shots_is_refused(film, tmp_path, words):
    with pytest.raises(ToolRefused) as refused:
        run(film, tmp_path / "out", shots=words, consent_vouched=True)
    assert refused.value.code == "faces:bad_shots"


def test_shots_may_be_json(film, tmp_path):
    words = '[{"start": 0, "end": 8}, [8, 16]]'
    result = run(film, tmp_path / "out", shots=words, marks=marks({"shot": 1})).result
    assert [(row["start"], row["end"]) for row in result["shots"]] == [(0, 8), (8, 16)]


@pytest.mark.parametrize(
    "words",
    [
        "{",
        "{}",
        "[3]",
        marks({}),
        marks({"frame": 999}),
        marks({"shot": 9}),
        marks({"shot": 0, "frame": 12}),
        marks({"frame": 0, "x": 900}),
        marks({"frame": 0, "width": -1}),
        marks({"frame": 0, "width": 1e-300, "height": 1e-300}),
        marks({"frame": 0, "character": "Ada"}, {"frame": 1, "character": "Ada"}),
        marks({"frame": 0, "x": None}),
        marks({"frame": 0, "colour": "red"}),
        marks({"frame": 0, "character": "A\0da"}),
        marks({"frame": 0, "character": "A\nda"}),
        marks({"frame": 0, "character": "Ada\n"}),
        marks(*[{"frame": 0}] * 13),
    ],
)
def test_what_is_no_mark_is_refused(film, tmp_path, words):
    with pytest.raises(ToolRefused) as refused:
        run(film, tmp_path / "out", shots=SHOTS, marks=words)
    assert refused.value.code == "faces:bad_marks" and refused.value.detail


def test_pixels_and_parts_of_the_picture_mean_the_same(film, tmp_path):
    parts = {"x": 100 / WIDTH, "y": 60 / HEIGHT, "width": 44 / WIDTH, "height": 44 / HEIGHT}
    one = run(film, tmp_path / "a", shots=SHOTS, marks=marks({"frame": 0})).result
    other = run(film, tmp_path / "b", shots=SHOTS, marks=marks({"frame": 0, **parts})).result
    assert one["shots"] == other["shots"]


def test_without_a_picture_there_is_a_refusal(tmp_path):
    for path, code in (
        (sound_only(tmp_path / "sound.mp4"), "tool:no_picture"),
        (tmp_path / "text.mp4", "tool:unreadable"),
    ):
        if not path.exists():
            path.write_text("no film")
        with pytest.raises(ToolRefused) as refused:
            run(path, tmp_path / "out", consent_vouched=True)
        assert refused.value.code == code


def test_it_can_be_cancelled(film, tmp_path):
    def stop(stage, share):
        raise Cancelled

    with pytest.raises(Cancelled):
        run(film, tmp_path / "out", stop, shots=SHOTS, marks=THREE)


def test_the_shell_takes_the_flag_and_refuses_without_it(film, tmp_path, capsys):
    asked = ("assist", "character_continuity", "--input", str(film), "--out", str(tmp_path / "o"))
    given = ["--param", f"shots={SHOTS}"]
    with pytest.raises(CommandError, match="vouched"):
        call_command(*asked, *given)
    given += ["--param", "consent_vouched=true", "--param", f"marks={THREE}"]
    call_command(*asked, *given, "--param", "find=false")
    assert "5 shots" in capsys.readouterr().out
    assert json.loads((tmp_path / "o" / "result.json").read_text())["consent"]["vouched"] is True


def test_real_people_are_found_and_told_apart(tmp_path):
    """Three shots of the reel, two of them of one person, whose shirt has a face on it."""
    data = shots.data_folder()
    if data is None or not (data / "faces").is_dir():
        pytest.skip("the labelled faces are not beside the project")
    reel = data / "faces" / "dev_faces_asl_480p25.mp4"
    truth = json.loads((data / "faces" / "dev_faces_asl_480p25.truth.json").read_text())
    taken = [truth["shots"][n] for n in (0, 1, 3)]
    words = ",".join(f"{row['start']}-{row['end']}" for row in taken)
    result = run(reel, tmp_path / "out", shots=words, consent_vouched=True).result
    found = [row["characters"] for row in result["shots"]]
    assert all(len(labels) == 1 for labels in found), "the print on a shirt is nobody"
    true = [row["characters"] for row in taken]
    for one in range(3):
        for other in range(one):
            assert (found[one] == found[other]) == (true[one] == true[other])
