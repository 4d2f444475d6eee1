"""Mask, grain, softness and light of the region on made-up shots."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from projects.media.planar.following import Wishes, follow
from projects.media.planar.grain import PATCH, Grain, Patch, grain_of, made
from projects.media.planar.inserting import insert_of, laid, softened, through_holes
from projects.media.planar.occlusion import hidden, in_frame
from projects.media.planar.preparing import Look, show
from projects.media.planar.quads import inside
from projects.media.planar.region import gather
from projects.media.planar.sharpness import missing, softness
from projects.media.planar.showing import Writer, outlined, preview_size, tinted
from projects.media.planar.spooling import pictures
from tests.projects.media.planar_shots import HEIGHT, REST, WIDTH, shot, texture
from tests.projects.media.test_shots_films import write


def prepared(folder, kind, count, **wishes):
    """Film, track, plate and the true places of who stands before it."""
    frames, truth, before = shot(kind, count, **wishes)
    film = write(folder / "film.mp4", frames, options={"preset": "ultrafast", "crf": "14"})
    track = follow(film, folder, Wishes(truth[0]), lambda share: None)
    return film, track, gather(film, track, lambda share: None), truth, before


@pytest.fixture(scope="module")
def crossed(tmp_path_factory):
    return prepared(tmp_path_factory.mktemp("crossed"), "occluded", 20)


def test_who_crosses_is_in_the_mask_and_nothing_else(crossed):
    film, _track, plate, truth, before = crossed
    shares = []
    for number, picture in pictures(film, 0, None):
        mask = in_frame(plate, number, hidden(plate, plate.region.of(number, picture)))
        within = inside(truth[number], WIDTH, HEIGHT) > 0
        found, true = (mask > 127) & within, before[number] & within
        assert (mask[~within] > 0).mean() < 0.01
        assert (found & ~true).sum() < 0.01 * within.sum()
        if true.sum() > 0.1 * within.sum():
            shares.append((found & true).sum() / (found | true).sum())
    assert len(shares) >= 6 and min(shares) > 0.8 and np.mean(shares) > 0.87


def test_the_plate_is_the_wall_without_who_crosses(crossed):
    film, _track, plate, _truth, _before = crossed
    first = next(picture for _number, picture in pictures(film, 0, 1))
    wall = plate.region.of(0, first)
    away = np.abs(plate.picture - wall.picture).max(2)
    assert plate.known[20:-20, 20:-20].all()
    assert np.median(away[plate.known]) < 15


def test_light_is_told_against_the_marked_frame(tmp_path):
    film, _track, plate, _truth, _before = prepared(tmp_path, "light", 12)
    gains = [plate.region.of(n, picture).gain.mean() for n, picture in pictures(film, 0, None)]
    true = (110 * (1 + 0.3 * np.sin(1.5)) + 8 * np.cos(1.8)) / (110 + 8)  # of the wall's grey
    assert gains[0] == pytest.approx(1, abs=0.02)
    assert gains[9] == pytest.approx(true, rel=0.03)


def test_few_frames_have_no_plate(tmp_path):
    assert prepared(tmp_path, "still", 5)[2] is None


@pytest.mark.parametrize(("level", "size"), [(2.0, 0.0), (4.0, 0.8), (7.0, 1.5)])
def test_grain_is_measured_and_made_again(level, size):
    wall = cv2.resize(
        texture(3, 20).astype(np.float32), (PATCH, PATCH), interpolation=cv2.INTER_CUBIC
    )
    true = Grain(np.float32([level, level * 0.8, level * 1.2]), size)
    patches = []
    for number in range(16):
        picture = wall + made(true, PATCH, PATCH, (number,))
        patches.append(Patch(picture.astype(np.float32), picture.astype(np.float32), np.eye(3)))
    found = grain_of(patches)
    assert np.allclose(found.levels, true.levels, rtol=0.12)
    assert found.size == pytest.approx(size, abs=0.15)


def test_grain_of_a_patch_outside_the_frame_is_none():
    nothing = np.zeros((0, 0, 3), np.float32)
    found = grain_of([Patch(np.zeros((PATCH, PATCH, 3), np.float32), nothing, np.eye(3))] * 3)
    assert found.size == 0 and not found.levels.any()


def test_the_same_seed_makes_the_same_grain():
    grain = Grain(np.float32([2, 3, 4]), 0.7)
    one, same, other = (made(grain, 64, 96, (7, n)) for n in (1, 1, 2))
    assert (one == same).all() and (one != other).mean() > 0.9
    assert np.allclose(one.std((0, 1)), [2, 3, 4], rtol=0.1)


@pytest.mark.parametrize("blur", [0.8, 1.5, 2.5])
def test_softness_of_edges_is_the_blur_that_made_them(blur):
    steps = np.kron(np.indices((6, 8)).sum(0) % 2, np.ones((30, 30))).astype(np.float32) * 120 + 50
    where = np.ones(steps.shape, bool)
    soft = cv2.GaussianBlur(steps, (0, 0), blur)
    assert softness(soft, where) == pytest.approx(blur, rel=0.2)
    assert softness(steps, where) < 0.5
    assert missing(softness(soft, where), softness(steps, where)) == pytest.approx(blur, rel=0.2)
    assert softness(np.full((90, 90), 80, np.float32), np.ones((90, 90), bool)) is None


def test_what_is_softer_already_is_not_blurred():
    assert missing(1.0, 2.0) == 0 == missing(None, 1.0) == missing(1.0, None)
    lies = laid(insert_of(np.full((40, 60), 80, np.uint8)), REST, WIDTH, HEIGHT)
    assert softened(lies, 0.1) is lies
    blurred = softened(lies, 2.0)
    edge = (blurred.opacity > 0.05) & (blurred.opacity < 0.95)
    assert edge.sum() > 3 * ((lies.opacity > 0.05) & (lies.opacity < 0.95)).sum()


def test_what_covers_the_picture_lies_before_it():
    lies = laid(insert_of(np.full((40, 60), 80, np.uint8)), REST, WIDTH, HEIGHT)
    covered = np.zeros(lies.opacity.shape, np.uint8)
    covered[:, :90] = 255
    left = through_holes(lies, covered)
    assert not left.opacity[:, :90].any() and not left.picture[:, :90].any()
    assert (left.opacity[:, 90:] == lies.opacity[:, 90:]).all()


def test_the_picture_gets_the_films_grain_and_softness_if_wished(crossed, tmp_path):
    film, track, plate, truth, _before = crossed
    insert = insert_of(np.full((90, 120, 3), (40, 180, 60), np.uint8))
    spread = []
    for grain in (False, True):
        look = Look(insert, plate, occlusion=True, grain=grain, light=True)
        shown = show(film, tmp_path, track, look, lambda share: None)
        x, y = truth[2].mean(0).astype(int)
        frame = next(p for n, p in pictures(shown.preview, 2, 3))
        spread.append(float(frame[y - 30 : y + 30, x - 20 : x + 40].std((0, 1)).mean()))
        assert shown.mask == tmp_path / "mask.mp4" and 0.1 < shown.hidden < 0.5
    assert spread[0] < 1.5 and spread[1] > 2 * spread[0]


def test_films_of_odd_sizes_are_written_whole(tmp_path):
    writer = Writer(tmp_path / "odd.mp4", 51, 37, 25, "10", Fraction(4, 3))
    ramp = np.tile(np.linspace(0, 255, 51).astype(np.uint8), (37, 1))
    for _n in range(3):
        writer.add(ramp)
    writer.close()
    frames = [picture for _number, picture in pictures(tmp_path / "odd.mp4", 0, None)]
    assert len(frames) == 3 and frames[0].shape == (38, 52, 3)
    assert np.abs(frames[1][:37, :51, 1].astype(int) - ramp).mean() < 4


def test_the_preview_is_never_wide():
    assert preview_size(3840, 2160) == (960, 540)
    assert preview_size(480, 270) == (480, 270)


def test_outline_and_tint_are_drawn_where_they_belong():
    grey = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    drawn = outlined(grey, REST)
    assert (drawn != grey).any(2).mean() < 0.05 and (grey == 90).all()
    covered = np.zeros((HEIGHT * 2, WIDTH * 2), np.uint8)
    covered[:, :WIDTH] = 255
    red = tinted(grey, covered)
    assert red[5, 5, 2] > 140 > 90 > red[5, 5, 0] and (red[:, WIDTH // 2 + 2 :] == 90).all()
