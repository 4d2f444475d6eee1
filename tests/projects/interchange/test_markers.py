"""Markers in each format: what is written reads back; what cannot be placed is named."""

import json
from dataclasses import replace
from fractions import Fraction

import opentimelineio as otio
import pytest
from hypothesis import given, settings
from opentimelineio import schema
from opentimelineio.opentime import RationalTime, TimeRange

from projects.interchange import markers as m
from projects.interchange.marker_edl import read_marker_edl, write_marker_edl
from projects.interchange.marker_otio import read_marker_otio, write_marker_otio
from projects.interchange.marker_table import COLUMNS, read_marker_csv, write_marker_csv
from projects.interchange.refusal import ExportRefused
from projects.interchange.timecode import to_timecode
from tests.projects.interchange.lists_of_markers import SHAPE, marked_films

FILM = m.Film("PRJ clip v1", "clip.mov", Fraction(24), 240, source_start=24 * 3600)
NOTE = m.Marker(
    12,
    24,
    "The hand\nis soft.",
    person="Clara",
    at="2026-11-28T10:00:00+00:00",
    id="n1",
    drawing=(SHAPE,),
    answers=(m.Answer("Mended.", "Ben", "2026-11-28T11:00:00+00:00", "a1"),),
)
WHERE = "01:00:00:12"


def reasons(found):
    return [row.why % dict(row.facts) for row in found.missed]


@settings(max_examples=40)
@given(marked_films())
def test_otio_gives_back_all_that_was_written(marked):
    film, markers = marked
    assert read_marker_otio(write_marker_otio(film, markers), film) == m.Found(markers)


@settings(max_examples=40)
@given(marked_films())
def test_csv_gives_back_all_but_drawings(marked):
    film, markers = marked
    plain = tuple(replace(marker, drawing=()) for marker in markers)
    assert read_marker_csv(write_marker_csv(film, markers), film) == m.Found(plain)


@settings(max_examples=40)
@given(marked_films())
def test_edl_gives_back_each_place_and_its_words_in_one_line(marked):
    film, markers = marked
    found = read_marker_edl(write_marker_edl(film, markers), film)
    said = [(one.start, f"{m.one_line(one.person)}: {m.one_line(one.text)}") for one in markers]
    written = [(start, words.strip()) for start, words in said if not words.endswith(": ")]
    assert [(one.start, one.text) for one in found.markers] == written
    assert found.missed == ()


def test_an_edl_as_it_is_read_elsewhere():
    text = write_marker_edl(FILM, (NOTE, replace(NOTE, start=30, resolved=True)))
    assert text.splitlines() == [
        "TITLE: PRJ clip v1",
        "FCM: NON-DROP FRAME",
        "",
        "001  CLIP_MOV V     C        01:00:00:00 01:00:10:00 01:00:00:00 01:00:10:00",
        "* FROM CLIP NAME:  clip.mov",
        f"* LOC: {WHERE} RED     Clara: The hand is soft.",
        "* LOC: 01:00:01:06 GREEN   Clara: The hand is soft.",
    ]
    [clip] = otio.adapters.read_from_string(text, "cmx_3600", rate=24).find_clips()
    places = [otio.opentime.to_timecode(one.marked_range.start_time, 24) for one in clip.markers]
    assert places == [WHERE, "01:00:01:06"]


def test_a_drop_frame_film_keeps_its_frames():
    film = replace(FILM, rate=Fraction(30000, 1001), drop_frame=True, frames=30_000, source_start=0)
    marker = replace(NOTE, start=1800)
    text = write_marker_edl(film, (marker,))
    assert "FCM: DROP FRAME" in text and "00:01:00;02" in text
    assert read_marker_edl(text, film).markers[0].start == 1800
    colons = text.replace(";", ":")
    assert read_marker_edl(colons, film).markers[0].start == 1800


def test_a_cut_that_uses_the_film_from_the_middle_is_read_by_its_record_side():
    text = """TITLE: Cut
001  CLIP_MOV V     C        01:00:02:00 01:00:04:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: clip.mov
* LOC: 01:00:00:12 RED     Soft
002  OTHER    V     C        00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
* FROM CLIP NAME: other.mov
* LOC: 01:00:02:05 BLUE    Not ours
"""
    found = read_marker_edl(text, FILM)
    assert [(one.start, one.text) for one in found.markers] == [(60, "Soft")]
    assert reasons(found) == ["It stands on other material (other.mov)."]
    assert (found.missed[0].where, found.missed[0].text) == ("7", "Not ours")


def test_a_source_side_time_is_taken_where_the_record_side_has_no_such_place():
    text = """001  CLIP V  C  01:00:02:00 01:00:04:00 00:00:00:00 00:00:02:00
* LOC: 01:00:03:00 RED
* LOC: 01:00:03:01 PINK     SOFT
"""
    found = read_marker_edl(text, FILM)
    assert [(one.start, one.text) for one in found.markers] == [(73, "SOFT")]
    assert reasons(found) == ["It says nothing."]


def test_markers_as_resolve_writes_them():
    text = """TITLE: Timeline 1
FCM: NON-DROP FRAME

001  001      V     C        01:00:01:00 01:00:01:01 01:00:01:00 01:00:01:01
Son en avance |C:ResolveColorGreen |M:Marker 1 |D:12

002  001      V     C        02:00:01:00 02:00:01:01 02:00:01:00 02:00:01:01
 |C:ResolveColorBlue |M:Marker 2 |D:1
003  001      V     C        01:00:02:00 01:00:02:01 01:00:02:00 01:00:02:01
 |C:ResolveColorBlue |M:Only a name |D:1
"""
    found = read_marker_edl(text, FILM)
    told = [(one.start, one.end_exclusive, one.text) for one in found.markers]
    assert told == [(24, 36, "Son en avance"), (48, 49, "Only a name")]
    assert reasons(found) == ["It stands outside of the film (frame 86424 of 240)."]


def test_a_line_without_an_event_and_a_time_no_clock_shows():
    found = read_marker_edl(f"* LOC: {WHERE} RED Alone\n* LOC: 01:00:99:00 RED Odd\n", FILM)
    assert [one.start for one in found.markers] == [12]
    assert reasons(found) == ["Its time cannot be read (01:00:99:00)."]


def test_a_rate_without_a_clock_is_refused_for_edl_and_empty_in_csv():
    film = replace(FILM, rate=Fraction(15))
    with pytest.raises(ExportRefused) as told:
        write_marker_edl(film, (NOTE,))
    assert told.value.code == "interchange:no_timecode"
    text = write_marker_csv(film, (NOTE,))
    assert ",12,24,,," in text
    assert read_marker_csv(text, film).markers[0].start == 12


@pytest.mark.parametrize("said", ["=1+1", "'=1+1", "'quoted", "@x", " =1", "-2 f", "''"])
def test_no_cell_is_a_formula_and_each_reads_back(said):
    told = replace(NOTE, text=said, person=said, answers=(m.Answer(said, said, id="a"),))
    text = write_marker_csv(FILM, (told,))
    cells = [cell for line in text.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.lstrip(" ")[:1] in ("=", "+", "-", "@")]
    back = read_marker_csv(text, FILM).markers[0]
    assert (back.text, back.person, back.answers[0].text) == (said.strip(), said, said)


def test_tables_of_others_and_what_is_wrong_in_them():
    text = f"timecode_in;text\n{WHERE};Soft\nsoon;Odd\n;Bare\n"
    found = read_marker_csv(text, FILM)
    assert [(one.start, one.end_exclusive, one.text) for one in found.markers] == [(12, 13, "Soft")]
    assert [row.where for row in found.missed] == ["3", "4"]
    assert reasons(found)[0] == "Its time cannot be read (soon)."
    assert write_marker_csv(FILM, ()).splitlines() == ["\ufeff" + ",".join(COLUMNS)]


@pytest.mark.parametrize("text", ["", "a,b\n1,2", "text\nx", "\x00\x01", '"'])
def test_what_is_no_table_of_markers_is_refused(text):
    with pytest.raises(ExportRefused) as told:
        read_marker_csv(text, FILM)
    assert told.value.code == "markers:unreadable"


DEEP = "[" * 100_000 + "]" * 100_000
NESTED = '{"OTIO_SCHEMA":"Timeline.1","metadata":' + '{"a":' * 100 + "1" + "}" * 101


@pytest.mark.parametrize("text", ["", "{}", "[]", "1", DEEP, NESTED, '{"OTIO_SCHEMA":"No.1"}'])
def test_what_is_no_timeline_is_refused(text):
    with pytest.raises(ExportRefused) as told:
        read_marker_otio(text, FILM)
    assert told.value.code == "markers:unreadable"


def timeline(*clips):
    track = schema.Track(name="V1", kind="Video", children=list(clips))
    made = schema.Timeline(name="Cut")
    made.tracks.append(track)
    return made


def clip(name, start, length=48, rate=24.0, whole=None):
    reference = schema.ExternalReference(target_url=f"file:///media/{name}")
    reference.available_range = whole
    place = TimeRange(RationalTime(start, rate), RationalTime(length, rate))
    return schema.Clip(name=name, media_reference=reference, source_range=place)


def mark(at, name="Look", rate=24.0, length=1):
    place = TimeRange(RationalTime(at, rate), RationalTime(length, rate))
    return schema.Marker(name=name, marked_range=place)


def test_markers_of_a_timeline_find_their_clip():
    ours, other = clip("clip.mov", 24 * 3600 + 48), clip("other.mov", 0)
    ours.markers.append(mark(24 * 3600 + 50, length=3))
    other.markers.append(mark(5, "Not ours"))
    cut = timeline(other, ours)
    cut.tracks.markers.append(mark(48 + 10, "On the timeline"))
    cut.tracks[0].markers.append(mark(48 + 11, "On the track"))
    cut.tracks.markers.append(mark(5, "Over the other"))
    cut.tracks.markers.append(mark(500, "Over nothing"))
    found = read_marker_otio(cut.to_json_string(), FILM)
    told = {(one.start, one.end_exclusive, one.text) for one in found.markers}
    assert told == {(50, 53, "Look"), (58, 59, "On the timeline"), (59, 60, "On the track")}
    assert {row.text for row in found.missed} == {"Not ours", "Over the other", "Over nothing"}
    assert set(reasons(found)) == {
        "It stands on other material (other.mov).",
        "It stands on other material (–).",
    }


def test_a_file_that_counts_from_its_own_zero_and_one_at_another_rate():
    whole = TimeRange(RationalTime(0, 23.976), RationalTime(240, 23.976))
    zero = clip("clip.mov", 0, rate=23.976, whole=whole)
    zero.markers.append(mark(30, rate=23.976))
    assert read_marker_otio(timeline(zero).to_json_string(), FILM).markers[0].start == 30
    half = clip("clip.mov", 0, rate=48, whole=TimeRange(RationalTime(0, 48), RationalTime(480, 48)))
    half.markers.append(mark(60, rate=48, length=4))
    [read] = read_marker_otio(timeline(half).to_json_string(), FILM).markers
    assert (read.start, read.end_exclusive) == (30, 32)


@pytest.mark.parametrize(("value", "rate"), [("NaN", "24.0"), ("Infinity", "24.0"), ("5.0", "0.0")])
def test_a_time_that_is_no_number_is_named(value, rate):
    strange = clip("http://[", 24 * 3600)
    strange.markers.append(mark(777, "On the clip"))
    cut = timeline(strange)
    cut.tracks.markers.append(mark(777, "Above"))
    plain = json.loads(cut.to_json_string())
    for holder in (plain["tracks"], plain["tracks"]["children"][0]["children"][0]):
        place = holder["markers"][0]["marked_range"]["start_time"]
        place["value"], place["rate"] = float(value), float(rate)
    found = read_marker_otio(json.dumps(plain), FILM)
    assert found.markers == () and len(found.missed) == 2


def test_a_long_line_takes_no_longer_than_its_length():
    line = "a" + " " * 400_000
    text = f"{line}|C:x |M:{line}|D:y\n{line}b\n1 {line}\n* LOC:{line}\n* FROM CLIP NAME:{line}"
    assert read_marker_edl(text, FILM).markers == ()


def test_strange_metadata_is_not_believed():
    strange = clip("clip.mov", 24 * 3600)
    marker = mark(24 * 3600 + 1)
    marker.metadata["last_mile"] = {"answers": ["x", {"text": 5}], "drawing": "x", "resolved": 1}
    strange.markers.append(marker)
    [read] = read_marker_otio(timeline(strange).to_json_string(), FILM).markers
    assert (read.drawing, read.resolved, read.answers) == ((), False, (m.Answer("5"),))


def test_too_many_are_refused():
    many = ((str(n), replace(NOTE, start=n % 240)) for n in range(m.MARKERS_AT_MOST + 1))
    with pytest.raises(ExportRefused) as told:
        m.placed(FILM, many)
    assert told.value.code == "markers:too_many"


def test_what_each_format_loses():
    told = (NOTE, replace(NOTE, text="", end_exclusive=13))
    lost = {
        name: {row["code"]: row["detail"] for row in m.losses(told, name)}
        for name in ("edl", "otio", "csv")
    }
    assert lost == {
        "edl": {
            "markers:ends": "1",
            "markers:lines": "1",
            "markers:answers": "2",
            "markers:drawings": "2",
            "markers:wordless": "1",
        },
        "otio": {"markers:drawings_as_data": "2"},
        "csv": {"markers:drawings": "2"},
    }
    assert m.losses((replace(NOTE, text="x", drawing=()),), "otio") == []


def test_the_otio_that_is_written_carries_the_id_and_the_colour():
    plain = json.loads(write_marker_otio(FILM, (NOTE,)))
    [marker] = plain["tracks"]["children"][0]["children"][0]["markers"]
    assert (marker["color"], marker["comment"]) == ("RED", NOTE.text)
    assert marker["metadata"]["last_mile"]["note"] == "n1"
    at = marker["marked_range"]["start_time"]["value"]
    assert to_timecode(round(at), FILM.rate, False) == WHERE
