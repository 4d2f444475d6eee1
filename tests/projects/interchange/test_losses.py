"""Every loss is told before the export."""

from dataclasses import replace
from fractions import Fraction

import pytest

from projects.interchange.cutlist import Shot, Transition
from projects.interchange.losses import FORMATS, losses
from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import day
from tests.projects.interchange.lists_of_cuts import long_list


def codes(cutlist, format: str) -> list[str]:
    return [loss["code"].removeprefix("interchange:") for loss in losses(cutlist, format)]


@pytest.mark.parametrize("format", [name for name in FORMATS if name != "ale"])
def test_a_plain_list_loses_nothing(format):
    assert losses(long_list(5), format) == []


def test_a_dissolve_is_flattened_but_in_the_table():
    cutlist = replace(long_list(1), shots=(Shot(0, 9, "a", Transition("dissolve", 0, 4)),))
    assert codes(cutlist, "edl") == codes(cutlist, "otio") == ["transitions_flattened"]
    assert codes(cutlist, "csv") == []
    assert codes(cutlist, "fcpxml") == codes(cutlist, "xml") == ["transitions_flattened"]
    assert losses(cutlist, "xml")[0]["detail"] == "1 become a cut and a marker"
    assert losses(cutlist, "ale")[0]["detail"] == "1 become a cut"


def test_a_log_holds_no_cut():
    assert codes(long_list(3), "ale") == ["log"]


def test_signs_that_xml_cannot_hold_are_told():
    cutlist = replace(long_list(1), shots=(Shot(0, 9, "a\0b"), Shot(9, 20, "plain")))
    for format in ("fcpxml", "xml"):
        assert losses(cutlist, format) == [{"code": "interchange:names_changed", "detail": "1"}]


def test_an_edl_tells_of_files_reels_and_titles():
    cutlist = replace(long_list(1500), reel="Straße der Ölsardinen", title="x" * 80)
    assert codes(cutlist, "edl") == ["several_files", "reel_changed", "title_cut"]
    assert losses(cutlist, "edl")[0]["detail"] == "1500 events need 2 files"
    assert codes(cutlist, "otio") == []


def test_midnight_and_strange_rates_touch_only_formats_with_a_clock():
    late = long_list(2, record_start=day(Fraction(25), False) - 5)
    fast = long_list(2, rate=Fraction(240))
    for format in ("edl", "csv"):
        assert codes(late, format) == ["past_midnight"]
        assert codes(fast, format) == ["no_timecode"]
    for format in ("otio", "fcpxml", "xml"):
        assert codes(late, format) == codes(fast, format) == []
    assert codes(late, "ale") == ["log"] and codes(fast, "ale") == ["no_timecode", "log"]


def test_unknown_formats_are_refused():
    with pytest.raises(ExportRefused) as refused:
        losses(long_list(1), "pdf")
    assert refused.value.code == "interchange:unknown_format"
