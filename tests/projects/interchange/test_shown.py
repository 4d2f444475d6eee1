"""Which shots a film has, and what lies in each: every frame once, nothing that is off."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines.building import build
from projects.interchange.timelines.laid import AUDIO, VIDEO, Item, Laid, Track
from projects.interchange.timelines.shown import plain, shots_of, told
from projects.interchange.timelines.shown_apart import shots_apart

RATE = Fraction(24)


def item(start, length, name="", **fields):
    return Item(start=start, length=length, source=0, name=name, **fields)


def film(*tracks, **fields):
    return Laid("Film", RATE, tuple(Track(VIDEO, tuple(items)) for items in tracks), **fields)


def seen(laid):
    return [
        (shot.start, shot.end, "+".join(layer.name for layer in shot.layers))
        for shot in shots_of(laid)
    ]


def test_a_shot_is_an_item_of_the_lowest_track():
    assert seen(film([item(0, 24, "a"), item(24, 12, "b")])) == [(0, 24, "a"), (24, 36, "b")]


def test_what_lies_above_belongs_to_every_shot_that_it_overlaps():
    laid = film([item(0, 24, "a"), item(24, 24, "b")], [item(12, 24, "fx")])
    assert seen(laid) == [(0, 24, "a+fx"), (24, 48, "b+fx")]


def test_what_only_touches_a_shot_is_not_in_it():
    laid = film([item(0, 24, "a"), item(24, 24, "b")], [item(24, 24, "fx")])
    assert seen(laid) == [(0, 24, "a"), (24, 48, "b+fx")]


def test_where_nothing_lies_below_it_is_a_shot_of_its_own():
    laid = film([item(0, 24, "a"), item(48, 24, "b")], [item(12, 48, "over")])
    assert seen(laid) == [(0, 24, "a+over"), (24, 48, "over"), (48, 72, "b+over")]


def test_what_is_off_and_what_is_heard_is_left_out():
    laid = film([item(0, 24, "a"), item(24, 24, "off", enabled=False)])
    sound = Track(AUDIO, (item(0, 99, "sound"),))
    laid = Laid(laid.title, RATE, (*laid.tracks, sound))
    assert seen(laid) == [(0, 24, "a")]


def test_tracks_are_counted_from_the_lowest():
    laid = film([item(0, 24, "a")], [item(0, 24, "b", media="b.mov", reel="R1")])
    [shot] = shots_of(laid)
    assert [layer.track for layer in shot.layers] == [1, 2]
    assert (shot.layers[1].media, shot.layers[1].reel) == ("b.mov", "R1")


TRACKS = st.lists(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), max_size=6), min_size=1, max_size=3
)


@given(TRACKS)
def test_every_frame_that_shows_something_is_in_one_shot(tracks):
    laid, shown = [], set()
    for steps in tracks:
        at, items = 0, []
        for gap, length in steps:
            items.append(item(at + gap, length, "x"))
            shown |= set(range(at + gap, at + gap + length))
            at += gap + length
        laid.append(items)
    shots = shots_of(film(*laid))
    frames = [frame for shot in shots for frame in range(shot.start, shot.end)]
    assert sorted(frames) == frames and len(frames) == len(set(frames))
    assert set(frames) == shown
    for shot in shots:
        meant = [
            layer
            for items in laid
            for layer in items
            if layer.start < shot.end and layer.end > shot.start
        ]
        assert len(shot.layers) == len(meant)


def test_it_is_told_with_timecodes_of_the_film():
    laid = film([item(0, 24, "a"), item(24, 12, "b")], start=86400)
    found = told(laid, 1, (("odd", 2),))
    assert [(shot["tc_in"], shot["tc_out"]) for shot in found["shots"]] == [
        ("01:00:00:00", "01:00:01:00"),
        ("01:00:01:00", "01:00:01:12"),
    ]
    assert [shot["number"] for shot in found["shots"]] == [1, 2]
    assert (found["rate"], found["frames"], found["warnings"]) == ("24/1", 36, [["odd", 2]])


def test_half_characters_and_zeros_are_held_by_nothing_and_go():
    assert plain("a\0b\ud800") == "ab?"
    assert plain("Führer 映画") == "Führer 映画"


EDL = """TITLE: FINAL
FCM: NON-DROP FRAME

001  A001C002 V     C        01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME: A001C002.MOV
002  B002C001 V     C        02:00:00:00 02:00:02:00 01:00:01:00 01:00:03:00
* FROM CLIP NAME: B002C001.MOV
"""


class TestApart:
    def test_an_edl_is_read_at_the_rate_of_the_project(self, tmp_path):
        path = tmp_path / "final.edl"
        path.write_text(EDL)
        found = shots_apart(path, Fraction(25))
        assert found["rate"] == "25/1"
        assert [(s["start"], s["end"]) for s in found["shots"]] == [(0, 25), (25, 75)]
        assert found["shots"][0]["layers"][0]["name"] == "A001C002.MOV"

    def test_a_timeline_keeps_its_own_rate(self, tmp_path):
        path = tmp_path / "final.otio"
        build(film([item(0, 24, "a")])).to_json_file(str(path))
        assert shots_apart(path, Fraction(25))["rate"] == "24/1"

    def test_what_cannot_be_read_is_refused_with_its_reason(self, tmp_path):
        path = tmp_path / "final.otio"
        path.write_text('{"OTIO_SCHEMA": "Nothing.1"}')
        with pytest.raises(ExportRefused) as refused:
            shots_apart(path, Fraction(24))
        assert refused.value.code.startswith("timeline:")
