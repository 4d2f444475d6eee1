"""Grain: neither a camera that moves nor somebody who stands there."""

import cv2
import numpy as np
import pytest

from projects.media.plate import coarse, hypotheses
from projects.media.plate.grain import grain_of
from projects.media.plate.poses import find_poses, working_grey
from projects.media.plate.visits import find_visits
from tests.projects.media.plate_shots import background, crossing, moved, shot

SIZE = 640, 360


@pytest.fixture
def random():
    return np.random.default_rng(8)


def greys(frames):
    return [working_grey(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)) for frame in frames]


def large(seed):
    return cv2.resize(background(seed), SIZE, interpolation=cv2.INTER_CUBIC)


def held(random, count, shape, deviation):
    """Grain as encoders leave it: the same for eight frames, and then another."""
    pictures = [random.normal(0, deviation, shape) for _ in range(-(-count // 8))]
    return np.stack([pictures[number // 8] for number in range(count)]).astype(np.float32)


def small_shot(random, deviation, lingers=0.4):
    count, height, width = 120, 30, 40
    small = np.tile(random.uniform(40, 200, (1, height, width, 3)), (count, 1, 1, 1))
    small[: int(lingers * count), 5:25, 10:30] = 220
    return (small + held(random, count, small.shape[1:], deviation)).astype(np.float32)


@pytest.mark.parametrize("deviation", [0.8, 3.0])
def test_grain_is_measured_over_the_whole_shot_and_not_by_who_lingers(random, deviation):
    small = small_shot(random, deviation)
    valid = np.ones(small.shape[:3], bool)
    steps = np.median(np.abs(np.diff(small, axis=0)))
    assert steps == 0  # from frame to frame there is nothing to be seen
    assert grain_of(small, valid) == pytest.approx(deviation, rel=0.25)


def test_what_was_outside_the_frame_is_no_grain(random):
    small = small_shot(random, 1.0)
    valid = np.ones(small.shape[:3], bool)
    valid[::2, :, :20] = False
    small[~valid] = 0
    assert grain_of(small, valid) == pytest.approx(1.0, rel=0.3)
    assert grain_of(small, np.zeros_like(valid)) == 0


def test_a_still_camera_in_heavy_grain_is_found_to_stand():
    frames = shot(large(1), 11, noise=60)
    poses = find_poses(greys(frames), *SIZE)
    assert sum(matrix is not None for matrix in poses.matrices) >= 10
    assert all(np.array_equal(m, np.eye(3)) for m in poses.matrices if m is not None)
    assert poses.travel < 0.5


def test_a_camera_that_sways_in_grain_is_measured_to_half_a_pixel():
    way = [(0, 0), (5, -3), (-4, 2), (7, 1), (3, 6), (-6, -5), (4, 2), (-3, -7)]
    frames = moved(shot(large(2), len(way), noise=0), lambda number: way[number])
    random = np.random.default_rng(2)
    grainy = [
        np.clip(frame + random.normal(0, 45, frame.shape), 0, 255).astype(np.uint8)
        for frame in frames
    ]
    poses = find_poses(greys(grainy), *SIZE)
    found = np.array([np.eye(3)[:2, 2] if m is None else m[:2, 2] for m in poses.matrices])
    found += way[4] - found[4]
    assert np.abs(found - way).max() < 0.5


def parts(frames):
    pictures = coarse.smoothed(greys(frames))
    return pictures, coarse.parts_of(pictures[0])


def test_somebody_crossing_takes_no_part_in_the_shift():
    frames = shot(large(3), 3, [crossing(3)], noise=20)
    pictures, grid = parts(moved(frames, lambda number: (number * 3, 0)))
    shared = coarse.shared_shift(pictures[0], pictures[2], grid, np.zeros(2))
    assert shared is not None and not shared.still and shared.share > 0.5
    assert np.allclose(shared.shift, (6, 0), atol=0.3)


def test_pictures_that_share_nothing_share_no_shift():
    pictures, grid = parts([large(4), large(5)])
    assert coarse.shared_shift(pictures[0], pictures[1], grid, np.zeros(2)) is None


def test_a_picture_smaller_than_a_part_has_none():
    assert len(coarse.parts_of(np.zeros((40, 60), np.uint8))) == 0
    tiny = np.zeros((40, 60), np.uint8)
    assert coarse.shared_shift(tiny, tiny, coarse.parts_of(tiny), np.zeros(2)) is None


def test_a_single_sample_that_strays_is_set_right():
    when = np.array([1, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1, 0], bool)
    steadied = hypotheses._steadied(when[None, :, None])[0, :, 0]
    assert steadied.astype(int).tolist() == [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 0]


def test_a_detailed_background_in_grain_wins_over_a_plain_figure_that_lingers(random):
    """Grain makes neighbours seem to change apart everywhere, and detail would then cost more."""
    count, height, width = 120, 40, 60
    picture = random.uniform(30, 220, (height, width, 3)).astype(np.float32)
    small = np.tile(picture, (count, 1, 1, 1))
    small[10:58, 8:32, 20:40] = (120, 40, 70)
    rough = np.ones((height, width, 1), np.float32)
    rough[4:36, 15:45] = 4  # more of it where there is detail
    small += rough * random.normal(0, 1.2, small.shape).astype(np.float32)
    valid = np.ones(small.shape[:3], bool)
    grain = grain_of(small, valid)
    found = find_visits(
        small.reshape(count, -1, 3), valid.reshape(count, -1), 4 * grain * 3**0.5 + 5
    )
    chosen = hypotheses.choose(found, height, width, grain)
    colour = found.colour[chosen.kind.reshape(-1), np.arange(height * width)]
    wrong = np.abs(colour - picture.reshape(-1, 3)).max(-1) > 20
    assert wrong.mean() < 0.01
