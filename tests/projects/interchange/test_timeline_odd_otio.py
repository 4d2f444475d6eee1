"""OpenTimelineIO and logs as other programs leave them: half frames, notes of any shape."""

import json
from fractions import Fraction

import pytest

from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines.converting import Job, again, convert
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.logs import rate_of_log, read_log
from projects.interchange.timelines.reading import read
from projects.interchange.timelines.writing import write

NO_GRADE = {"slope": [1, 1, -1], "offset": [0, 0, 0], "power": [1, 1, 1]}


def time(frame):
    return {"OTIO_SCHEMA": "RationalTime.1", "value": frame, "rate": 25}


def clip(source, length, **metadata):
    span = {"OTIO_SCHEMA": "TimeRange.1", "start_time": time(source), "duration": time(length)}
    return {"OTIO_SCHEMA": "Clip.1", "name": "A", "source_range": span, "metadata": metadata}


def change(before, after):
    offsets = {"in_offset": time(before), "out_offset": time(after)}
    return {"OTIO_SCHEMA": "Transition.1", "transition_type": "SMPTE_Dissolve", **offsets}


@pytest.fixture
def film(tmp_path):
    def written(*children, **metadata):
        track = {"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": children}
        stack = {"OTIO_SCHEMA": "Stack.1", "children": [track]}
        timeline = {"OTIO_SCHEMA": "Timeline.1", "tracks": stack, "metadata": metadata}
        path = tmp_path / "film.otio"
        path.write_text(json.dumps(timeline))
        return path

    return written


@pytest.mark.parametrize("format", ["edl", "fcp7", "fcpxml"])
def test_a_clip_of_less_than_a_frame_is_left_out_and_told(film, tmp_path, format):
    path = film(clip(0, 50), clip(1, 0.2), clip(3, 10))
    told = convert(Job(str(path), format, str(tmp_path), "made", accept_losses=True))
    assert [(event["source_frame"], event["frames"]) for event in told["events"]] == [
        (0, 50),
        (3, 10),
    ]
    assert ("no_length", 1) in [(said["code"], said["count"]) for said in told["warnings"]]
    assert told["written"]


def test_a_transition_away_from_its_cut_is_left_out_and_told(film):
    got = read(film(clip(0, 50), change(-2, 10), clip(0, 50), change(5, 5), clip(0, 50)))
    (track,) = got.laid.tracks
    assert [(made.at, made.before, made.after) for made in track.changes] == [(100, 5, 5)]
    assert ("odd_transitions", 1) in got.warnings


@pytest.mark.parametrize(
    "note",
    [{"last_mile": "ours?"}, {"ale": "a line"}, {"ale": {"Look": {"deep": [1]}}}],
    ids=str,
)
def test_notes_of_any_shape_are_no_obstacle(film, note):
    (item,) = read(film(clip(0, 50, **note), **note)).laid.items()
    assert item.length == 50 and bool(item.other) == ("ale" in note)


def test_numbers_that_are_no_colour_decision_are_told_as_noted(film, tmp_path):
    path = film(clip(0, 50, cdl={"asc_sop": NO_GRADE}))
    told = convert(Job(str(path), "edl", str(tmp_path), "made"))
    assert "metadata" in [loss["code"] for loss in told["losses"]]
    assert told["grades"] == 0


@pytest.mark.parametrize(
    ("line", "rate"),
    [
        ("FPS\t29.97 DF\n", Fraction(30000, 1001)),
        ("Heading\rFPS\t25\r", 25),
        ("FPS\t.\n", None),
        ("FPS\t1.2.3\n", None),
    ],
)
def test_what_a_log_says_of_its_rate(line, rate):
    assert rate_of_log(f"{line}Column\nName") == rate


def log(*rows):
    return "\n".join(["Heading", "FPS\t25", "Column", "Name\tStart\tEnd", "Data", *rows])


def test_a_camera_that_rolls_over_midnight(tmp_path):
    laid = read_log(log("A\t23:59:58:00\t00:00:02:00", "B\t00:00:02:00\t00:00:03:00"), Fraction(25))
    places = [(item.start, item.length, item.source) for item in laid.items()]
    assert places == [(0, 100, 24 * 3600 * 25 - 50), (100, 25, 50)]
    assert not differences(laid, again(write(laid, "ale"), laid.rate))
    with pytest.raises(ExportRefused):
        read_log(log("A\t01:00:02:00\t01:00:01:00"), Fraction(25))


def test_a_clip_without_length_is_left_out_of_the_log_and_told():
    laid = read_log(log("A\t01:00:00:00\t01:00:00:00", "B\t01:00:00:00\t01:00:01:00"), Fraction(25))
    assert [item.name for item in laid.items()] == ["B"]
    assert laid.warnings == (("no_length", 1),)
