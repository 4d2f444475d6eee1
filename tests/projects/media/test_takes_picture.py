"""What is measured of single frames: blur, noise, blocks, movement and light of known size."""

import cv2
import numpy as np
import pytest

from projects.media.takes import focus, grain, moving


def patches(seed: int = 1, size: tuple[int, int] = (360, 640)) -> np.ndarray:
    """Flat patches with hard borders at odd angles; H x W, grey."""
    random = np.random.default_rng(seed)
    picture = np.full(size, 120, np.uint8)
    for _ in range(90):
        middle = random.integers(0, (size[1], size[0])).tolist()
        corners = cv2.boxPoints((middle, random.uniform(40, 120, 2), random.uniform(0, 180)))
        cv2.fillPoly(picture, [corners.astype(np.int32)], int(random.integers(40, 215)))
    return picture


def blurred(picture: np.ndarray, by: float) -> np.ndarray:
    return cv2.GaussianBlur(picture, (0, 0), by) if by else picture


def noisy(picture: np.ndarray, by: float, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.clip(picture + random.normal(0, by, picture.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("by", [1.0, 2.0, 3.5])
def test_blur_is_told_in_pixels(by):
    sharpest, middle = focus.edge_blur(blurred(patches(), by))
    assert sharpest == pytest.approx(by, rel=0.2)
    assert sharpest <= middle


def test_blur_is_told_whatever_the_exposure():
    picture = blurred(patches(), 2)
    dark = (picture * 0.3).astype(np.uint8)
    assert focus.edge_blur(dark)[0] == pytest.approx(focus.edge_blur(picture)[0], rel=0.1)


def test_hard_edges_have_next_to_no_blur():
    assert focus.edge_blur(patches())[0] < 0.5


@pytest.mark.parametrize("picture", [np.full((360, 640), 90, np.uint8), patches()[:40, :40]])
def test_blur_needs_edges_and_room(picture):
    assert focus.edge_blur(picture) is None


@pytest.mark.parametrize("by", [0, 3, 8])
def test_noise_is_told_as_its_deviation(by):
    first, second = (noisy(patches(), by, seed) for seed in (1, 2))
    found = grain.noise(second, grain.residue(second), grain.residue(first))
    assert found == pytest.approx(by, rel=0.15, abs=0.3)


def test_texture_that_stays_is_no_noise():
    picture = noisy(patches(), 8)
    rest = grain.residue(picture)
    assert grain.noise(picture, rest, rest) == 0 < 6 < grain.noise(picture, rest, None)


def test_clipped_pictures_have_no_noise_to_tell():
    white = np.full((360, 640), 254, np.uint8)
    assert grain.noise(white, grain.residue(white), None) == 0


def test_detail_goes_with_blur_and_not_with_exposure():
    picture = patches()
    dim = (picture * 0.5).astype(np.uint8)
    whole, less, dark = (
        grain.detail(one, grain.residue(one)) for one in (picture, blurred(picture, 2), dim)
    )
    assert less < whole / 3
    assert dark == pytest.approx(whole, rel=0.1)


def compressed(picture: np.ndarray, quality: int) -> np.ndarray:
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)


def test_blocks_grow_with_compression():
    slopes = cv2.resize(np.random.default_rng(3).integers(40, 210, (9, 16), np.uint8), (640, 360))
    found = [grain.blocks(compressed(noisy(slopes, 2), quality)) for quality in (95, 20, 5)]
    assert 3 * found[0] < found[1] < found[2]


def test_blocks_are_found_wherever_the_grid_begins():
    slopes = cv2.resize(np.random.default_rng(3).integers(40, 210, (9, 16), np.uint8), (640, 360))
    shown = compressed(noisy(slopes, 2), 5)
    assert grain.blocks(shown[3:, 5:]) > 0.7 * grain.blocks(shown)


def test_things_with_straight_sides_are_no_blocks():
    picture = np.full((360, 640), 100, np.uint8)
    picture[:, 80:320:80] = 130
    picture[64:72] = 80
    assert grain.blocks(picture) < 0.5


def test_the_way_of_the_camera_is_found():
    picture = cv2.resize(patches(), (320, 180), interpolation=cv2.INTER_AREA)
    moved = cv2.warpAffine(picture, np.float32([[1, 0, 4], [0, 1, -2]]), (320, 180))
    right, down, turn = moving.camera(picture, moved)
    assert (right * 320, down * 320, turn) == pytest.approx((4, -2, 0), abs=0.15)


def test_a_thing_that_moves_is_not_the_camera():
    picture = cv2.resize(patches(), (320, 180), interpolation=cv2.INTER_AREA)
    after = picture.copy()
    after[60:110, 130:180] = patches(5)[:50, :50]
    assert moving.camera(picture, after) == pytest.approx((0, 0, 0), abs=0.002)


def test_nothing_to_follow_is_said():
    flat = np.full((180, 320), 90, np.uint8)
    assert moving.camera(flat, flat) is None


def test_change_tells_the_whole_and_the_part_that_stirs_most():
    picture = np.full((180, 320), 90, np.uint8)
    after = picture.copy()
    after[40:80, 40:80] += 20
    mean, stir = moving.change(picture, after)
    assert mean == pytest.approx(20 * 1600 / 57600, rel=0.01)
    assert stir == pytest.approx(20, rel=0.01)


def test_light_is_told_in_stops():
    picture = cv2.resize(patches(), (320, 180), interpolation=cv2.INTER_AREA)
    dim = (picture * 0.5 ** (1 / 2.2)).astype(np.uint8)
    assert moving.light(picture, dim) == pytest.approx(-1, abs=0.03)
    assert moving.light(picture, np.zeros_like(picture)) == 0  # nothing there to compare


def test_the_same_picture_is_as_sharp_wherever_it_lies_in_memory():
    picture = np.random.default_rng(3).integers(0, 255, (270, 480), np.uint8)
    grey = cv2.GaussianBlur(picture, (0, 0), 2)
    held, found = [], set()
    for size in (1000, 70_000, 300_000, 500_000, 90_001, 640_017, 33_333, 1_000_000):
        held.append(bytearray(size))
        found.add(focus.edge_blur(grey))
    assert len(found) == 1
