"""What a hostile file does to its reader is no matter to whoever serves people."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from projects.interchange import apart
from projects.interchange import markers as m
from projects.interchange.marker_otio import write_marker_otio
from projects.interchange.refusal import ExportRefused

FILM = m.Film("Film", "A001.mov", Fraction(24000, 1001), 240, False, 86_400)
SHAPE = {"kind": "box", "colour": "red", "points": [[0.1, 0.2], [0.5, 0.5]]}
NOTE = m.Marker(
    12, 24, "Softer.", "Ada", "2026-01-02", "n1", True, (SHAPE,), (m.Answer("Yes.", "Bo"),)
)


def code(text):
    with pytest.raises(ExportRefused) as told:
        apart.read_otio_apart(text, FILM)
    return told.value.code


def test_it_is_told_as_it_was_read():
    plain = json.loads(write_marker_otio(FILM, (NOTE, replace(NOTE, start=300, id="n2"))))
    found = apart.read_otio_apart(json.dumps(plain), FILM)
    assert found.markers == (NOTE,)
    assert [(row.why, row.facts) for row in found.missed] == [
        (m.OUTSIDE, (("frame", 300), ("frames", 240)))
    ]


def test_a_file_that_ends_its_reader_is_refused():
    assert code('{"OTIO_SCHEMA": "Timeline.1", "tracks": null}') == "markers:unreadable"


def test_a_refusal_comes_across():
    many = write_marker_otio(FILM, (NOTE,) * (m.MARKERS_AT_MOST + 1))
    with pytest.raises(ExportRefused) as told:
        apart.read_otio_apart(many, FILM)
    assert told.value.code == "markers:too_many" and str(m.MARKERS_AT_MOST) in told.value.detail


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    assert code(write_marker_otio(FILM, (NOTE,))) == "markers:unreadable"


def test_a_marker_over_what_has_no_length_is_missed_and_the_rest_is_read():
    plain = json.loads(write_marker_otio(FILM, (NOTE,)))
    track = plain["tracks"]["children"][0]
    gap = {"OTIO_SCHEMA": "Gap.1", "name": "", "source_range": None, "markers": []}
    track["children"].append({**gap, "effects": [], "metadata": {}})
    track["markers"] = [dict(track["children"][0]["markers"][0], comment="Above")]
    found = apart.read_otio_apart(json.dumps(plain), FILM)
    assert found.markers == (NOTE,) and [row.text for row in found.missed] == ["Above"]
