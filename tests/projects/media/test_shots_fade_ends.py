"""Fades whose true ends are known, in pictures whose contrast changes by itself."""

import numpy as np
import pytest

from projects.media.shots.fade_ends import settled
from projects.media.shots.pictures import LUMA, SIZE
from projects.media.shots.transitions import CUT, FADE, Transition

WHITE = 255


def film(out, hold, into, colour=0, bright=0.0):
    """40 frames before, 40 after; a bright patch that grows by `bright` a frame moves about."""
    rng = np.random.default_rng(3)
    still = rng.integers(40, 200, (2, *LUMA)).astype(np.float32)
    frames = []
    for number in range(80 + hold):
        picture = still[int(number >= 40 + hold // 2)].copy()
        x = number % 40
        picture[8:20, x : x + 16] = min(255.0, 120 + bright * number)
        frames.append(picture)
    gains = np.ones(80 + hold)
    gains[40 - out : 40] = 1 - (np.arange(out) + 1) / out
    gains[40 : 40 + hold] = 0
    gains[40 + hold : 40 + hold + into] = np.arange(into) / into
    faded = np.array(frames) * gains[:, None, None] + colour * (1 - gains[:, None, None])
    pictures = np.zeros((len(faded), SIZE), np.uint8)
    pictures[:, : LUMA[0] * LUMA[1]] = np.clip(faded.round(), 0, 255).reshape(len(faded), -1)
    return pictures, (40 - out, 40 + hold + into)


@pytest.mark.parametrize("colour", [0, WHITE])
@pytest.mark.parametrize(("out", "hold", "into"), [(12, 4, 8), (6, 0, 16), (20, 10, 9)])
@pytest.mark.parametrize("wrong", [-4, 0, 5])
def test_the_ends_are_found_again_however_wrong_they_were_told(out, hold, into, colour, wrong):
    pictures, truth = film(out, hold, into, colour, bright=1.5)
    told = Transition(FADE, truth[0] - wrong, truth[1] + wrong, 0.9)
    (found,) = settled([told], lambda a, b: pictures[a:b], len(pictures))
    assert abs(found.start - truth[0]) <= 1 and abs(found.end - truth[1]) <= 1
    assert (found.kind, found.confidence) == (FADE, 0.9)


def test_neighbours_are_not_run_into_and_other_kinds_stay():
    pictures, truth = film(12, 4, 8)
    cut = Transition(CUT, truth[0] + 2, truth[0] + 2, 0.8)
    fade = Transition(FADE, truth[0] + 3, truth[1], 0.9)
    first, second = settled([cut, fade], lambda a, b: pictures[a:b], len(pictures))
    assert first == cut and second.start >= cut.end


def test_what_cannot_be_measured_stays_as_it_was_told():
    dark = np.full((60, SIZE), 3, np.uint8)
    told = Transition(FADE, 20, 40, 0.5)
    assert settled([told], lambda a, b: dark[a:b], 60) == [told]
