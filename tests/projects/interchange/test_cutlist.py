"""From a breakdown to a list of shots."""

from fractions import Fraction

import pytest

from projects.interchange.cutlist import CutList, Shot, Transition, from_breakdown
from projects.interchange.refusal import ExportRefused

BREAKDOWN = {
    "rate": "24000/1001",
    "shots": [{"start": 0, "end": 48}, {"start": 48, "end": 100}, {"start": 100, "end": 130}],
    "transitions": [
        {"kind": "cut", "start": 48, "end": 48},
        {"kind": "dissolve", "start": 94, "end": 106},
    ],
}


def made(**changes) -> CutList:
    return from_breakdown(BREAKDOWN, **{"title": "Reel", "source_name": "A001.mov"} | changes)


def test_a_breakdown_becomes_shots_in_order():
    cutlist = made()
    assert cutlist.rate == Fraction(24000, 1001)
    assert [(shot.start, shot.end_exclusive) for shot in cutlist.shots] == [
        (0, 48),
        (48, 100),
        (100, 130),
    ]
    assert [shot.name for shot in cutlist.shots] == ["Shot 001", "Shot 002", "Shot 003"]


def test_a_dissolve_sits_at_the_head_of_the_shot_it_leads_into():
    first, second, third = made().shots
    assert third.transition == Transition("dissolve", 94, 106)
    assert first.transition is None and second.transition is None


def test_shots_lie_one_after_the_other_from_one_hour_on():
    assert made().records() == [(86400, 86448), (86448, 86500), (86500, 86530)]


def test_one_hour_of_drop_frame_is_shorter():
    result = BREAKDOWN | {"rate": "30000/1001"}
    cutlist = from_breakdown(result, title="T", source_name="a.mov", drop_frame=True)
    assert cutlist.record_start == 107892


def test_a_film_without_a_clock_starts_after_an_hour_of_frames():
    result = BREAKDOWN | {"rate": "240/1"}
    assert from_breakdown(result, title="T", source_name="a.mov").record_start == 240 * 3600


def test_source_frames_follow_the_source_timecode():
    assert made(source_start=1000).sources()[1] == (1048, 1100)


def test_names_and_notes_go_by_shot():
    shots = made(names=["Opening"], notes=["", "soft"]).shots
    assert (shots[0].name, shots[1].name, shots[1].note) == ("Opening", "Shot 002", "soft")


def test_the_reel_comes_from_the_file_name_whatever_the_system():
    assert made(source_name="C:\\cards\\A001_C002.mov").reel == "A001_C002"
    assert made(reel="B7").reel == "B7"


def test_a_part_keeps_its_place_in_the_record():
    part = made().part(1, 3)
    assert part.records() == made().records()[1:]


def test_a_shot_that_ends_before_it_starts_is_refused():
    with pytest.raises(ExportRefused) as refused:
        CutList("T", "a", "A", Fraction(24), (Shot(5, 5, "x"),))
    assert refused.value.code == "interchange:bad_shot"


def test_a_list_without_shots_is_refused():
    with pytest.raises(ExportRefused) as refused:
        from_breakdown({"rate": "24/1", "shots": []}, title="T", source_name="a")
    assert refused.value.code == "interchange:no_shots"
    assert str(refused.value) == "interchange:no_shots (nothing to write)"
