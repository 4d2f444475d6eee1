"""The parts of the clean plate, each for itself."""

import cv2
import numpy as np
import pytest

from projects.media.plate import hypotheses, visits
from projects.media.plate.filling import fill
from projects.media.plate.gathering import reduced, sampled, warped
from projects.media.plate.judging import Judged, confidence
from projects.media.plate.light import even_out
from projects.media.plate.painting import paint
from projects.media.plate.patches import energy, seams
from projects.media.plate.poses import find_poses, working_grey
from projects.media.plate.stack import Stack
from tests.projects.media.plate_shots import HEIGHT, WIDTH, background, moved, shot


@pytest.fixture
def random():
    return np.random.default_rng(5)


def greys(frames):
    return [working_grey(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)) for frame in frames]


def test_a_stack_gives_back_frames_and_rows(tmp_path, random):
    stack = Stack(tmp_path / "frames", 10, 7)
    frames = random.integers(1, 65535, (4, 10, 7, 3), np.uint16)
    for frame in frames:
        stack.add(frame)
    stack.write(1, frames[3])
    assert np.array_equal(stack.read(0), frames[0]) and np.array_equal(stack.read(1), frames[3])
    assert np.array_equal(stack.rows([0, 2], 3, 8), frames[[0, 2], 3:8])
    assert list(stack.strips(2)) == [(0, 10)]
    stack.close()
    assert not (tmp_path / "frames").exists()


def test_a_stack_that_was_cut_off_is_told(tmp_path):
    stack = Stack(tmp_path / "frames", 10, 7)
    with pytest.raises(OSError, match="shorter"):
        stack.read(0)
    stack.close()


def test_strips_stay_small_at_large_sizes(tmp_path):
    stack = Stack(tmp_path / "frames", 1080, 1920)
    strips = list(stack.strips(120))
    assert strips[0][0] == 0 and strips[-1][1] == 1080
    assert max(bottom - top for top, bottom in strips) * 1920 * 6 * 120 < 16 * 2**20
    stack.close()


@pytest.mark.parametrize(
    ("start", "stop", "most", "expected"), [(0, 10, 120, 10), (50, 1050, 100, 100)]
)
def test_samples_are_spread_evenly(start, stop, most, expected):
    numbers = sampled(start, stop, most, WIDTH * HEIGHT)
    assert (len(numbers), numbers[0], numbers[-1]) == (expected, start, stop - 1)
    assert max(np.diff(numbers)) - min(np.diff(numbers)) <= 1


def test_large_pictures_have_fewer_samples():
    assert len(sampled(0, 9999, 240, 8192 * 4320)) == 24


def test_a_still_camera_is_found_to_stand():
    poses = find_poses(greys(shot(background(1), 8, noise=3)), WIDTH, HEIGHT)
    assert all(np.array_equal(matrix, np.eye(3)) for matrix in poses.matrices)
    assert poses.travel < 0.2 and poses.held > 0.6


def test_a_swaying_camera_is_measured_to_a_tenth_of_a_pixel():
    way = [(0, 0), (1.5, -0.5), (-2, 1), (0.7, 0.2), (3, 0), (-1, -1), (0.4, 2.2)]
    frames = moved(shot(background(2), len(way), noise=1), lambda number: way[number])
    poses = find_poses(greys(frames), WIDTH, HEIGHT)
    found = np.array([matrix[:2, 2] for matrix in poses.matrices])
    found += way[3] - found[3]
    assert np.abs(found - way).max() < 0.15
    assert 2 < poses.travel < 5


def test_an_empty_wall_has_nothing_to_hold_on_to():
    poses = find_poses(greys([np.full((HEIGHT, WIDTH, 3), 90, np.uint8)] * 4), WIDTH, HEIGHT)
    assert poses.held == 0 and all(np.array_equal(m, np.eye(3)) for m in poses.matrices)


def test_pictures_that_have_nothing_in_common_are_not_placed(random):
    frames = [background(seed) for seed in range(5)]
    poses = find_poses(greys(frames), WIDTH, HEIGHT)
    assert sum(matrix is not None for matrix in poses.matrices) <= 2


def test_a_warped_frame_lies_over_the_first_and_is_empty_outside():
    first = background(3).astype(np.uint16) * 257
    matrix = np.eye(3)
    matrix[:2, 2] = 6, 3  # where the plate's pixels are in the frame
    frame = np.roll(first, (3, 6), (0, 1))
    there = warped(frame, matrix)
    assert np.array_equal(there[5:90, 5:170], first[5:90, 5:170])
    assert not there[-2:].any() and not there[:, -5:].any()


def test_exposure_is_evened_out_and_a_flash_left_out(random):
    base = reduced(background(4).astype(np.uint16) * 257)
    gains = np.array([1, 0.9, 1.1, 1.05, 0.95, 1, 1, 3.5], np.float32)
    small = np.clip(base * gains[:, None, None, None], 0, 255)
    light = even_out(small, np.ones(small.shape[:3], bool))
    assert np.allclose(light.gains[:7] * gains[:7, None], 1, atol=0.02)
    assert light.fits.tolist() == [True] * 7 + [False]


def test_somebody_bright_passing_does_not_pull_the_exposure():
    base = reduced(background(5).astype(np.uint16) * 257)
    small = np.stack([base] * 9)
    for number in range(9):
        small[number, :, number * 20 : number * 20 + 70] = 240
    light = even_out(small, np.ones(small.shape[:3], bool))
    assert (light.gains == 1).all()


def test_visits_are_found_commonest_first(random):
    series = np.full((20, 2, 3), 50.0, np.float32)
    series[4:11, 0] = 150
    series[:, 1] = 90
    series += random.normal(0, 1, series.shape).astype(np.float32)
    valid = np.ones((20, 2), bool)
    valid[13, 0] = False
    found = visits.find_visits(series, valid, 10)
    assert np.allclose(found.colour[:2, 0], [[50] * 3, [150] * 3], atol=1.5)
    assert np.allclose(found.support[:2, 0], [12 / 19, 7 / 19])
    assert found.when[1, :, 0].nonzero()[0].tolist() == list(range(4, 11))
    assert found.runs[:2, 0].tolist() == [8, 7]
    assert found.support[:, 1].tolist() == [1, 0, 0, 0] and found.spread[0, 1] < 2


def outlined(share):
    """A flat field before which a square stands for `share` of 20 samples."""
    height, width, count = 24, 30, 20
    series = np.full((count, height, width, 3), 60.0, np.float32)
    series[: int(share * count), 6:18, 8:22] = 180
    series += np.random.default_rng(1).normal(0, 1, series.shape).astype(np.float32)
    valid = np.ones((count, height * width), bool)
    found = visits.find_visits(series.reshape(count, -1, 3), valid, 12)
    return found, hypotheses.choose(found, height, width, 1.0)


@pytest.mark.parametrize("share", [0.3, 0.65, 0.8])
def test_the_outline_tells_who_stands_in_front(share):
    found, chosen = outlined(share)
    colour = found.colour[chosen.kind.reshape(-1), np.arange(chosen.kind.size), 0]
    assert (np.abs(colour - 60) < 10).all()
    assert chosen.margin.shape == (24, 30)


def test_seams_and_energy_count_what_the_pairs_cost():
    kind = np.array([[0, 1], [0, 0]])
    own = np.zeros((2, 2, 2), np.float32)
    own[1] = 0.5
    right, down = np.zeros((2, 2, 2, 1)), np.zeros((2, 2, 1, 2))
    right[0, 1], down[1, 0] = 1, 2
    across, along = seams(kind, right, down)
    assert (across.tolist(), along.tolist()) == ([[1], [0]], [[0, 2]])
    assert energy(kind, own, right, down) == pytest.approx(3.5)


def test_what_is_unknown_flows_in_and_the_known_stays():
    picture = np.tile(np.linspace(0, 1000, 40, dtype=np.float32)[None, :, None], (30, 1, 3))
    known = np.ones((30, 40), bool)
    known[10:20, 15:25] = False
    filled = fill(np.where(known[..., None], picture, 60000), known)
    assert np.array_equal(filled[known], picture[known])
    assert np.abs(filled - picture).max() < 200
    assert fill(picture, ~np.ones_like(known)) is picture


def test_the_plate_is_the_mean_of_the_samples_that_agree(tmp_path, random):
    stack, truth = Stack(tmp_path / "frames", 12, 16), 20000
    frames = np.full((30, 12, 16, 3), truth, np.int64)
    frames += random.normal(0, 300, frames.shape).astype(np.int64)
    frames[:6] = 50000  # not known to the coarse masks
    for frame in frames:
        stack.add(frame.astype(np.uint16))
    seen = np.ones((30, 3, 4), bool)
    seen[6:12, :, :2] = False
    told = []
    painted = paint(stack, list(range(30)), seen, seen, told.append)
    assert np.abs(painted.picture - truth).max() < 400 and told[-1] == 1
    assert painted.agreeing[:, 8:].mean() > 22 and painted.agreeing[:, :8].mean() < 19
    stack.close()


def test_the_mask_tells_seen_doubtful_and_made_up_apart():
    seen, doubtful = np.ones((1, 3), bool), np.zeros((1, 3), bool)
    seen[0, 0], doubtful[0, 1] = False, True
    judged = Judged(seen, doubtful, np.ones((1, 3), np.float32), 1.0, 0.0)
    mask = confidence(judged, np.array([[9, 9, 9], [9, 9, 0]], np.uint16), 18)
    assert mask.tolist() == [[0, 99, 255], [0, 99, 0]]
