"""The table that people open in a spreadsheet."""

import csv
import io
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings

from projects.interchange.cutlist import Shot, Transition
from projects.interchange.table import COLUMNS, write_csv
from projects.interchange.timecode import day, from_timecode
from tests.projects.interchange.lists_of_cuts import cut_lists, long_list


def rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@settings(max_examples=60, deadline=None)
@given(cutlist=cut_lists())
def test_frames_and_timecodes_agree(cutlist):
    midnight = day(cutlist.rate, cutlist.drop_frame)
    found = rows(write_csv(cutlist))
    assert len(found) == len(cutlist.shots)
    for row, source, record in zip(found, cutlist.sources(), cutlist.records(), strict=True):
        clocks = [from_timecode(row[name], cutlist.rate) for name in COLUMNS[2:6]]
        assert clocks == [frame % midnight for frame in (*source, *record)]
        assert int(row["end_frame"]) - int(row["start_frame"]) == int(row["length"])


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@x", "\tx", "  =cmd|' /C calc'!A0", "\uff1d1"]
)
def test_what_a_spreadsheet_would_compute_stays_text(name):
    cutlist = replace(long_list(1), shots=(Shot(0, 9, name, note=name),))
    row = rows(write_csv(cutlist))[0]
    assert row["name"] == row["note"] == "'" + name


def test_names_with_commas_quotes_and_any_script_survive():
    name = 'Küche, "厨房" مطبخ'
    row = rows(write_csv(replace(long_list(1), shots=(Shot(0, 9, name),))))[0]
    assert row["name"] == name


def test_the_first_shot_has_no_transition_and_the_others_say_theirs():
    shots = (Shot(0, 9, "a"), Shot(9, 20, "b"), Shot(20, 30, "c", Transition("fade", 18, 22)))
    found = rows(write_csv(replace(long_list(1), shots=shots)))
    assert [row["transition"] for row in found] == ["", "cut", "fade"]


def test_rates_without_a_clock_leave_the_timecodes_empty():
    row = rows(write_csv(long_list(1, rate=Fraction(240))))[0]
    assert row["source_in"] == row["record_out"] == ""
    assert row["end_frame"] == "10"
