"""The clock counts every frame of a day, forth and back."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opentimelineio.opentime import RationalTime
from opentimelineio.opentime import to_timecode as otio_to_timecode

from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import (
    DROPPING,
    RATES,
    day,
    drops,
    from_timecode,
    nominal,
    to_timecode,
)

CLOCKS = [(rate, False) for rate in RATES] + [(rate, True) for rate in DROPPING]
NTSC, PAL = Fraction(30000, 1001), Fraction(25)


def counted_by_hand(frame: int, base: int, drop_frame: bool) -> str:
    """Straight from the rule: the first numbers of each minute but the tenth are left out."""
    if drop_frame:
        left_out = base // 15
        tens, rest = divmod(frame, base * 600 - 9 * left_out)
        frame += tens * 9 * left_out
        if rest >= base * 60:
            frame += left_out * (1 + (rest - base * 60) // (base * 60 - left_out))
    seconds, frames = divmod(frame, base)
    mark = ";" if drop_frame else ":"
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{frames:02}"


@settings(deadline=None)
@given(clock=st.sampled_from(CLOCKS), data=st.data())
def test_any_frame_of_the_day_comes_back(clock, data):
    rate, drop_frame = clock
    frame = data.draw(st.integers(0, day(rate, drop_frame) - 1))
    text = to_timecode(frame, rate, drop_frame)
    assert text == counted_by_hand(frame, nominal(rate), drop_frame)
    assert from_timecode(text, rate) == frame


@pytest.mark.parametrize("clock", CLOCKS, ids=str)
def test_the_last_minutes_of_the_day_are_counted_through(clock):
    rate, drop_frame = clock
    end = day(rate, drop_frame)
    for frame in range(end - 200 * nominal(rate), end, 7):
        assert from_timecode(to_timecode(frame, rate, drop_frame), rate) == frame
    assert to_timecode(end - 1, rate, drop_frame).startswith("23:59:59")


@pytest.mark.parametrize("clock", [(RATES[0], False), (NTSC, True)], ids=str)
def test_every_minute_of_the_day_begins_and_ends_on_its_frame(clock):
    """Numbers are left out at minutes only: about each one every frame is tried, forth and back,
    and the texts come in order. Every frame of the two days was tried once, when this was written.
    """
    rate, drop_frame = clock
    minute, end = Fraction(day(*clock), 1440), day(*clock)
    before = ""
    for number in range(1440):
        about = round(minute * number)
        for frame in range(max(0, about - 3), min(end, about + 4)):
            text = to_timecode(frame, rate, drop_frame)
            assert text == counted_by_hand(frame, nominal(rate), drop_frame) and text > before
            assert from_timecode(text, rate) == frame
            before = text


@settings(deadline=None)
@given(frame=st.integers(0, 2_000_000), rate=st.sampled_from(RATES))
def test_opentimelineio_agrees_where_it_is_right(frame, rate):
    theirs = otio_to_timecode(RationalTime(frame, float(rate)), float(rate), False)
    assert to_timecode(frame, rate, False) == theirs


@pytest.mark.parametrize(
    ("frame", "text"),
    [(0, "00:00:00;00"), (1799, "00:00:59;29"), (1800, "00:01:00;02"), (17982, "00:10:00;00")],
)
def test_drop_frame_leaves_out_two_numbers_a_minute(frame, text):
    assert to_timecode(frame, NTSC, True) == text


def test_a_frame_outside_the_day_is_refused():
    for frame in (-1, day(PAL, False)):
        with pytest.raises(ExportRefused) as refused:
            to_timecode(frame, PAL, False)
        assert refused.value.code == "interchange:past_midnight"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("00:01:00;00", NTSC),
        ("00:01:00;03", Fraction(60000, 1001)),
        ("24:00:00:00", PAL),
        ("00:60:00:00", PAL),
        ("00:00:60:00", PAL),
        ("00:00:00:25", PAL),
        ("-1:00:00:00", PAL),
        ("0:00:00:00", PAL),
        ("١٢:00:00:00", PAL),
        ("noon", PAL),
        ("", PAL),
    ],
)
def test_times_that_no_clock_shows_are_refused(text, rate):
    with pytest.raises(ExportRefused) as refused:
        from_timecode(text, rate)
    assert refused.value.code == "interchange:bad_timecode"


def test_a_full_stop_before_the_frames_means_drop_frame():
    assert from_timecode("00:01:00.02", NTSC) == 1800


def test_rates_without_a_clock_are_refused():
    with pytest.raises(ExportRefused) as refused:
        to_timecode(0, Fraction(240), False)
    assert refused.value.code == "interchange:no_timecode"


def test_only_2997_and_5994_can_drop():
    with pytest.raises(ExportRefused) as refused:
        from_timecode("01:00:00;00", PAL)
    assert refused.value.code == "interchange:no_drop_frame"


def test_no_word_on_dropping_means_not_dropping():
    assert to_timecode(1800, NTSC, None) == "00:01:00:00"


@pytest.mark.parametrize(
    ("text", "rate", "dropped"),
    [
        ("01:00:00;00", NTSC, True),
        ("01:00:00.00", NTSC, True),
        ("01:00:00:00", NTSC, False),
        ("01:00:00.00", PAL, False),
        ("01:00:00;00", PAL, True),
        ("01:00:00.00", Fraction(24000, 1001), False),
        ("nonsense", NTSC, False),
    ],
)
def test_the_sign_before_the_frames_says_whether_numbers_are_left_out(text, rate, dropped):
    assert drops(text, rate) is dropped


def test_a_full_stop_is_read_as_the_rate_needs_it():
    assert from_timecode("01:00:00.00", NTSC) == from_timecode("01:00:00;00", NTSC) == 107892
    assert from_timecode("01:00:00.00", PAL) == from_timecode("01:00:00:00", PAL) == 90000
