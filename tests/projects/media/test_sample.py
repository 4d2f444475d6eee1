"""The made-up film is a film with shots, and its seed decides which."""

from fractions import Fraction

import av
import numpy as np
import pytest

from projects.media.palette import mixed, palette
from projects.media.probe import probe
from projects.media.sample import SCENES, cut_points, make_sample

SMALL = (160, 90)


def frames(path) -> np.ndarray:
    with av.open(str(path)) as container:
        return np.stack([f.to_ndarray(format="rgb24") for f in container.decode(video=0)])


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "a.mp4"
    make_sample(path, seed=1, seconds=12, size=SMALL)
    return path


def test_it_has_the_length_rate_and_sound_that_were_asked_for(sample):
    facts = probe(sample, "film")
    assert (facts.frames, facts.rate, facts.width, facts.height) == (288, 24, *SMALL)
    assert facts.audio and facts.warnings == ()


def test_neighbouring_shots_look_different(sample):
    seen = frames(sample)
    starts = cut_points(1, 288)
    assert len(starts) == 9 and starts[0] == 0
    for shot, start in enumerate(starts[1:], 1):
        if shot not in (3, 6):
            step = np.abs(seen[start].astype(int) - seen[start - 1]).mean()
            within = np.abs(seen[start + 2].astype(int) - seen[start + 1]).mean()
            assert step > 3 * within and step > 8


def test_it_fades_to_black_in_the_middle_and_at_the_end(sample):
    seen, starts = frames(sample), cut_points(1, 288)
    assert seen[starts[6]].mean() < 12 and seen[-1].mean() < 12
    assert seen.mean() > 20


def test_the_dissolve_is_no_cut(sample):
    seen, start = frames(sample), cut_points(1, 288)[3]
    around = seen[start - 2 : start + 20].astype(int)
    assert np.abs(np.diff(around, axis=0)).mean(axis=(1, 2, 3)).max() < 15


def test_the_same_seed_gives_the_same_film_and_another_another(tmp_path, sample):
    make_sample(tmp_path / "same.mp4", seed=1, seconds=12, size=SMALL)
    make_sample(tmp_path / "other.mp4", seed=2, seconds=12, size=SMALL)
    one = frames(sample)
    assert np.array_equal(one, frames(tmp_path / "same.mp4"))
    assert np.abs(one.astype(int) - frames(tmp_path / "other.mp4")).mean() > 20


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_every_scene_has_something_to_see_and_moves(scene):
    draw = scene(np.random.default_rng(1), palette(1), (240, 100))
    first, later = draw(0.0), draw(0.8)
    assert first.shape == (100, 240, 3) and first.dtype == np.uint8
    assert first.std() > 8
    assert np.abs(first.astype(int) - later).mean() > 0.3


def test_other_rates_are_kept(tmp_path):
    make_sample(tmp_path / "a.mp4", seed=3, seconds=2, size=SMALL, rate=Fraction(30000, 1001))
    assert probe(tmp_path / "a.mp4", "film").rate == Fraction(30000, 1001)


def test_palettes_differ_by_mood():
    assert palette(1) == palette(1) != palette(2)
    assert mixed((0, 0, 0), (100, 200, 50), 0.5) == (50, 100, 25)
