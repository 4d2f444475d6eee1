"""A string-out from a stored result: which frames are in, and how they are written."""

import pytest

from projects.assist import stringing
from tests.projects.files_made import take_row

TAKES = {"a": take_row(1, dead=True), "b": take_row(2, usable=[4, 90])}


def test_dead_air_and_black_ends_go_but_for_whole_takes():
    choice = stringing.choose(TAKES, ["b", "a"], whole=False)
    assert [row["spans"] for row in choice] == [[[4, 90]], [[0, 36], [60, 96]]]
    whole = stringing.choose(TAKES, ["b", "a"], whole=True)
    assert [row["spans"] for row in whole] == [[[0, 96]], [[0, 96]]]


@pytest.mark.parametrize(
    ("names", "said"), [(["x", "a"], "x"), (["a", "a"], "once"), ([], "at least one")]
)
def test_what_cannot_be_chosen_is_said(names, said):
    with pytest.raises(stringing.BadChoice, match=said):
        stringing.choose(TAKES, names, whole=False)


def test_what_the_tool_strung_out_is_a_choice_too():
    pieces = [("a", 0, 36), ("a", 60, 96), ("b", 0, 96)]
    rows = [{"take": name, "start": start, "end": end} for name, start, end in pieces]
    assert stringing.proposed({"takes": TAKES, "stringout": rows}) == [
        {"take": "a", "spans": [[0, 36], [60, 96]], "whole": False},
        {"take": "b", "spans": [[0, 96]], "whole": True},
    ]


def test_pieces_keep_their_order_clock_and_note():
    takes = {**TAKES, "b": take_row(2, defects=["soft", "noise"])}
    cut = stringing.string_out(takes, stringing.choose(takes, ["b", "a"], whole=False))
    assert [(p.take.name, p.start, p.end) for p in cut.pieces] == [
        ("b", 0, 96),
        ("a", 0, 36),
        ("a", 60, 96),
    ]
    assert cut.pieces[0].note == "score 0.80: soft, noise"
    assert cut.pieces[0].take.start == 36000 * 24 and not cut.drop_frame
    assert set(stringing.written(cut)) == {"edl", "otio"} and stringing.warnings(cut) == []


def test_what_an_edl_cannot_hold_is_told():
    takes = {"a": take_row(1), "b": take_row(2, rate="25/1")}
    mixed = stringing.string_out(takes, stringing.choose(takes, ["a", "b"], whole=True))
    assert stringing.warnings(mixed) == [{"code": "selects:other_rate", "detail": "b"}]
    odd = {"a": take_row(1, rate="17/1", timecode=None)}
    alone = stringing.string_out(odd, stringing.choose(odd, ["a"], whole=True))
    assert set(stringing.written(alone)) == {"otio"}
    assert [row["code"] for row in stringing.warnings(alone)] == ["selects:no_edl"]


@pytest.mark.parametrize(
    ("rate", "timecode", "clock"),
    [
        ("24/1", "10:00:00:00", "10:00:01:06"),
        ("30000/1001", "00:00:59;28", "00:01:01;00"),
        ("24/1", "23:59:59:00", "00:00:00:06"),
        ("24/1", "nonsense", "00:00:01:06"),
        ("17/1", None, "30"),
    ],
)
def test_clocks_of_takes(rate, timecode, clock):
    assert stringing.clock(take_row(1, rate=rate, timecode=timecode), 30) == clock
