"""Takes are told apart by their defects, beside the others of the setup and alone."""

import cv2
import numpy as np
import pytest

from projects.media.takes.judging import Reason, judge, throughout, verdict
from projects.media.takes.measures import measures, runs, usable
from projects.media.takes.watching import watch
from tests.projects.media.takes_films import (
    FRAMES,
    frames,
    frozen,
    grainy,
    lit,
    shaken,
    soft,
    write,
)

PI = np.pi * np.arange(FRAMES) / FRAMES
DEFECTS = {
    "clean": lambda p: p,
    "soft": lambda p: soft(p, 2.2),
    "focus_hunt": lambda p: soft(p, 3 * np.sin(PI) ** 2),
    "under": lambda p: lit(p, -2),
    "over": lambda p: lit(p, 1.8),
    "noise": lambda p: grainy(p, 18),
    "shake": lambda p: shaken(p, 5),
    "blocky": lambda p: p,
    "freeze": lambda p: frozen(p, 10, 22),
    "flicker": lambda p: lit(p, np.where(np.arange(FRAMES) % 2, 0.5, -0.5)),
}


def quiet(_share: float) -> None:
    """Nobody is told."""


def looked(path):
    return measures(watch(path, quiet))


@pytest.fixture(scope="module")
def setup(tmp_path_factory):
    """Measures of one take with each defect, by its name."""
    folder = tmp_path_factory.mktemp("takes")
    found = {}
    for name, spoil in DEFECTS.items():
        crf = 46 if name == "blocky" else 16
        found[name] = looked(write(folder / f"{name}.mp4", spoil(frames()), crf=crf))
    return found


def judged(setup, *names):
    return dict(zip(names, judge([setup[name] for name in names]), strict=True))


@pytest.mark.parametrize("name", [name for name in DEFECTS if name != "clean"])
def test_a_defect_is_named_beside_clean_takes_and_ranked_below(setup, name):
    found = judge([setup[name], setup["clean"], setup["clean"]])
    assert found[0].defects == [name] or (name == "focus_hunt" and name in found[0].defects)
    assert found[1].defects == [] and found[1].score > 0.9 > found[0].score + 0.05
    assert found[0].reasons[0].code == name


def test_the_clean_take_is_first_among_all_defects(setup):
    found = judged(setup, *DEFECTS)
    assert max(found, key=lambda name: found[name].score) == "clean"
    assert found["clean"].defects == []


@pytest.mark.parametrize("name", ["soft", "focus_hunt", "noise", "shake", "freeze", "flicker"])
def test_plain_defects_are_named_in_a_take_alone(setup, name):
    (found,) = judge([setup[name]])
    assert name in found.defects


def test_a_clean_take_alone_is_clean(setup):
    (found,) = judge([setup["clean"]])
    assert found.defects == [] and found.score > 0.85


def test_very_dark_and_very_bright_takes_are_told_alone(tmp_path):
    for stops, name in ((-4, "under"), (4, "over")):
        (found,) = judge([looked(write(tmp_path / f"{name}.mp4", lit(frames(12), stops)))])
        assert found.defects[0] == name


def test_equal_takes_get_equal_scores(setup):
    first, second = judge([setup["clean"]] * 2)
    assert first == second


def test_more_of_a_defect_is_worse(tmp_path):
    takes = [
        looked(write(tmp_path / f"{by}.mp4", soft(frames(20), by))) for by in (0, 0.8, 1.6, 2.8)
    ]
    scores = [one.score for one in judge(takes)]
    assert scores == sorted(scores, reverse=True) and len(set(scores)) == 4


def test_a_setup_that_pulls_focus_does_not_hunt(tmp_path):
    pull = [
        looked(write(tmp_path / f"{n}.mp4", soft(frames(seed=n), np.linspace(0, 3, FRAMES))))
        for n in (1, 2, 3)
    ]
    assert all("focus_hunt" not in one.defects for one in judge(pull))


def test_a_still_scene_does_not_freeze(tmp_path):
    still = looked(write(tmp_path / "still.mp4", [frames(1)[0]] * 30))
    assert (still.frozen, still.moves) == ((), False)
    assert judge([still])[0].defects == []


def test_where_it_froze_is_told(setup):
    ((first, end),) = setup["freeze"].frozen
    assert (abs(first - 11) <= 1, abs(end - 22) <= 1) == (True, True)
    assert setup["freeze"].frozen_seconds == pytest.approx((end - first) / 25)


def test_flashes_are_found_and_black_ends_left_out(tmp_path):
    pictures = frames()
    pictures[20] = np.clip(pictures[20] * 1.9, 0, 255).astype(np.uint8)
    black = [np.zeros_like(pictures[0])] * 5
    found = looked(write(tmp_path / "flash.mp4", [*black, *pictures, *black]))
    assert found.flashes == (25,)
    assert found.usable == (5, 45)
    (told,) = judge([found])
    assert told.defects == ["flash_frames"]


@pytest.mark.parametrize("level", [0, 255, 128])
def test_takes_of_one_colour_are_empty(tmp_path, level):
    flat = [np.full((120, 160, 3), level, np.uint8)] * 20
    found = looked(write(tmp_path / "flat.mp4", flat))
    (told,) = judge([found])
    assert told.defects[0] == "empty" and told.score < 0.1
    assert (found.blur, found.shake) == (None, None)


def test_one_frame_is_judged_by_what_it_has(tmp_path):
    found = looked(write(tmp_path / "one.mp4", frames(1)))
    assert (found.hunt, found.shake, found.flicker, found.frozen) == (None, None, 0, ())
    assert judge([found])[0].defects == []


def test_large_pictures_are_measured_alike(tmp_path, setup):
    large = [cv2.resize(p, (1920, 1080), interpolation=cv2.INTER_LINEAR) for p in frames(10)]
    found = looked(write(tmp_path / "large.mp4", large))
    assert found.levels == pytest.approx(setup["clean"].levels, abs=6)
    assert found.blur == pytest.approx(setup["clean"].blur, rel=0.6)


def test_a_verdict_is_the_sum_of_its_reasons():
    best, fair, poor = (
        verdict([Reason("soft", amount, 1.0), Reason("noise", 0.0, 1.0)]) for amount in (0, 1, 3)
    )
    assert best.score == 1 and fair.score == 0.8 and poor.score < 0.6
    assert (best.defects, fair.defects, best.reasons) == ([], ["soft"], ())
    both = fair.with_reasons([Reason("shake", 2.0, 1.0)])
    assert both.defects == ["shake", "soft"] and both.score < fair.score


def test_a_take_that_hunts_is_not_called_soft_as_well():
    found = verdict([Reason("soft", 2.0, 1.0), Reason("focus_hunt", 1.0, 1.0)])
    assert found.defects == ["focus_hunt"]


def test_runs_and_usable_ends():
    assert list(runs(np.array([True, False, True, True]))) == [(0, 1), (2, 4)]
    assert list(runs(np.zeros(3, bool))) == []
    assert usable(np.array([0, 0, 90, 0, 80, 255.0])) == (2, 5)
    assert usable(np.zeros(4)) == (0, 4)


def test_a_dark_setup_was_meant_to_be_dark(tmp_path):
    night = [looked(write(tmp_path / f"{n}.mp4", lit(frames(12, seed=n), -3.5))) for n in (1, 1, 1)]
    assert [one.defects for one in judge(night)] == [[], [], []]
    assert throughout(night) == ["under"]
    assert judge(night[:1])[0].defects == ["under"]


def test_in_a_dark_setup_the_brighter_takes_are_over(tmp_path):
    takes = [
        looked(write(tmp_path / f"{n}.mp4", lit(frames(12), stops)))
        for n, stops in enumerate((-2.5, -2.5, -2.5, -1.2, -0.4))
    ]
    found = judge(takes)
    assert [one.defects for one in found] == [[], [], [], ["over"], ["over"]]
    assert found[0].score > found[3].score > found[4].score


def test_of_two_takes_the_one_that_clips_less_is_right(tmp_path):
    fine, bright = (
        looked(write(tmp_path / f"{stops}.mp4", lit(frames(12), stops))) for stops in (0, 2.2)
    )
    assert [one.defects for one in judge([fine, bright])] == [[], ["over"]]


def test_what_all_takes_have_is_told_of_the_setup(setup, tmp_path):
    assert throughout([setup["soft"]] * 3) == ["soft"]
    assert [one.defects for one in judge([setup["soft"]] * 3)] == [[], [], []]
    assert throughout([setup["soft"], setup["clean"], setup["soft"]]) == []
    assert throughout([setup["soft"]] * 2) == []


def test_flashes_all_takes_have_are_part_of_the_scene(tmp_path):
    pictures = frames()
    pictures[20] = np.full_like(pictures[0], 255)
    lightning = looked(write(tmp_path / "flash.mp4", pictures))
    assert lightning.flashes == (20,)
    assert [one.defects for one in judge([lightning] * 3)] == [[], [], []]
    assert judge([lightning])[0].defects == ["flash_frames"]
