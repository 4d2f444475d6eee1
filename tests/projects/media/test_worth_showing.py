"""What makes a frame worth offering, and which of them are."""

import cv2
import numpy as np
import pytest

from projects.media.worth_showing import Measured, fairly, measured, scores, spaced


def grey(seed=1):
    small = np.random.default_rng(seed).integers(40, 215, (27, 48), np.uint8)
    return cv2.resize(small, (480, 270), interpolation=cv2.INTER_LINEAR)


def of(number, sharpness=10.0, exposure=1.0, motion=0.0, plain=False):
    return Measured(number, sharpness, exposure, motion, plain)


def test_softness_lost_detail_and_motion_are_seen():
    sharp = measured(0, grey(), None)
    soft = measured(1, cv2.GaussianBlur(grey(), (0, 0), 4), None)
    burnt = measured(2, cv2.convertScaleAbs(grey(), alpha=3), None)
    moved = measured(3, np.roll(grey(), 7, axis=1), grey())
    assert sharp.sharpness > 1.5 * soft.sharpness
    assert sharp.exposure == 1 and burnt.exposure < 0.6
    assert (sharp.motion, moved.motion > 3) == (0, True)
    assert measured(4, np.full((270, 480), 5, np.uint8), None).plain


@pytest.mark.parametrize("worse", [{"sharpness": 5}, {"exposure": 0.8}, {"motion": 8}])
def test_a_worse_frame_scores_less(worse):
    score = scores([of(0), of(1), of(2, **worse)])
    assert score[1] > score[2]


def test_the_first_frame_is_not_at_rest_for_want_of_one_before_it():
    score = scores([of(0, motion=0), of(1, motion=8), of(2, motion=2)])
    assert score[2] > score[0] == score[1]


def test_frames_that_show_nothing_are_never_offered():
    assert scores([of(0, plain=True), of(1)]).keys() == {1}
    assert scores([of(0, plain=True)]) == {} == scores([])


def test_the_best_come_first_and_apart():
    score = {0: 0.5, 1: 0.9, 2: 0.8, 9: 0.4, 20: 0.7}
    assert spaced(score, 3, 8) == [1, 20, 9]
    assert spaced(score, 2, 1) == [1, 2]
    assert spaced({}, 3, 8) == []


def test_too_many_are_shared_out_shot_by_shot():
    assert fairly([[1, 2, 3], [4], [], [5, 6]], 5) == [[1, 2], [4], [], [5, 6]]
    assert fairly([[1, 2], [4]], 1) == [[1], []]
    assert fairly([], 5) == []
