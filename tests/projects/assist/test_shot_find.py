"""Shots of a film told by stills and clips of them."""

import csv
import io
import json
from fractions import Fraction

import cv2
import numpy as np
import pytest

from projects.assist.contract import ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.media.carrying.edits import graded, smaller, write
from projects.media.carrying.looking import look_at_still
from projects.media.cuts.finding import Reference, find
from tests.projects.media.test_carrying import seen, shot
from tests.projects.media.test_shots_films import scene, sound_only

TOOL = TOOLS["shot_find"]


def run(paths, folder, progress=lambda stage, share: None):
    folder.mkdir(exist_ok=True)
    inputs = [ToolInput(path, path.name) for path in paths]
    (outcome,) = TOOL.run(inputs, TOOL.parameters(), folder, progress)
    return outcome


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    """A film of three shots, graded and small; a still of the first, a clip of the second."""
    folder = tmp_path_factory.mktemp("find")
    one, two, three, four = (scene(seed, 50, speed=9) for seed in range(1, 5))
    film = [smaller(graded(p)) for p in one[:40] + two[10:45] + three[:30]]
    write(folder / "film.mp4", film, Fraction(24), crf=28)
    boxed = cv2.copyMakeBorder(one[20], 30, 30, 0, 0, cv2.BORDER_CONSTANT)
    cv2.imwrite(str(folder / "one.png"), boxed)
    cv2.imwrite(str(folder / "four.png"), four[20])
    write(folder / "two.mp4", two, Fraction(24))
    return folder


def test_each_shot_is_told_by_its_reference(material, tmp_path):
    heard = []
    names = ["film.mp4", "one.png", "two.mp4", "four.png"]
    outcome = run([material / name for name in names], tmp_path / "out", lambda *h: heard.append(h))
    first, second, third = outcome.result["shots"]
    assert (first["verdict"], first["name"]) == ("shown", "one.png")
    assert abs(first["frame"] - 20) <= 1 and first["confidence"] > 0.6
    assert (second["verdict"], second["name"]) == ("shown", "two.mp4")
    assert (second["from"], second["to"]) == (40, 75)
    assert second["frame"] - second["reference_frame"] == 30
    assert (third["verdict"], third["reference"], third["name"]) == ("none", None, "")
    assert [one["shots"] for one in outcome.result["references"]] == [[0], [1], []]
    assert [one["still"] for one in outcome.result["references"]] == [True, False, True]
    assert list(dict.fromkeys(stage for stage, _s in heard)) == list(TOOL.stages)
    shares = [share for _stage, share in heard]
    assert shares == sorted(shares) and shares[-1] <= 1
    out = tmp_path / "out"
    assert json.loads((out / "result.json").read_text()) == outcome.result
    rows = list(csv.DictReader(io.StringIO((out / "found.csv").read_text("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["one.png", "two.mp4", ""]
    assert all((out / row["picture"]).is_file() for row in outcome.result["shots"])
    assert not list(out.rglob("*.npy"))


def test_nothing_to_look_for_is_refused(material, tmp_path):
    with pytest.raises(ToolRefused) as refused:
        run([material / "film.mp4"], tmp_path / "out")
    assert refused.value.code == "find:references"


def test_what_shows_nothing_or_cannot_be_read_is_refused_by_name(material, tmp_path):
    black, odd = tmp_path / "black.png", tmp_path / "odd.mp4"
    cv2.imwrite(str(black), np.zeros((90, 160, 3), np.uint8))
    odd.write_bytes(b"no film at all")
    broken = tmp_path / "broken.png"
    broken.write_bytes((material / "one.png").read_bytes()[:500])
    sound = sound_only(tmp_path / "sound.mp4")
    codes = {black: "find:nothing_shown", odd: "tool:unreadable", broken: "tool:unreadable"}
    for path, code in (codes | {sound: "tool:no_picture"}).items():
        with pytest.raises(ToolRefused) as refused:
            run([material / "film.mp4", path], tmp_path / "out")
        assert (refused.value.code, refused.value.detail) == (code, path.name)


def clip(pictures, name="clip"):
    return Reference(name, pictures, [(0, len(pictures))], still=False)


def still(picture, name="still"):
    return Reference(name, picture[None], [(0, 1)], still=True)


def test_another_take_is_perhaps_and_the_same_take_is_shown():
    take = shot(1)
    moves = np.random.default_rng(99).normal(0, 9, (60, 576)).cumsum(axis=0)
    other = np.clip(take[0].astype(float) + moves, 1, 254).astype(np.uint8)
    (found,) = find(seen([take]), [clip(other), clip(take)])
    assert (found[0].reference, found[0].verdict) == (1, "shown")
    assert all(one.verdict == "perhaps" for one in found[1:])


def test_of_two_stills_that_fit_alike_neither_is_sure():
    take = shot(1)
    (found,) = find(seen([take]), [still(take[10]), still(take[10])])
    assert [one.verdict for one in found] == ["perhaps"] * 2
    (found,) = find(seen([take]), [still(take[10]), still(shot(5)[3])])
    assert [(one.reference, one.verdict, one.at) for one in found] == [(0, "shown", 10)]


def test_black_shots_show_nothing():
    black = np.full((30, 576), 16, np.uint8)
    assert find(seen([black]), [clip(shot(1)), still(shot(2)[0])]) == [[]]


def test_bars_of_a_still_are_left_out():
    grey = np.random.default_rng(2).integers(60, 250, (9, 16), np.uint8)
    picture = cv2.resize(grey, (320, 180), interpolation=cv2.INTER_CUBIC)
    boxed = cv2.copyMakeBorder(picture, 60, 60, 0, 0, cv2.BORDER_CONSTANT)
    plain, without = look_at_still(picture).astype(int), look_at_still(boxed).astype(int)
    assert plain.shape == (1, 576) and np.abs(plain - without).mean() < 8
    assert look_at_still(np.zeros((90, 160), np.uint8)).max() == 0
