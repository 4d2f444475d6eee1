"""Lists as editing systems write them: speeds at a transition, keys, more sound, midnight."""

from fractions import Fraction

import pytest

from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines import edl_reading
from projects.interchange.timelines.edl_reading import read_edl
from projects.interchange.timelines.laid import AUDIO, VIDEO
from projects.interchange.timelines.writing import write

NTSC = Fraction(30000, 1001)
#: Frames of a day at 29.97 drop frame: 18 numbers are left out in ten minutes.
DROPPED_DAY = 24 * 3600 * 30 - 24 * 6 * 18


def event(number, source, record, reel="AX", channel="V", how="C"):
    return f"{number:03}  {reel:8} {channel:5} {how:8} {source} {record}"


def listed(*lines, rate=Fraction(25), mode=""):
    return read_edl("\n".join(["TITLE: A list", *([f"FCM: {mode}"] if mode else []), *lines]), rate)


def rows(laid):
    return [(item.reel, item.start, item.length, item.source) for item in laid.items()]


FIRST = event(1, "01:00:00:00 01:00:02:00", "01:00:00:00 01:00:02:00", "A")
STILL = event(2, "01:00:02:00 01:00:02:00", "01:00:02:00 01:00:02:00", "A")
TO = event(2, "05:00:00:00 05:00:01:00", "01:00:02:00 01:00:04:00", "B", how="D    012")


@pytest.mark.parametrize("turned", [False, True])
def test_a_speed_at_a_transition_belongs_to_the_event_of_its_reel(turned):
    speeds = ["M2   A  050.0  01:00:02:00", "M2   B  012.5  05:00:00:00"]
    laid = listed(FIRST, STILL, TO, *(reversed(speeds) if turned else speeds))
    assert [(item.reel, item.speed) for item in laid.items()] == [("A", 1), ("B", Fraction(1, 2))]


def test_the_speed_of_what_goes_is_no_speed_of_what_comes():
    laid = listed(FIRST, STILL, TO.replace("05:00:01", "05:00:02"), "M2   A  050.0  01:00:02:00")
    assert [item.speed for item in laid.items()] == [1, 1]
    assert not laid.warnings


def test_a_speed_that_names_no_reel_counts():
    (item,) = listed(FIRST, "M2       -025.0   01:00:00:00").items()
    assert item.speed == -1


def test_keys_with_a_space_before_their_letter():
    back = event(1, "01:00:00:00 01:00:02:00", "01:00:00:00 01:00:02:00", "A", how="K B")
    over = event(1, "02:00:00:00 02:00:02:00", "01:00:00:00 01:00:02:00", "B", how="K    025")
    laid = listed(back, over)
    assert rows(laid) == [("A", 0, 50, 90_000), ("B", 0, 50, 180_000)]
    assert {item.note for item in laid.items()} == {"KEY"}


def test_further_sound_of_an_event_is_heard():
    laid = listed(FIRST.replace("V  ", "AA/V"), "AUD   3    4")
    assert [track.kind for track in laid.tracks] == [VIDEO, *[AUDIO] * 4]
    assert len({(item.start, item.length, item.source) for item in laid.items()}) == 1


def test_lines_of_no_known_kind_are_told():
    laid = listed(FIRST, "EFFECTS NAME IS CROSS DISSOLVE", "M2 nonsense", "GPI 1 2 3")
    assert laid.warnings == (("lines_unread", 2),)


def test_a_film_over_midnight_stays_in_order():
    laid = listed(
        event(1, "01:00:00:00 01:00:02:00", "23:59:57:00 23:59:59:00"),
        event(2, "02:00:00:00 02:00:02:00", "23:59:59:00 00:00:01:00"),
        event(3, "03:00:00:00 03:00:02:00", "00:00:01:00 00:00:03:00"),
        "* LOC: 00:00:02:00 RED here",
    )
    assert rows(laid) == [("AX", 0, 50, 90_000), ("AX", 50, 50, 180_000), ("AX", 100, 50, 270_000)]
    assert [mark.at for item in laid.items() for mark in item.marks] == [25]
    assert laid.start == 24 * 3600 * 25 - 75
    with pytest.raises(ExportRefused) as refused:
        write(laid, "edl")
    assert refused.value.code == "interchange:past_midnight"
    assert write(laid, "fcp7")


def test_a_film_of_the_whole_day_begins_at_midnight():
    laid = listed(
        event(1, "00:00:00:00 12:00:00:00", "00:00:00:00 12:00:00:00"),
        event(2, "00:00:00:00 12:00:00:00", "12:00:00:00 24:00:00:00"),
    )
    assert [item.start for item in laid.items()] == [0, 12 * 3600 * 25] and laid.start == 0


def test_midnight_of_a_list_that_drops_by_its_signs_alone():
    laid = listed(event(1, "01:00:00;00 01:00:01;00", "23:59:59;00 00:00:00;00"), rate=NTSC)
    (item,) = laid.items()
    assert (laid.start + item.start, item.length) == (DROPPED_DAY - 30, 30)


def test_a_source_that_does_not_drop_in_a_list_that_does():
    line = event(1, "01:00:00:00 01:00:02:00", "01:00:00;00 01:00:02;00")
    laid = listed(line, rate=NTSC, mode="DROP FRAME")
    (item,) = laid.items()
    assert item.source == 108_000 and (laid.start, laid.drop_frame) == (107_892, True)


def test_a_small_list_of_very_many_sounds_is_refused(monkeypatch):
    monkeypatch.setattr(edl_reading, "MOST_ITEMS", 20)
    with pytest.raises(ExportRefused) as refused:
        listed(FIRST, "AUD" + "".join(f" {number}" for number in range(1, 30)))
    assert refused.value.code == "timeline:too_much"
