"""What OpenTimelineIO reads back from our edit lists is what went in."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import opentimelineio as otio
import pytest
from hypothesis import given, settings

from projects.interchange.cutlist import CutList, Shot, Transition
from projects.interchange.edl import parts, reel, write_edl
from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import day
from tests.projects.interchange.lists_of_cuts import CLOCKS, cut_lists, long_list


def reopened(text: str, rate: Fraction):
    """(source frames, record frames) of each clip as OpenTimelineIO understands them."""
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate))
    track = timeline.tracks[0]
    begin = -track.source_range.start_time.value if track.source_range else 0
    found = []
    for clip in track.find_clips():
        source, record = clip.source_range, clip.range_in_parent()
        start = begin + record.start_time.value
        found.append(
            (
                (source.start_time.value, source.end_time_exclusive().value),
                (start, start + record.duration.value),
            )
        )
    return timeline, found


def expected(cutlist: CutList):
    return list(zip(cutlist.sources(), cutlist.records(), strict=True))


@settings(max_examples=150, deadline=None)
@given(cutlist=cut_lists())
def test_every_frame_comes_back_at_every_rate(cutlist):
    _, found = reopened(write_edl(cutlist), cutlist.rate)
    assert found == expected(cutlist)


@pytest.mark.parametrize("clock", CLOCKS, ids=str)
def test_a_full_day_in_one_list_comes_back(clock):
    rate, drop_frame = clock
    end = day(rate, drop_frame)
    marks = [*range(0, end, end // 90), end]
    shots = tuple(Shot(a, b, "s") for a, b in pairwise(marks))
    cutlist = CutList("Day", "a.mov", "A", rate, shots, drop_frame, 0, 0)
    _, found = reopened(write_edl(cutlist), rate)
    assert found == expected(cutlist)


def test_the_head_names_title_and_counting():
    lines = write_edl(long_list(1)).split("\r\n")
    assert lines[:2] == ["TITLE: Long", "FCM: NON-DROP FRAME"]
    dropping = long_list(1, rate=Fraction(30000, 1001), drop_frame=True)
    assert "FCM: DROP FRAME" in write_edl(dropping)
    assert "01:00:00;00" in write_edl(dropping)


def test_an_event_line_has_the_columns_of_the_format():
    assert write_edl(long_list(1)).split("\r\n")[3] == (
        "001  A001     V     C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10"
    )


def test_names_in_any_script_stay_in_the_comment():
    shot = Shot(0, 24, "Küche 厨房\r\n002 fake", note="line\u2028break")
    text = write_edl(replace(long_list(1), shots=(shot,)))
    assert "* FROM CLIP NAME:  Küche 厨房 002 fake\r\n" in text
    timeline, found = reopened(text, Fraction(25))
    assert len(found) == 1
    assert next(iter(timeline.find_clips())).name == "Küche 厨房 002 fake"


def test_a_transition_is_told_in_a_comment():
    shot = Shot(0, 24, "x", Transition("dissolve", 0, 9))
    assert "* COMMENT: DISSOLVE IN PICTURE, FRAMES 0 TO 9" in write_edl(
        replace(long_list(1), shots=(shot,))
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("A001_C002_0101XX", "A001_C00"),
        ("Straße", "STRASSE"),
        ("Ærø", "AERO"),
        ("Käse.mov", "KASE_MOV"),
        ("影片", "AX"),
        ("", "AX"),
        ("bl", "BL_1"),
        ("BARS", "BARS_1"),
    ],
)
def test_reels_are_short_plain_and_never_a_special_source(name, short):
    assert reel(name) == short
    assert len(reel(name)) <= 8


def test_more_than_999_events_need_several_lists():
    cutlist = long_list(2000)
    with pytest.raises(ExportRefused) as refused:
        write_edl(cutlist)
    assert refused.value.code == "interchange:too_many_events"
    pieces = parts(cutlist)
    assert [len(piece.shots) for piece in pieces] == [999, 999, 2]
    found = [entry for piece in pieces for entry in reopened(write_edl(piece), piece.rate)[1]]
    assert found == expected(cutlist)


def test_a_list_past_midnight_is_refused():
    cutlist = long_list(3, record_start=day(Fraction(25), False) - 15)
    with pytest.raises(ExportRefused) as refused:
        write_edl(cutlist)
    assert refused.value.code == "interchange:past_midnight"
