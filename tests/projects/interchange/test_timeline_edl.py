"""Edit decision lists as they come: broken, overlapping, of another rate, far too long."""

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines.converting import again
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.edl_reading import read_edl
from projects.interchange.timelines.laid import AUDIO, VIDEO, Change, Laid, Track
from projects.interchange.timelines.losses import losses
from projects.interchange.timelines.reading import decoded, read
from projects.interchange.timelines.writing import write
from tests.projects.interchange.films_laid import FILM, NTSC, clip, late, plain

HOSTILE = Path(os.environ.get("LAST_MILE_DATA", "../shared/data")) / "robustness"
needs_hostile = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the hostile files are not beside the project"
)


def edl(*lines: str, mode: str = "NON-DROP FRAME") -> str:
    return "\r\n".join(["TITLE: A list", f"FCM: {mode}", "", *lines])


def event(number: int, source: str, record: str, channel="V", how="C", reel="A001") -> str:
    return f"{number:03}  {reel:8} {channel:5} {how:8} {source} {record}"


ONE = event(1, "00:00:00:00 00:00:01:00", "01:00:00:00 01:00:01:00")


def why(text: str, rate=24) -> tuple[str, str]:
    with pytest.raises(ExportRefused) as refused:
        read_edl(text, Fraction(rate))
    return refused.value.code, refused.value.detail


def test_one_event_with_all_that_is_said_of_it():
    laid = read_edl(
        edl(
            ONE,
            "M2   A001     048.0                00:00:00:00",
            "* FROM CLIP NAME:  Anna",
            "* SOURCE FILE: /a/b.mov",
            "* LOC: 01:00:00:12 GREEN  Softer",
            "* ASC_SOP: (1 1 1) (0 0 0) (1 1 1)",
            "*ASC_SAT 0.5",
            "* COMMENT: A note",
            "* KEY CLIP: something",
        ),
        Fraction(24),
    )
    (item,) = laid.items()
    assert (laid.title, laid.start, item.start, item.length) == ("A list", 86_400, 0, 24)
    assert (item.name, item.media, item.reel) == ("Anna", "/a/b.mov", "A001")
    assert item.speed == 2 and item.source_length == 24
    assert [(mark.at, mark.text, mark.colour) for mark in item.marks] == [(12, "Softer", "GREEN")]
    assert item.grade == ((1, 1, 1), (0, 0, 0), (1, 1, 1), 0.5)
    assert item.note == "A note\nKEY CLIP: something"


def test_overlapping_events_lie_on_tracks_of_their_own_and_are_told():
    text = edl(
        ONE,
        event(2, "00:00:10:00 00:00:11:00", "01:00:00:12 01:00:01:12"),
        event(3, "00:00:20:00 00:00:21:00", "01:00:01:00 01:00:02:00"),
    )
    laid = read_edl(text, Fraction(24))
    assert [[item.start for item in track.items] for track in laid.tracks] == [[0, 24], [12]]
    assert dict(laid.warnings)["overlap"] == 1
    assert {loss.code for loss in losses(laid, "edl")} >= {"video_tracks"}


@pytest.mark.parametrize(
    ("channel", "kinds"),
    [
        ("V", [VIDEO]),
        ("B", [VIDEO, AUDIO]),
        ("AA/V", [VIDEO, AUDIO, AUDIO]),
        ("A2", [AUDIO]),
        ("V2", [VIDEO]),
    ],
)
def test_channels(channel, kinds):
    text = edl(event(1, "00:00:00:00 00:00:01:00", "01:00:00:00 01:00:01:00", channel))
    assert [track.kind for track in read_edl(text, Fraction(24)).tracks] == kinds


def test_fades_from_and_to_black_come_back():
    laid = Laid(
        "Fades",
        Fraction(24),
        (Track(VIDEO, (clip(0), clip(48)), (Change(0, 0, 12), Change(96, 12, 0))),),
        86_400,
    )
    text = write(laid, "edl")[0].content.decode()
    assert text.count(" BL ") == 2
    assert not differences(laid, read_edl(text, laid.rate)).keys() - {"cut_points"}


def test_a_wipe_keeps_its_pattern():
    wipe = Change(48, 0, 10, "wipe 019")
    laid = Laid("W", Fraction(24), (Track(VIDEO, (clip(0), clip(48)), (wipe,)),), 86_400)
    text = write(laid, "edl")[0].content.decode()
    assert " W019 010 " in text
    assert read_edl(text, laid.rate).tracks[0].changes == (wipe,)


def test_ten_thousand_events_are_eleven_lists_that_read_as_one():
    laid = plain(9_999, Fraction(24))
    files = write(laid, "edl")
    assert len(files) == 11 and files[1].ending == "_part2.edl"
    lost = {loss.code: loss.count for loss in losses(laid, "edl")}
    assert lost == {"several_files": 11}
    assert not differences(laid, again(files, laid.rate))


@pytest.mark.parametrize(
    ("text", "rate", "code", "said"),
    [
        (edl(ONE.replace("00:00:01:00", "00:00:00:24", 1)), 24, "wrong_rate", "00:00:00:24"),
        (edl(ONE), "30000/1001", None, ""),
        (edl(ONE, mode="DROP FRAME"), 24, "wrong_rate", "drops frames"),
        (edl(ONE.replace("00:00:01:00", "00:00:01;00", 1)), 25, "wrong_rate", "drops frames"),
        (edl(ONE.replace("00:00:00:00", "99:00:00:00")), 24, "bad_line", "line 4"),
        (edl("002 AX V C"), 24, "bad_line", "line 4"),
        (
            edl(event(1, "00:00:00:00 00:00:01:00", "01:00:01:00 01:00:00:00")),
            24,
            "bad_line",
            "ends before it begins",
        ),
        (edl(ONE, "*ASC_SOP (1 1)(0 0 0)(1 1 1)"), 24, "bad_line", "nine numbers"),
        (edl(ONE, "*ASC_SAT nan"), 24, "bad_line", "no number"),
        (
            edl(event(1, "00:00:00:00 00:00:01:00", "01:00:00:00 01:00:01:00", "Q")),
            24,
            "bad_line",
            "no track",
        ),
        (edl(), 24, "no_clips", ""),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_line(text, rate, code, said):
    if code is None:
        assert read_edl(text, Fraction(rate)).rate == NTSC
        return
    found, detail = why(text, rate)
    assert found == f"timeline:{code}" and said in detail


def test_a_rate_without_a_clock_is_refused():
    assert why(edl(ONE), Fraction(240))[0] == "interchange:no_timecode"


@needs_hostile
def test_the_hostile_lists():
    with pytest.raises(ExportRefused) as refused:
        read(HOSTILE / "bad_timecode.edl", Fraction(24))
    assert refused.value.code == "timeline:bad_line" and "line 3" in refused.value.detail
    old = read(HOSTILE / "latin1.edl", Fraction(24))
    assert old.laid.title == "Übung" and dict(old.warnings)["old_encoding"] == 1
    wide = read(HOSTILE / "utf16.edl", Fraction(24))
    assert wide.laid.length == 24 and "old_encoding" not in dict(wide.warnings)


def test_the_rate_is_asked_for_but_where_dropping_says_it(tmp_path):
    path = tmp_path / "a.edl"
    path.write_text(edl(ONE))
    with pytest.raises(ExportRefused) as refused:
        read(path)
    assert refused.value.code == "timeline:rate_needed"
    path.write_text(edl(ONE, mode="DROP FRAME"))
    assert read(path).laid.rate == NTSC and read(path).laid.drop_frame


def test_a_null_is_no_text():
    with pytest.raises(ExportRefused) as refused:
        decoded(b"TITLE: A\0B")
    assert refused.value.code == "timeline:unknown"


def test_midnight_ends_a_record_and_nothing_goes_beyond():
    laid = plain(2)
    ends = late(laid, 24 * 3600 * 24 - 96 - laid.start)
    text = write(ends, "edl")[0].content.decode()
    assert "24:00:00:00" in text and read_edl(text, FILM).length == 96
    with pytest.raises(ExportRefused) as refused:
        write(late(ends, 1), "edl")
    assert refused.value.code == "interchange:past_midnight"


def test_a_speed_beyond_the_field_is_refused():
    fast = replace(clip(0), speed=Fraction(500))
    with pytest.raises(ExportRefused) as refused:
        write(Laid("F", Fraction(24), (Track(VIDEO, (fast,)),), 0), "edl")
    assert refused.value.code == "timeline:too_fast"
