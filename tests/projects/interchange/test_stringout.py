"""What OpenTimelineIO reads back from a string-out of several takes is what went in."""

from fractions import Fraction

import opentimelineio as otio
import pytest

from projects.interchange.refusal import ExportRefused
from projects.interchange.stringout import Piece, StringOut, Take, reels, write_edl, write_otio
from projects.interchange.timecode import RATES

FIRST = Take("A001_C001_take1.mov", Fraction(24), 200, start=86_400, sound=True)
SECOND = Take("A001_C001_take2.mov", Fraction(24), 300)
OTHER = Take("B001.mov", Fraction(25), 100)
CUT = StringOut(
    "Selects", (Piece(FIRST, 10, 60, "score 0.97"), Piece(SECOND, 0, 300), Piece(FIRST, 90, 200))
)


def clips(text: str, kind: str = "cmx_3600"):
    rate = {"rate": 24} if kind == "cmx_3600" else {}
    timeline = otio.adapters.read_from_string(text, kind, **rate)
    return timeline, list(timeline.video_tracks()[0].find_clips())


def span(clip):
    source = clip.source_range
    return source.start_time.value, source.end_time_exclusive().value


def test_the_edl_comes_back():
    _timeline, found = clips(write_edl(CUT))
    assert [span(clip) for clip in found] == [(86_410, 86_460), (0, 300), (86_490, 86_600)]
    assert [clip.name for clip in found] == [FIRST.name, SECOND.name, FIRST.name]


def test_the_edl_says_what_has_sound_and_why():
    lines = write_edl(CUT).split("\r\n")
    assert lines[:2] == ["TITLE: Selects", "FCM: NON-DROP FRAME"]
    assert lines[3] == (
        "001  A001_C00 B     C        01:00:00:10 01:00:02:12 01:00:00:00 01:00:02:02"
    ).replace("A001_C00", reels([FIRST.name])[FIRST.name])
    assert "* COMMENT: score 0.97" in lines
    assert any(" V     C " in line for line in lines)


def test_otio_has_picture_sound_and_handles():
    timeline, found = clips(write_otio(CUT), "otio_json")
    assert [span(clip) for clip in found] == [(86_410, 86_460), (0, 300), (86_490, 86_600)]
    whole = found[0].media_reference.available_range
    assert (whole.start_time.value, whole.duration.value) == (86_400, 200)
    assert found[0].media_reference.target_url == FIRST.name
    (sound,) = timeline.audio_tracks()
    assert [type(item).__name__ for item in sound] == ["Clip", "Gap", "Clip"]
    assert sound.duration() == timeline.video_tracks()[0].duration()
    assert timeline.global_start_time.value == 86_400


def test_silent_takes_have_no_track_of_sound():
    timeline, _found = clips(write_otio(StringOut("S", (Piece(SECOND, 0, 10),))), "otio_json")
    assert len(timeline.tracks) == 1


def test_other_rates_stay_out_of_the_edl_only():
    cut = StringOut("S", (Piece(FIRST, 0, 10), Piece(OTHER, 0, 50)))
    assert len(clips(write_edl(cut))[1]) == 1
    _timeline, found = clips(write_otio(cut), "otio_json")
    assert found[1].source_range.duration.rate == 25


def test_drop_frame_is_said_and_counted():
    take = Take("a.mov", Fraction(30000, 1001), 4000)
    lines = write_edl(StringOut("S", (Piece(take, 0, 1800),), drop_frame=True)).split("\r\n")
    assert lines[1] == "FCM: DROP FRAME"
    assert lines[3].endswith("00:00:00;00 00:01:00;02 01:00:00;00 01:01:00;02")


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_rate_comes_back(rate):
    take = Take("a.mov", rate, 500, start=1000)
    text = write_edl(StringOut("S", (Piece(take, 7, 300), Piece(take, 310, 311))))
    timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate))
    assert [span(clip) for clip in timeline.find_clips()] == [(1007, 1300), (1310, 1311)]


def test_takes_may_run_over_midnight():
    take = Take("a.mov", Fraction(24), 100, start=24 * 86_400 - 50)
    line = write_edl(StringOut("S", (Piece(take, 0, 100),))).split("\r\n")[3]
    assert "23:59:57:22 00:00:02:02" in line


def test_reels_are_told_apart():
    names = [f"A001_C001_0915_take{n}.mov" for n in range(12)]
    found = reels([*names, names[0]])
    assert len(set(found.values())) == 12 and list(found) == names
    assert all(len(name) <= 8 for name in found.values())


@pytest.mark.parametrize(
    ("pieces", "code"),
    [
        ((), "interchange:no_shots"),
        ((Piece(FIRST, 5, 5),), "interchange:bad_shot"),
        ((Piece(FIRST, -1, 5),), "interchange:bad_shot"),
        ((Piece(FIRST, 0, 201),), "interchange:bad_shot"),
    ],
)
def test_pieces_that_are_none_are_refused(pieces, code):
    with pytest.raises(ExportRefused) as refused:
        StringOut("S", pieces)
    assert refused.value.code == code


def test_too_many_and_odd_rates_are_refused():
    with pytest.raises(ExportRefused) as refused:
        write_edl(StringOut("S", (Piece(SECOND, 0, 1),) * 1000))
    assert refused.value.code == "interchange:too_many_events"
    odd = Take("a.mov", Fraction(17), 10)
    with pytest.raises(ExportRefused) as refused:
        write_edl(StringOut("S", (Piece(odd, 0, 5),)))
    assert refused.value.code == "interchange:no_timecode"


def test_names_stay_on_their_line():
    take = Take("bad\nname.mov", Fraction(24), 10)
    lines = write_edl(StringOut("a\r\nb", (Piece(take, 0, 5),))).split("\r\n")
    assert lines[0] == "TITLE: a b" and "* FROM CLIP NAME:  bad name.mov" in lines
