"""Avid logs: what they say of clips, and the line that cannot be read."""

import os
from pathlib import Path

import pytest

from projects.interchange import ale
from projects.interchange.ale import read_ale
from projects.interchange.refusal import ExportRefused

HEAD = "Heading\nFIELD_DELIM\tTABS\nFPS\t24\n\nColumn\n"
REAL = Path(os.environ.get("LAST_MILE_DATA", "../shared/data")) / "editorial"


def log(columns, *rows, end="\n"):
    lines = ["\t".join(columns), "", "Data", *("\t".join(row) for row in rows)]
    return (HEAD + "\n".join(lines)).replace("\n", end)


def why(text):
    with pytest.raises(ExportRefused) as refused:
        read_ale(text)
    assert refused.value.code == "logs:unreadable"
    return refused.value.detail


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_clips_with_what_is_said_of_them(end):
    columns = ["Name", "Tape", "Start", "Scene", "Take", "Comments", "LUT"]
    row = ["A001C002", "A001", "01:00:00:00", "12A", "3", "Café, \u201cgood\u201d", "night.cube"]
    (entry,) = read_ale(log(columns, row, end=end))
    assert entry.as_dict() == {
        "line": 9,
        "name": "A001C002",
        "reel": "A001",
        "start": "01:00:00:00",
        "scene": "12A",
        "take": "3",
        "comment": "Café, \u201cgood\u201d",
        "look": "night.cube",
    }


def test_the_grade():
    row = ["a", "(1.1 1.2 1.3)(-0.1 0 +2e-2) (1 1 1)", "0.9"]
    (entry,) = read_ale(log(["Name", "ASC_SOP", "ASC_SAT"], row))
    assert (entry.slope, entry.offset) == ((1.1, 1.2, 1.3), (-0.1, 0.0, 0.02))
    assert (entry.power, entry.saturation) == ((1.0, 1.0, 1.0), 0.9)


def test_short_rows_blank_lines_and_empty_fields_after_the_columns():
    text = log(["Name", "Scene"], ["a"], [], ["b", "2", "", ""])
    assert [(one.name, one.scene) for one in read_ale(text)] == [("a", ""), ("b", "2")]


def test_the_first_column_that_is_filled_counts():
    text = log(["Tape", "Reel", "Camroll"], ["", "R7", "C7"], ["T8", "R8", ""])
    assert [one.reel for one in read_ale(text)] == ["R7", "T8"]


def test_long_fields_are_cut():
    assert len(read_ale(log(["Name", "Comments"], ["a", "x" * 9999]))[0].comment) == 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no line that says Column"),
        ("Heading\nFIELD_DELIM\tCOMMAS\nColumn\n", "line 2: fields apart by other than tabs"),
        ("Heading\nData\n", "line 2: clips before the columns"),
        ("Heading\n\nColumn\n\nData\n", "line 3: no names of columns"),
        ("Heading\n\nColumn\n", "line 3: no names of columns"),
        (HEAD + "Name\n\nrow\n", "line 8: Data is expected"),
        (HEAD + "Name\n", "line 6: Data is expected"),
        (HEAD + "\t" * 1000 + "x\nData\n", "line 6: too many columns"),
        (log(["Name"], ["a"], ["b", "more"]), "line 10: more fields than columns"),
        (log(["Name", "ASC_SOP"], ["a", "(1 1)(0 0 0)(1 1 1)"]), "line 9: ASC_SOP is not nine"),
        (log(["Name", "ASC_SOP"], ["a", "(1 1 1)(0 0 0)(nan 1 1)"]), "line 9: ASC_SOP is not"),
        (log(["Name", "ASC_SOP"], ["a", "(-1 1 1)(0 0 0)(1 1 1)"]), "line 9: ASC_SOP is not nine"),
        (log(["Name", "ASC_SOP"], ["a", "=1+1"]), "line 9: ASC_SOP is not nine numbers"),
        (log(["Name", "ASC_SAT"], ["a", "inf"]), "line 9: ASC_SAT is no number"),
        (log(["Name", "ASC_SAT"], ["a", "1"], ["b", "much"]), "line 10: ASC_SAT is no number"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(text, said):
    assert why(text).startswith(said)


def test_too_many(monkeypatch):
    monkeypatch.setattr(ale, "MOST_ENTRIES", 2)
    assert len(read_ale(log(["Name"], ["a"], ["b"]))) == 2
    assert why(log(["Name"], ["a"], ["b"], ["c"])) == "more than 2 clips"


@pytest.mark.skipif(not REAL.is_dir(), reason="there is no material beside the repository")
def test_logs_that_programs_wrote():
    entries = read_ale((REAL / "sample_cdl.ale").read_text())
    assert [one.name for one in entries][2] == "A005_C009_0501A0" and len(entries) == 4
    assert entries[0].slope == (0.8714, 0.9334, 0.9947) and entries[0].saturation == 0.9
    (one,) = read_ale((REAL / "sampleUHD.ale").read_text())
    assert (one.start, one.file) == ("14:40:02:11", "A118_C029_1102JR_001.R3D")
    assert len(read_ale((REAL / "sample.ale").read_text())) == 4
