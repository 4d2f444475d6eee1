"""Matching two shots: made-up pictures with known corrections, and what must not be touched."""

import cv2
import numpy as np
import pytest

from projects.media.match.grade import Cdl, applied, graded, lab, through, unlike
from projects.media.match.matching import (
    APART,
    DRIFT,
    NOTHING,
    SAME,
    UNSURE,
    WEAK,
    match,
    shows,
)
from projects.media.match.measures import between, drift, region
from projects.media.match.overlap import pairs, place, see
from projects.media.match.quantiles import common, guess
from projects.media.match.sampling import COUNT, sample, spread
from projects.media.match.solving import solve
from tests.projects.media.test_shots_films import scene, write

GRADE = (
    np.array([1.12, 0.95, 0.9]),
    np.array([0.01, -0.01, 0.02]),
    np.array([0.9, 1.1, 1.0]),
    0.85,
)


def painting(seed, muted=0.6):
    """One made-up shot, red green blue, with room below and above."""
    frame = scene(seed, 1)[0][..., ::-1].astype(np.float64)
    return np.clip(128 + muted * (frame - 128), 0, 255).astype(np.uint8)


def drifted(picture, grade=GRADE):
    return np.round(applied(picture / 255.0, *grade) * 255).astype(np.uint8)


def matched(hero, shot):
    return match(hero, [see(p) for p in hero], shot, [see(p) for p in shot])


def left(found, shot, truth):
    return float(unlike(through(shot / 255.0, found.cdl), truth / 255.0).mean())


def test_a_drift_in_all_ten_numbers_is_undone():
    hero = painting(1)
    found = matched([hero], [drifted(hero)])
    assert found.verdict == DRIFT and found.share > 0.9
    assert left(found, drifted(hero), hero) < 0.6 < found.size


def test_it_holds_when_the_camera_was_reframed_and_somebody_came_in():
    hero = painting(2)
    shot = cv2.resize(hero[12:170, 15:300], (320, 180), interpolation=cv2.INTER_AREA)
    shot[60:130, 120:170] = (150, 60, 50)
    found = matched([hero], [drifted(shot)])
    assert found.verdict == DRIFT
    assert left(found, drifted(shot), shot) < 1.5


def test_what_is_clipped_does_not_count():
    hero = painting(3, 0.9)
    bright = (np.array([1.5] * 3), np.zeros(3), np.ones(3), 1.0)
    found = matched([hero], [drifted(hero, bright)])
    assert found.cdl.slope == pytest.approx((1 / 1.5,) * 3, abs=0.05)


def test_no_drift_is_left_alone_through_noise():
    hero = painting(4)
    noise = np.random.default_rng(4).normal(0, 3, hero.shape)
    shot = np.clip(hero + noise, 0, 255).astype(np.uint8)
    found = matched([hero], [shot])
    assert found.verdict == SAME and found.cdl.is_identity


def test_another_scene_gets_no_sure_correction():
    found = matched([painting(5)], [painting(6)])
    assert found.verdict in (APART, WEAK) and found.share < 0.12
    assert found.pairs is None


def test_light_that_changes_within_a_shot_leaves_it_alone():
    hero = painting(7)
    flashing = [np.clip(hero * gain, 0, 255).astype(np.uint8) for gain in (0.6, 1.3, 0.9)]
    found = matched([hero], flashing)
    assert found.verdict == UNSURE and found.cdl.is_identity and found.wander > 2


def test_black_white_and_grey_show_nothing():
    for level in (0, 128, 255):
        assert not shows(np.full((90, 160, 3), level, np.uint8))
    assert shows(painting(1))
    assert match([], [], [], []).verdict == NOTHING


def test_features_find_where_the_hero_lies():
    hero = painting(8)
    shot = np.roll(hero, 20, axis=1)
    share, way = place(see(hero), see(shot))
    assert share > 0.6 and way[0, 2] == pytest.approx(20, abs=1)
    found = pairs(see(hero), see(shot), way)
    assert np.abs(found.shot - found.hero).mean() < 0.02


def test_solving_forgets_what_does_not_belong():
    random = np.random.default_rng(9)
    hero = random.uniform(0.15, 0.85, (1500, 3))
    shot = applied(hero, np.array([1.1, 1.0, 0.95]), np.zeros(3), np.ones(3), 1.0)
    hero[:300] = random.uniform(0, 1, (300, 3))
    solved = solve(shot, hero, np.ones(1500), np.arange(1500) % 30)
    assert np.exp(solved.vector[:3]) == pytest.approx([1 / 1.1, 1, 1 / 0.95], abs=0.03)
    assert 0 < solved.error < 0.5 < solved.size
    assert solved.after < solved.before and 0.6 < solved.kept < 0.9


def test_a_palette_gives_half_a_guess_or_none():
    hero = painting(10)
    brighter = drifted(hero, (np.array([1.15] * 3), np.zeros(3), np.ones(3), 1.0))
    weak = guess([hero], [brighter[:, ::-1]])
    assert weak is not None and weak[9] == 0
    before, after = (float(unlike(c, hero / 255.0).mean()) for c in
                     (brighter / 255.0, graded(brighter / 255.0, weak)))  # fmt: skip
    assert 0.2 < after / before < 0.8
    assert guess([hero], [np.zeros_like(hero)]) is None
    assert common(hero.reshape(-1, 3) / 255.0, hero.reshape(-1, 3) / 255.0) == pytest.approx(1)


def test_drift_is_told_in_plain_units():
    hero = np.random.default_rng(11).uniform(0.2, 0.6, (900, 3))
    same = drift(hero, hero)
    assert set(same.values()) == {0.0}
    warm = drift(hero * [1.1, 1.0, 0.85] + 0.02, hero)
    assert warm["temperature_mired"] > 20 and warm["black_level_percent"] > 1
    green = drift(hero * [0.95, 1.1, 0.95], hero)
    assert green["tint"] > 3 and green["exposure_stops"] > 0.1
    assert drift(0.4 + 1.5 * (hero - 0.4), hero)["contrast_percent"] == pytest.approx(50, abs=5)
    grey = applied(hero, np.ones(3), np.zeros(3), np.ones(3), 0.5)
    assert drift(grey, hero)["saturation_percent"] < -35


def test_a_box_has_a_colour():
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[20:40, 50:100] = (200, 100, 50)
    found = region([picture], (0.25, 0.2, 0.25, 0.2))
    assert (found * 255).tolist() == pytest.approx([200, 100, 50])
    assert between(found, found) == 0


def test_colours_and_corrections():
    assert lab(np.ones(3)) == pytest.approx([100, 0, 0], abs=0.02)
    assert Cdl.of(np.zeros(10)).is_identity
    colours = np.array([[0.2, 0.4, 0.6]])
    vector = np.array([0.1, 0, -0.1, 0.01, 0, 0, 0, 0.1, 0, 0.2])
    assert through(colours, Cdl.of(vector)) == pytest.approx(graded(colours, vector), abs=1e-5)


def test_frames_are_taken_from_all_over_or_from_a_range(tmp_path):
    levels = [np.full((90, 160, 3), 40 + 4 * n, np.uint8) for n in range(40)]
    film = write(tmp_path / "film.mp4", levels)
    whole, part = sample(film), sample(film, (30, 40))
    assert whole.numbers == spread(0, 40) == [4, 12, 20, 28, 36] and whole.length == 40
    assert part.numbers == [31, 33, 35, 37, 39] and (part.start, part.length) == (30, 10)
    for number, picture in zip(part.numbers, part.pictures, strict=True):
        assert picture.mean() == pytest.approx(40 + 4 * number, abs=3)
    assert len(spread(0, 3)) == 3 and len(spread(0, 900)) == COUNT


def test_a_picture_is_a_shot_of_one_frame(tmp_path):
    path = tmp_path / "still.png"
    cv2.imwrite(str(path), painting(12)[..., ::-1])
    found = sample(path)
    assert found.length == 1 and found.pictures[0].shape == (270, 480, 3)
