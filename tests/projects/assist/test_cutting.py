"""What a person may do to a cut."""

import copy
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.assist.cutting import BadEdit, apply, as_breakdown, from_result

RESULT = {
    "shots": [{"start": 0, "end": 24, "thumbnail": 0}, {"start": 24, "end": 60}]
    + [{"start": 60, "end": 96, "thumbnail": 7}],
    "transitions": [
        {"kind": "cut", "start": 24, "end": 24, "confidence": 0.95123},
        {"kind": "dissolve", "start": 54, "end": 66, "confidence": 0.4},
    ],
}


@pytest.fixture
def cut():
    return from_result(RESULT)


def spans(cut):
    return [(shot["start"], shot["end"]) for shot in cut]


def test_the_first_cut_has_each_heads_transition(cut):
    assert spans(cut) == [(0, 24), (24, 60), (60, 96)]
    assert [shot["transition"] and shot["transition"]["kind"] for shot in cut] == [
        *[None, "cut", "dissolve"]
    ]
    assert [shot["confidence"] for shot in cut] == [1.0, 0.951, 0.4]
    assert [shot["thumbnail"] for shot in cut] == [0, 1, 7]


def test_a_head_without_a_transition_is_beyond_doubt():
    cut = from_result({"shots": [{"start": 0, "end": 5}, {"start": 5, "end": 9}]})
    assert cut[1]["transition"] is None and cut[1]["confidence"] == 1.0


def test_of_two_transitions_at_a_head_the_shorter_counts():
    both = [{"kind": "fade", "start": 0, "end": 9}, {"kind": "cut", "start": 5, "end": 5}]
    result = {"shots": [{"start": 0, "end": 5}, {"start": 5, "end": 9}], "transitions": both}
    assert from_result(result)[1]["transition"]["kind"] == "cut"


class TestMove:
    def test_later(self, cut):
        moved, said = apply(cut, {"op": "move", "boundary": 1, "frame": 30})
        assert spans(moved) == [(0, 30), (30, 60), (60, 96)]
        assert said == "Cut 1 moved 6 frames later"
        assert moved[1]["transition"] is None and moved[1]["confidence"] == 1.0

    def test_both_shots_lose_the_picture_of_where_they_were(self, cut):
        moved, _said = apply(cut, {"op": "move", "boundary": 1, "frame": 30})
        assert [shot["thumbnail"] for shot in moved] == [None, None, 7]
        assert [shot["thumbnail"] for shot in cut] == [0, 1, 7]  # to go back to

    def test_earlier_by_one(self, cut):
        moved, said = apply(cut, {"op": "move", "boundary": 1, "frame": 23})
        assert spans(moved)[:2] == [(0, 23), (23, 60)] and said == "Cut 1 moved 1 frame earlier"

    def test_within_a_dissolve_keeps_it(self, cut):
        moved, _said = apply(cut, {"op": "move", "boundary": 2, "frame": 56})
        assert moved[2]["transition"]["kind"] == "dissolve" and moved[2]["confidence"] == 1.0

    @pytest.mark.parametrize("frame", [0, 60, -5, 96, 10**12])
    def test_not_out_of_its_two_shots(self, cut, frame):
        with pytest.raises(BadEdit):
            apply(cut, {"op": "move", "boundary": 1, "frame": frame})

    @pytest.mark.parametrize("frame", [1, 59])
    def test_a_shot_keeps_one_frame_at_least(self, cut, frame):
        moved, _said = apply(cut, {"op": "move", "boundary": 1, "frame": frame})
        assert spans(moved)[:2] == [(0, frame), (frame, 60)]


class TestSplit:
    def test_makes_two_of_one(self, cut):
        split, said = apply(cut, {"op": "split", "frame": 40})
        assert spans(split) == [(0, 24), (24, 40), (40, 60), (60, 96)]
        assert said == "Shot 2 split at 40"
        assert [shot["thumbnail"] for shot in split] == [0, None, None, 7]
        assert split[1]["transition"]["kind"] == "cut" and split[2]["transition"] is None

    @pytest.mark.parametrize("frame", [0, 24, 60, 96, -1, 1000])
    def test_not_at_a_boundary_or_outside(self, cut, frame):
        with pytest.raises(BadEdit):
            apply(cut, {"op": "split", "frame": frame})


class TestMerge:
    def test_makes_one_of_two(self, cut):
        merged, said = apply(cut, {"op": "merge", "boundary": 2})
        assert spans(merged) == [(0, 24), (24, 96)] and said == "Shots 2 and 3 merged"
        assert merged[1]["transition"]["kind"] == "cut"
        assert [shot["thumbnail"] for shot in merged] == [0, None]

    @pytest.mark.parametrize("boundary", [0, 3, -1, 99])
    def test_only_at_a_boundary_there_is(self, cut, boundary):
        with pytest.raises(BadEdit):
            apply(cut, {"op": "merge", "boundary": boundary})

    def test_undoes_a_split(self, cut):
        split, _said = apply(cut, {"op": "split", "frame": 40})
        merged, _said = apply(split, {"op": "merge", "boundary": 2})
        assert spans(merged) == spans(cut)


@pytest.mark.parametrize("op", ["", None, "delete", "restore", 5])
def test_another_verb_is_refused(cut, op):
    with pytest.raises(BadEdit):
        apply(cut, {"op": op, "frame": 5, "boundary": 1})


@pytest.mark.parametrize("value", [None, "5", 5.0, True, [5], {}])
@pytest.mark.parametrize("edit", [{"op": "split"}, {"op": "move", "boundary": 1}])
def test_a_frame_is_a_whole_number(cut, edit, value):
    with pytest.raises(BadEdit, match="whole number"):
        apply(cut, {**edit, "frame": value})


def test_an_edit_leaves_the_cut_it_was_given_alone(cut):
    before = copy.deepcopy(cut)
    for edit in ({"op": "split", "frame": 40}, {"op": "merge", "boundary": 1}):
        apply(cut, edit)
    apply(cut, {"op": "move", "boundary": 1, "frame": 30})
    assert cut == before


def test_as_a_breakdown_it_is_what_the_tool_offered(cut):
    shots, transitions = as_breakdown(cut)
    assert [(shot["start"], shot["end"]) for shot in shots] == spans(cut)
    assert transitions == [
        {"kind": "cut", "start": 24, "end": 24},
        {"kind": "dissolve", "start": 54, "end": 66},
    ]


def test_a_persons_head_is_a_plain_cut_in_a_breakdown(cut):
    split, _said = apply(cut, {"op": "split", "frame": 40})
    assert as_breakdown(split)[1][1] == {"kind": "cut", "start": 40, "end": 40}


NUMBER = st.integers(-3, 110)
EDIT = st.fixed_dictionaries(
    {"op": st.sampled_from(["move", "split", "merge"]), "boundary": NUMBER, "frame": NUMBER}
)


@given(st.lists(EDIT, max_size=30))
def test_whatever_is_done_the_shots_partition_the_film(edits):
    cut = from_result(RESULT)
    for edit in edits:
        try:
            cut, said = apply(cut, edit)
        except BadEdit:
            continue
        assert said
    assert cut[0]["start"] == 0 and cut[-1]["end"] == 96
    assert all(shot["start"] < shot["end"] for shot in cut)
    assert all(left["end"] == right["start"] for left, right in pairwise(cut))
    assert len(as_breakdown(cut)[1]) == len(cut) - 1
