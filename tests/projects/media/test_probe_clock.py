"""Rounded timestamps still tell the exact rate."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.media.clock import STANDARD, clock, snapped

MS = Fraction(1, 1000)


def even(rate: Fraction, frames: int, base: Fraction) -> np.ndarray:
    return np.array([round(n / rate / base) for n in range(frames)], dtype=np.int64)


@settings(deadline=None)
@given(rate=st.sampled_from(STANDARD), frames=st.integers(2, 4000), start=st.integers(-500, 9999))
def test_even_frames_in_milliseconds_are_never_called_uneven(rate, frames, start):
    found = clock(even(rate, frames, MS) + start, base=MS, declared=rate, last=None)
    assert (found.rate, found.vfr, found.duration) == (rate, False, frames / rate)


@pytest.mark.parametrize("rate", STANDARD)
def test_long_films_need_no_declared_rate(rate):
    found = clock(even(rate, 20_000, MS), base=MS, declared=None, last=None)
    assert found.rate == rate


@pytest.mark.parametrize(
    ("said", "meant"),
    [("2997/100", "30000/1001"), ("2398/100", "24000/1001"), ("23976/1000", "24000/1001"),
     ("5994/100", "60000/1001"), ("25/1", "25/1"), ("17/1", "17/1")],
)  # fmt: skip
def test_rates_written_roughly_are_taken_as_meant(said, meant):
    assert snapped(Fraction(said), frames=200) == Fraction(meant)


def test_a_rate_that_would_drift_by_a_frame_is_left_alone():
    assert snapped(Fraction(2398, 100), frames=200_000) == Fraction(2398, 100)


def test_unusual_even_rates_are_kept():
    rate = Fraction(17)
    assert clock(even(rate, 100, MS), base=MS, declared=rate, last=None).rate == rate


def test_one_dropped_frame_makes_it_uneven():
    stamps = np.delete(even(Fraction(24), 200, MS), 100)
    found = clock(stamps, base=MS, declared=Fraction(24), last=42)
    assert found.vfr and found.rate == 24


def test_the_last_frame_has_a_length_too():
    stamps = np.array([0, 10, 30, 31], dtype=np.int64)
    assert clock(stamps, base=MS, declared=None, last=20).duration == Fraction(51, 1000)
    assert clock(stamps, base=MS, declared=None, last=9999).duration == Fraction(41, 1000)


def test_a_single_frame_lasts_as_long_as_the_rate_says():
    found = clock(np.array([7]), base=MS, declared=Fraction(25), last=None)
    assert (found.rate, found.duration, found.vfr) == (25, Fraction(1, 25), False)
    assert clock(np.array([7]), base=MS, declared=None, last=None).rate == 24


@pytest.mark.parametrize("stamps", [[0, 40, 90_000_000], [5, 5, 5]])
def test_broken_clocks_fall_back_to_the_declared_rate(stamps):
    found = clock(np.array(stamps), base=MS, declared=Fraction(30), last=None)
    assert (found.rate, found.vfr, found.duration) == (30, False, Fraction(1, 10))


def test_absurd_declared_rates_are_not_believed():
    stamps = even(Fraction(25), 50, MS)
    assert clock(stamps, base=MS, declared=Fraction(90_000), last=None).rate == 25
