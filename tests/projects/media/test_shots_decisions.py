"""Weighing cuts, flash frames, fades and dissolves against each other."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from projects.media.shots.decisions import Wishes, decide, find_transitions
from projects.media.shots.fades import fades, flat_runs
from projects.media.shots.pictures import SIZE
from projects.media.shots.transitions import (
    CUT,
    DISSOLVE,
    FADE,
    FLASH_FRAME,
    Transition,
    shots_between,
)
from projects.media.shots.windows import Findings, Span, join, stride_for


def findings(frames: int = 200, cuts: dict[int, float] | None = None, **given) -> Findings:
    chances = np.zeros(frames, np.float32)
    for frame, chance in (cuts or {}).items():
        chances[frame] = chance
    even = np.full(frames, 100, np.float32)
    return replace(Findings(chances, even, even / 2, [], []), **given)


def kinds(found: Findings, **wishes) -> list[tuple[str, int, int]]:
    return [(t.kind, t.start, t.end) for t in decide(found, Wishes(**wishes), 1)]


def test_cuts_are_reported_above_the_threshold_of_the_sensitivity():
    found = findings(cuts={50: 0.9, 100: 0.3})
    assert kinds(found) == [(CUT, 50, 50)]
    assert kinds(found, sensitivity=0.8) == [(CUT, 50, 50), (CUT, 100, 100)]
    assert kinds(found, sensitivity=0.0) == []


def test_of_two_cuts_too_close_the_surer_one_stays():
    found = findings(cuts={50: 0.7, 54: 0.9})
    assert kinds(found, minimum=5) == [(CUT, 54, 54)]
    assert len(kinds(found, minimum=4)) == 2


def test_flash_frames_swallow_the_cuts_at_their_ends():
    found = findings(cuts={50: 0.9, 52: 0.9}, flashes=[Span(50, 52, 0.8), Span(51, 52, 0.6)])
    assert kinds(found) == [(FLASH_FRAME, 50, 52)]
    assert kinds(found, flashes=False) == []


def test_a_dissolve_is_the_average_of_the_spans_that_mean_it():
    spans = [Span(50, 60, 0.8), Span(48, 60, 0.8), Span(90, 95, 0.2)]
    assert kinds(findings(mixtures=spans)) == [(DISSOLVE, 49, 60)]
    assert kinds(findings(mixtures=spans), dissolves=False) == []


def test_a_surer_cut_breaks_a_dissolve_and_a_weaker_one_does_not():
    span = [Span(50, 60, 0.8)]
    assert kinds(findings(cuts={55: 0.95}, mixtures=span)) == [(CUT, 55, 55)]
    assert kinds(findings(cuts={55: 0.7}, mixtures=span)) == [(DISSOLVE, 50, 60)]


def faded(down: int, hold: int, up: int, at: int = 60, high: float = 50) -> np.ndarray:
    fall, rise = np.linspace(high, 0, down + 1)[1:], np.linspace(0, high, up + 1)[:-1]
    ramp = np.concatenate([fall, np.zeros(hold), rise])
    return np.concatenate([np.full(at, high), ramp, np.full(60, high)]).astype(np.float32)


@pytest.mark.parametrize(("down", "hold", "up"), [(8, 5, 12), (16, 0, 16), (1, 10, 8), (12, 20, 1)])
def test_a_fade_runs_from_the_first_dimmed_to_the_first_clean_frame(down, hold, up):
    contrast = faded(down, hold, up)
    (fade,) = fades(contrast * 2, contrast)
    assert abs(fade.start - 60) <= 1 and abs(fade.end - 60 - down - hold - up) <= 1
    assert fade.confidence > 0.9


def test_through_white_it_is_a_fade_too_but_not_through_grey():
    contrast = faded(8, 4, 8)
    assert len(fades(255 - contrast, contrast)) == 1
    assert fades(np.full_like(contrast, 128), contrast) == []


def test_black_between_two_cuts_is_not_a_fade():
    contrast = faded(1, 12, 1)
    assert fades(contrast * 2, contrast) == []


def test_a_dark_title_between_two_fades_keeps_them_apart():
    contrast = np.concatenate(
        [faded(10, 1, 1, high=40)[:71], np.full(30, 5), faded(1, 10, 10)[60:]]
    )
    first, second = fades(contrast / 5, contrast.astype(np.float32))
    assert first.end <= 75 and second.start >= 90


def test_a_repeated_frame_in_a_ramp_is_forgiven():
    contrast = np.insert(faded(8, 4, 8), [64, 66], [faded(8, 4, 8)[63], faded(8, 4, 8)[65]])
    (fade,) = fades(contrast * 2, contrast)
    assert abs(fade.start - 60) <= 1


def test_flat_runs_at_both_ends_of_the_film_count():
    contrast = np.array([0, 0, 50, 50, 0], np.float32)
    assert flat_runs(contrast, contrast) == [(0, 2), (4, 5)]


def test_a_fade_swallows_what_lies_in_it_and_may_be_switched_off():
    contrast = faded(8, 5, 8)
    found = findings(len(contrast), {68: 0.9}, mean=contrast * 2, contrast=contrast)
    found = replace(found, mixtures=[Span(60, 68, 0.9)])
    ((kind, start, end),) = kinds(found)
    assert kind == FADE and abs(start - 60) <= 1 and abs(end - 81) <= 1
    assert kinds(found, fades=False) == []


def test_fading_in_at_the_start_or_out_at_the_end_is_no_transition():
    contrast = np.concatenate([np.zeros(10), np.linspace(0, 50, 12), np.full(60, 50)])
    contrast = np.concatenate([contrast, contrast[::-1]]).astype(np.float32)
    assert kinds(findings(len(contrast), mean=contrast * 2, contrast=contrast)) == []


def test_shots_divide_the_film_without_gaps():
    found = [
        Transition(CUT, 10, 10, 1),
        Transition(DISSOLVE, 20, 30, 1),
        Transition(FLASH_FRAME, 50, 52, 1),
    ]
    shots = shots_between(found, 80)
    assert [(s.start, s.end) for s in shots] == [(0, 10), (10, 25), (25, 52), (52, 80)]
    assert [s.clean for s in shots] == [(0, 10), (10, 20), (30, 50), (52, 80)]


def test_a_shot_with_no_clean_frame_is_clean_as_a_whole():
    found = [Transition(DISSOLVE, 10, 20, 1), Transition(DISSOLVE, 20, 30, 1)]
    assert shots_between(found, 40)[1].clean == (15, 25)


def test_a_boundary_outside_the_film_makes_no_shot():
    assert [(s.start, s.end) for s in shots_between([Transition(CUT, 40, 40, 1)], 40)] == [(0, 40)]
    assert [(s.start, s.end) for s in shots_between([], 1)] == [(0, 1)]


@pytest.mark.parametrize(
    ("rate", "stride"),
    [(Fraction(24000, 1001), 1), (Fraction(30), 1), (Fraction(60), 2), (Fraction(240), 8)],
)
def test_gradual_transitions_are_sought_at_about_thirty_frames_per_second(rate, stride):
    assert stride_for(rate) == stride


def test_findings_of_windows_are_joined_in_order():
    one, other = findings(3, {1: 0.5}), findings(2, flashes=[Span(3, 4, 1)])
    assert join([one, other]).cuts.tolist() == [0, 0.5, 0, 0, 0]
    assert join([one, other]).flashes == [Span(3, 4, 1)]


@pytest.mark.parametrize("frames", [0, 1, 2, 30])
def test_black_films_of_any_length_have_no_transition(frames):
    film = np.zeros((frames, SIZE), np.uint8)
    assert find_transitions(lambda a, b: film[max(0, a) : b], frames, Fraction(25), Wishes()) == []
