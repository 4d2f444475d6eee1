"""Screenplays, edits and tables: told apart by their lines, limited in what they may cost."""

from pathlib import Path

import pytest

from projects.media import lists, lut, markup, texts
from projects.media.camera_logs import log_of
from projects.media.recognise import recognise
from projects.media.refusal import Refused

EVENT = "001  AX       V     C        {} {} 01:00:00:00 01:00:01:00\n"
EDL = "TITLE: X\nFCM: NON-DROP FRAME\n" + EVENT.format("00:00:00:00", "00:00:01:00")
CUBE = "LUT_3D_SIZE 2\n" + "0.5 0.5 0.5\n" * 8
SCENE = "INT. KITCHEN - DAY\n\nANNA\nHello.\n"
CDL = "<ColorCorrection id='a'><SOPNode/></ColorCorrection>"


def given(tmp_path: Path, content: bytes | str, name: str) -> str:
    path = tmp_path / "upload"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return recognise(path, name)


def refusal(tmp_path: Path, content: bytes | str, name: str = "a.txt") -> str:
    with pytest.raises(Refused) as refused:
        given(tmp_path, content, name)
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (SCENE, "a.txt", "script"),
        (SCENE, "a", "script"),
        ("12. EXT. STREET - NIGHT", "a.txt", "script"),
        ("Anything at all", "a.fountain", "script"),
        ("%PDF-1.7 ...", "a.pdf", "script"),
        ("\ufeff" + EDL, "a.edl", "editorial"),
        (EDL, "a.txt", "editorial"),
        (EDL.encode("utf-16"), "a.edl", "editorial"),
        (EDL.replace("X", "Über").encode("latin-1"), "a.edl", "editorial"),
        (CUBE, "a.cube", "editorial"),
        (CDL, "a.cc", "editorial"),
        ('<?xml version="1.0"?><!DOCTYPE xmeml><xmeml version="4"/>', "a.xml", "editorial"),
        ('<FinalDraft DocumentType="Script"/>', "a.fdx", "script"),
        ('{"OTIO_SCHEMA": "Timeline.1"}', "a.otio", "editorial"),
        ("Heading\nFPS\t24\n\nColumn\nName\n\nData\nA\n", "a.ale", "editorial"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1AAFB\r\0OM" + b"\0" * 99, "a.aaf", "editorial"),
    ],
)
def test_text_is_what_its_lines_say(tmp_path, content, name, kind):
    assert given(tmp_path, content, name) == kind


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (" \n\t", "a.txt", "empty"),
        ("Dear diary", "a.txt", "not_media"),
        ("a,b\n1,2\n", "a.csv", "not_media"),
        ("TITLE: X\n", "a.edl", "no_events"),
        ("just words", "a.edl", "no_events"),
        ("<html><body/></html>", "a.xml", "not_media"),
        ("<xmeml>", "a.xml", "bad_xml"),
        ("<a>" * 300 + "</a>" * 300, "a.xml", "deep_xml"),
        ('<!DOCTYPE x [<!ENTITY e "y">]><xmeml>&e;</xmeml>', "a.xml", "xml_entities"),
        ('<?xml version="1.0" encoding="none"?><xmeml/>', "a.xml", "bad_xml"),
        ("{" + '"a":[' * 300 + "]" * 300 + "}", "a.otio", "bad_json"),
        ('{"OTIO_SCHEMA": ', "a.otio", "bad_json"),
        ('{"name": "x"}', "a.otio", "not_media"),
        (SCENE + "x" * 200_000, "a.fountain", "line_too_long"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "a.aaf", "not_media"),
        ("LUT_3D_SIZE 1\n0 0 0\n", "a.cube", "bad_lut"),
        ("LUT_3D_SIZE x\n", "a.cube", "bad_lut"),
        (CUBE + "0 0 0\n", "a.cube", "bad_lut"),
        (CUBE.replace("0.5", "inf", 1), "a.cube", "bad_lut"),
        (CUBE + "DOMAIN_MIN 0 0\n", "a.cube", "bad_lut"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, content, name, code):
    assert refusal(tmp_path, content, name) == f"media:{code}"


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("99:00:00:00", "99:00:01:00"),
        ("00:61:00:00", "00:62:00:00"),
        ("00:00:61:00", "00:01:02:00"),
        ("00:00:00:75", "00:00:01:00"),
        ("-1:00:00:00", "00:00:01:00"),
        ("00:00:02:00", "00:00:01:00"),
    ],
)
def test_impossible_timecodes_are_refused(tmp_path, start, end):
    content = "FCM: NON-DROP FRAME\n" + EVENT.format(start, end)
    assert refusal(tmp_path, content, "a.edl") == "media:bad_timecode"


def test_material_may_run_over_midnight():
    assert lists.check_edl(EVENT.format("23:59:59:00", "00:00:01:00")) == 1


def test_all_events_are_counted():
    assert lists.check_edl(EDL + EVENT.format("00:00:01;00", "00:00:02;00")) == 2


def test_one_and_three_dimensions_add_up():
    rows = ["LUT_1D_SIZE 2", "LUT_3D_SIZE 2", "LUT_1D_INPUT_RANGE 0 1", "# a remark", "TITLE x"]
    assert lut.check_cube(rows + ["0 0 0"] * 10) == 10


def test_brackets_inside_strings_are_no_depth():
    markup.check_otio('{"OTIO_SCHEMA": "x", "name": "' + "[" * 5000 + '\\" {"}')


def test_text_of_any_encoding_is_read():
    assert texts.decoded_text("é".encode()) == "é"
    assert texts.decoded_text("é".encode("utf-8-sig")) == "é"
    assert texts.decoded_text("é".encode("cp1252")) == "é"
    assert texts.decoded_text("é".encode("utf-16")) == "é"
    assert texts.decoded_text(b"\xff\xfe\x00") is None


def test_control_characters_are_not_text():
    assert texts.looks_like_text(b"plain\r\n\ttext")
    assert not texts.looks_like_text(b"with \x00 nul")


def test_large_texts_are_refused_before_reading(tmp_path, monkeypatch):
    for module in (texts, markup):
        monkeypatch.setattr(module, "MAX_BYTES", 10)
    assert refusal(tmp_path, SCENE) == "media:too_large_text"
    assert refusal(tmp_path, CDL, "a.cc") == "media:too_large_text"


def test_broken_encoding_is_refused(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"\xff\xfeA\0B")
    with pytest.raises(Refused) as refused:
        texts.read_text(path)
    assert refused.value.code == "media:not_media"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
def test_an_avid_log_is_one_however_its_lines_end(tmp_path, end):
    lines = [
        "Heading",
        "FIELD_DELIM\tTABS",
        "",
        "Column",
        "Name\tScene",
        "",
        "Data",
        "A001\t12",
        "",
    ]
    path = tmp_path / "log"
    path.write_bytes(end.join(lines).encode())
    [entry] = log_of(path, "A001.ale")
    assert (entry["name"], entry["scene"]) == ("A001", "12")
    assert recognise(path, "A001.ale") == "editorial"
