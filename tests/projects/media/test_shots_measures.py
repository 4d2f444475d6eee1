"""What is measured: motion is forgiven, light is evened out, mixtures are recognised."""

import numpy as np
import pytest

from projects.media.shots.features import cut_features, measure
from projects.media.shots.flashes import flash_candidates, flash_features
from projects.media.shots.mixtures import OUTSIDE, mixture_features, proposals, scene
from projects.media.shots.motion import BLOCKS, evenly_lit, residuals, stacked
from projects.media.shots.pictures import CHROMA_SIZE, LUMA, LUMA_SIZE, SIZE
from projects.media.shots.similarity import band, patterns, vectors
from projects.media.shots.trees import models


def pictures(lumas: list[np.ndarray]) -> np.ndarray:
    """Tiny pictures of 36 x 64 luma with neutral colour."""
    rows = [np.clip(luma, 0, 255).reshape(-1) for luma in lumas]
    return np.array([np.concatenate([r, np.full(2 * CHROMA_SIZE, 128)]) for r in rows]).astype(
        np.uint8
    )


def texture(seed: int) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(20, 220, (9, 16))
    return coarse.repeat(4, 0).repeat(4, 1)


def test_a_stack_halves_the_luma_and_puts_frames_last():
    rows = pictures([np.full(LUMA, 10), np.full(LUMA, 200)])
    stack = stacked(rows)
    assert stack.shape == (18, 32, 2)
    assert (stack[:, :, 0] == 10).all() and (stack[:, :, 1] == 200).all()


def test_a_moved_picture_differs_less_than_another_one():
    before = stacked(pictures([texture(1)]))
    moved = stacked(pictures([np.roll(texture(1), 6, axis=1)]))
    other = stacked(pictures([texture(2)]))
    assert residuals(before, moved).shape == (BLOCKS, 1)
    assert np.median(residuals(before, moved)) < 1
    assert np.median(residuals(before, other)) > 10


def test_residuals_of_equal_pictures_are_zero():
    stack = stacked(pictures([texture(1), texture(2)]))
    assert residuals(stack, stack).max() == 0


def test_even_light_hides_a_change_of_exposure_but_not_of_picture():
    dark, bright, other = texture(1) * 0.5, texture(1) * 1.0, texture(2)
    stack = evenly_lit(stacked(pictures([dark, bright, other])))
    assert residuals(stack[:, :, :1], stack[:, :, 1:2]).mean() < 2
    assert residuals(stack[:, :, :1], stack[:, :, 2:]).mean() > 5


def test_flat_pictures_are_not_blown_up_to_noise():
    noise = np.random.default_rng(1).integers(0, 2, LUMA)
    stack = evenly_lit(stacked(pictures([noise, noise.T.reshape(LUMA)])))
    assert stack.std() < 10


def test_a_step_is_measured_at_the_first_new_frame():
    found = measure(pictures([texture(1)] * 10 + [texture(2)] * 10))
    assert int(found.step[1].argmax()) == 10
    assert found.step[1][9] == found.step[1][11] == 0
    assert found.step[3][10:13].min() > 5 and found.step[3][13] == 0
    assert found.tones[1][10] > 0 and found.colour[1].max() == 0


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_films_shorter_than_the_gaps_are_measured(count):
    rows = cut_features(measure(pictures([texture(1)] * count)))
    assert rows.shape[0] == count and np.isfinite(rows).all()


def test_features_do_not_depend_on_film_further_away():
    film = pictures([texture(k // 7) for k in range(60)])
    whole, piece = cut_features(measure(film)), cut_features(measure(film[14:]))
    assert np.allclose(whole[40], piece[26])


def test_products_in_the_band_are_those_of_the_vectors():
    film = pictures([texture(k) for k in range(300)])
    rows = vectors(film)
    found = band(rows, 5)
    assert found.products[290, 4] == pytest.approx(float(rows[290] @ rows[294]), rel=1e-4)
    start = np.array([7])
    assert found.distance(start, 3)[0] == pytest.approx(((rows[7] - rows[10]) ** 2).sum(), rel=1e-3)
    assert found.products[299, 1] == 0
    assert found.frames == 300


def test_patterns_correlate_whatever_the_exposure():
    rows = patterns(pictures([texture(1) * 0.5, texture(1), texture(2)]))
    assert rows[0] @ rows[1] > 0.9 > 0.5 > rows[0] @ rows[2]
    assert (patterns(pictures([np.full(LUMA, 77)])) == 0).all()


def mixed(length: int) -> np.ndarray:
    shares = [0.0] * 60 + [(k + 1) / (length + 1) for k in range(length)] + [1.0] * 60
    return pictures([texture(1) * (1 - s) + texture(2) * s for s in shares])


def test_a_steady_mixture_has_little_error_and_nothing_left_over():
    film = mixed(12)
    found = measure(film)
    window = scene(film, found.mean, found.contrast)
    start = np.array([59, 30])
    error, left = mixture_features(window, start, 13)[:, [2, 4]].T
    assert error[0] < 0.02 and left[0] < 0.05
    assert error[1] > 0.2


@pytest.mark.parametrize("length", [6, 12, 24])
def test_a_dissolve_is_proposed_where_it_is(length):
    film = mixed(length)
    found = measure(film)
    spans = list(proposals(scene(film, found.mean, found.contrast), models().mixture))
    start, end, chance = max(spans, key=lambda span: span[2])
    assert chance > 0.5
    assert abs(start - 59) <= 3 and abs(end - 60 - length) <= 3


def test_a_window_too_short_for_any_span_proposes_nothing():
    film = mixed(6)[:5]
    found = measure(film)
    window = scene(film, found.mean, found.contrast)
    assert list(proposals(window, models().mixture)) == []
    assert OUTSIDE[-1] * 2 + 4 > len(film)


def test_stray_frames_are_candidates_and_described_by_row():
    film = pictures([texture(1)] * 20 + [texture(5)] * 2 + [texture(2)] * 20)
    found = measure(film)
    cuts = np.zeros(42, np.float32)
    assert flash_candidates(found, cuts, 2).tolist() == []
    cuts[[20, 22]] = 0.9
    assert flash_candidates(found, cuts, 2).tolist() == [20]
    rows = flash_features(found, cuts, np.array([20]), 2)
    assert rows.shape[0] == 1 and np.isfinite(rows).all()
    assert models().flash.probability(rows)[0] > 0.5


def test_sizes_add_up():
    assert SIZE == LUMA_SIZE + 2 * CHROMA_SIZE == 36 * 64 + 2 * 9 * 16
