"""The planar track on made-up shots whose movement is known."""

import cv2
import numpy as np
import pytest

from projects.media.planar.features import covered, features, without_light
from projects.media.planar.following import CUT, LOST, Unfit, Wishes, fitting_scale, follow, working
from projects.media.planar.inserting import insert_of, laid, over
from projects.media.planar.quads import (
    homography,
    inside,
    is_sane,
    picture_corners,
    scaling,
    through,
    wrong,
)
from projects.media.planar.spooling import Spool
from tests.projects.media.planar_shots import HEIGHT, REST, WIDTH, shot, texture
from tests.projects.media.test_shots_films import write

SQUARE = np.array([[10, 10], [90, 10], [90, 60], [10, 60]], np.float64)


def tracked(folder, frames, corners, at=0, **wishes):
    film = write(folder / "film.mp4", frames)
    return follow(film, folder, Wishes(corners, at, **wishes), lambda share: None)


def off(track, truth):
    """RMS over frames and corners, in pixels."""
    away = [track.corners_of(n) - truth[n] for n in track.fits]
    return float(np.sqrt((np.array(away) ** 2).sum(-1).mean()))


def test_a_hundred_frames_with_somebody_before_the_plane_do_not_drift(tmp_path):
    frames, truth, _before = shot("occluded", 100)
    track = tracked(tmp_path, frames, truth[0])
    assert sorted(track.fits) == list(range(100))
    assert off(track, truth) < 0.5
    last = np.sqrt(((track.corners_of(99) - truth[99]) ** 2).sum(-1).mean())
    assert last < 0.5
    hidden = min(track.fits.values(), key=lambda fit: fit.certainty)
    assert hidden.certainty < 0.8 < track.fits[1].certainty
    assert all(fit.strays < 0.5 for fit in track.fits.values())


@pytest.mark.parametrize("kind", ["zoom", "blurred", "noisy", "light", "leaving"])
def test_what_makes_it_hard_costs_less_than_half_a_pixel(kind, tmp_path):
    frames, truth, _before = shot(kind, 15)
    track = tracked(tmp_path, frames, truth[5], at=5)
    assert (track.first, track.last) == (0, 14), "it is followed both ways"
    assert off(track, truth) < 0.5
    assert not list(tmp_path.glob("frames*")), "working files are left"


def test_a_cut_ends_the_track_and_is_told(tmp_path):
    frames, truth, _before = shot("perspective", 12)
    other = [np.ascontiguousarray(texture(70 + n // 9, WIDTH)[:HEIGHT]) for n in range(4)]
    other = [np.clip(255 - picture, 0, 255).astype(np.uint8) for picture in other]
    track = tracked(tmp_path, [*other, *frames, *other], truth[5], at=9)
    assert (track.first, track.last) == (4, 15)
    assert (track.before, track.after) == (CUT, CUT)


def test_a_plane_that_vanishes_is_lost_not_invented(tmp_path):
    frames, truth, _before = shot("still", 14)
    for frame in frames[9:]:
        frame[40:220, 120:360] = 90
    track = tracked(tmp_path, frames, truth[0])
    assert track.last == 8 and track.after == LOST


def test_what_cannot_be_followed_is_refused(tmp_path):
    frames, truth, _before = shot("still", 3)
    grain = np.random.default_rng(1).normal(0, 2, frames[0].shape)
    plain = [np.uint8(np.clip(110 + grain, 0, 255))] * 3
    lines = [np.repeat(np.arange(WIDTH)[None] // 20 % 2 * 90 + 60, HEIGHT, 0)] * 3
    lines = [np.repeat(line[..., None], 3, 2).astype(np.uint8) for line in lines]
    cases = {
        "plain": (plain, 0, 0),
        "black": ([frame // 40 for frame in frames], 0, 0),
        "one_frame": (frames[:1], 0, 0),
        "range": (frames, 3, 0),
    }
    for code, (given, at, start) in cases.items():
        with pytest.raises(Unfit) as refused:
            tracked(tmp_path, given, truth[0], at=at, start=start)
        assert refused.value.code == code
    with pytest.raises(Unfit) as refused:
        tracked(tmp_path, lines, truth[0])
    assert refused.value.code == "plain", "lines in one direction do not hold both ways"
    with pytest.raises(Unfit) as refused:
        tracked(tmp_path, frames, truth[0] + [200, 0])
    assert (refused.value.code, refused.value.detail) == ("corners", "outside:480x270")


def test_corners_are_judged():
    assert wrong(SQUARE.tolist(), 100, 80) is None
    assert wrong(SQUARE[:3].tolist(), 100, 80) == "few"
    assert wrong([[1, 2], [float("nan"), 0], [3, 4], [5, 6]], 100, 80) == "few"
    assert wrong(SQUARE.tolist(), 90, 80) == "outside"
    assert wrong(SQUARE[[0, 1, 3, 2]].tolist(), 100, 80) == "turned", "two sides cross"
    assert wrong(SQUARE[::-1].tolist(), 100, 80) == "turned", "against the clock"
    assert wrong([[10, 10], [90, 10], [30, 30], [10, 60]], 100, 80) == "turned", "bent inwards"
    assert wrong((SQUARE / 8).tolist(), 100, 80) == "tiny"


def test_homographies_take_corners_to_corners():
    matrix = homography(SQUARE, REST)
    assert np.allclose(through(matrix, SQUARE), REST, atol=1e-3)
    assert is_sane(matrix, SQUARE)
    assert not is_sane(homography(SQUARE, SQUARE[[1, 0, 3, 2]]), SQUARE), "mirrored"
    assert not is_sane(np.diag([0.01, 0.01, 1]), SQUARE), "a splinter"
    half = scaling(0.5)
    assert np.allclose(through(half, picture_corners(8, 6)), picture_corners(4, 3))
    assert inside(SQUARE, 100, 80).sum() == 255 * 81 * 51


def test_features_are_spread_and_ignore_grain():
    wall = texture(3, 160).mean(2).astype(np.uint8)
    found = features(wall, SQUARE, 64)
    assert len(found) == 64 and covered(found, SQUARE) > 0.6
    assert (found >= 10).all() and (found[:, 0] <= 90).all() and (found[:, 1] <= 60).all()
    grain = np.random.default_rng(0).normal(100, 3, (100, 120)).astype(np.uint8)
    assert len(features(grain, SQUARE)) < 12
    assert covered(found[:2], SQUARE) == 0


def test_light_does_not_show_in_what_is_compared():
    wall = texture(3, 160).mean(2)
    dark = without_light((wall * 0.6 + 10).astype(np.uint8)).astype(int)
    assert np.abs(dark - without_light(wall.astype(np.uint8))).mean() < 4


def test_large_pictures_are_compared_smaller():
    assert working(np.zeros((1080, 3840, 3), np.uint8)).shape == (540, 1920)
    assert working(np.zeros((90, 160, 3), np.uint8)).shape == (90, 160)


def test_frames_come_back_from_the_last_and_the_oldest_go_first(tmp_path):
    random = np.random.default_rng(2)
    greys = [random.integers(0, 255, (32, 32), np.uint8) for _n in range(5)]
    spool = Spool(tmp_path / "frames", budget=3500)
    for number, grey in enumerate(greys):
        spool.add(number, grey)
    assert spool.dropped == 2
    back = list(spool.backwards())
    assert [number for number, _grey in back] == [4, 3, 2]
    assert all((grey == greys[number]).all() for number, grey in back)
    spool.close()
    assert not list(tmp_path.iterdir())


def test_a_picture_lies_within_its_corners():
    insert = insert_of(np.full((40, 60, 3), (10, 200, 30), np.uint8))
    frame = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    over(frame, laid(insert, REST, WIDTH, HEIGHT))
    mask = inside(REST, WIDTH, HEIGHT) > 0
    coloured = (np.abs(frame.astype(int) - (10, 200, 30)) <= 1).all(-1)
    assert (coloured ^ mask).sum() < 600, "apart from the outline"
    assert coloured[130, 240] and (frame[30] == 90).all()


def test_opacity_counts_and_sixteen_bits_are_the_same():
    picture = np.zeros((40, 60, 4), np.uint8)
    picture[..., 2], picture[..., 3] = 200, 255
    picture[:, :30, 3] = 0
    for given in (picture, picture.astype(np.uint16) * 257):
        frame = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
        over(frame, laid(insert_of(given), REST, WIDTH, HEIGHT))
        assert (frame[130, 180] == 90).all(), "the left half lets through"
        assert np.abs(frame[130, 300].astype(int) - (0, 0, 200)).max() <= 1


def test_fine_stripes_become_grey_not_moire():
    stripes = np.zeros((1600, 1600), np.uint8)
    stripes[:, ::2] = 200
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    over(frame, laid(insert_of(stripes), REST, WIDTH, HEIGHT))
    assert np.abs(frame[100:170, 180:310].astype(int) - 100).max() <= 3


def test_a_picture_outside_the_frame_is_not_laid():
    insert = insert_of(np.full((40, 60), 80, np.uint8))
    assert laid(insert, REST + [900, 0], WIDTH, HEIGHT) is None


def test_soft_regions_are_compared_smaller():
    wall = cv2.resize(texture(3, 200), (800, 800), interpolation=cv2.INTER_CUBIC).mean(2)
    corners = np.array([[50, 50], [750, 50], [750, 750], [50, 750]], np.float64)
    soft = cv2.GaussianBlur(wall, (0, 0), 2.0).astype(np.uint8)
    assert 0.15 < fitting_scale(soft, corners) < 0.4
    small = np.array([[50, 50], [150, 50], [150, 150], [50, 150]], np.float64)
    assert fitting_scale(soft, small) == 1, "a small region keeps its pixels"
    assert fitting_scale(texture(3, 800).mean(2).astype(np.uint8), corners) > 0.6


def test_a_soft_film_is_followed_as_well_for_its_size(tmp_path):
    frames, truth, _before = shot("perspective", 10)
    large = [
        cv2.resize(frame, None, fx=2.4, fy=2.4, interpolation=cv2.INTER_CUBIC) for frame in frames
    ]
    ends = [through(scaling(2.4), where) for where in truth]
    track = tracked(tmp_path, large, ends[3], at=3)
    assert track.scale < 0.7 and len(track.fits) == 10
    assert off(track, ends) < 0.5
