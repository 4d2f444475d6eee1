"""Corrections written for other programs are read back as they were."""

from fractions import Fraction

import pytest

from projects.interchange.cdl import read_cdl
from projects.interchange.grades import Event, write_ccc, write_cdl, write_cube, write_grade_edl
from projects.interchange.logs import Entry, three
from projects.interchange.refusal import ExportRefused
from projects.media.lut import check_cube
from projects.media.match.grade import Cdl
from projects.media.match.showing import SIZE, table

GRADES = [
    Entry(
        line=1,
        name=f"shot_{n}",
        file=f'a & "b" <{n}>.mov',
        comment="less sure" if n else "",
        slope=(1.1, 0.9, 1.0 + n),
        offset=(0.01, -0.02, 0.0),
        power=(1.0, 1.25, 0.8),
        saturation=0.95,
    )
    for n in range(2)
]
NUMBERS = ("slope", "offset", "power", "saturation", "name")


def told(entry):
    return [getattr(entry, name) for name in NUMBERS]


def test_a_decision_list_reads_back():
    found = read_cdl(write_cdl(GRADES).encode())
    assert [told(e) for e in found] == [told(e) for e in GRADES]
    assert [e.file for e in found] == [e.file for e in GRADES]


def test_a_collection_reads_back():
    text = write_ccc(GRADES)
    assert [told(e) for e in read_cdl(text.encode())] == [told(e) for e in GRADES]
    assert text.count("<Description>less sure</Description>") == 1


def test_an_edl_lays_shots_in_a_row_with_their_corrections():
    events = [Event(GRADES[0], 10, 20), Event(GRADES[1], 0, 24)]
    lines = write_grade_edl("Scene 1\n", Fraction(24), events).split("\r\n")
    assert lines[:2] == ["TITLE: Scene 1", "FCM: NON-DROP FRAME"]
    assert lines[3].split()[4:] == ["00:00:00:10", "00:00:00:20", "01:00:00:00", "01:00:00:10"]
    assert lines[5] == (
        "*ASC_SOP (1.100000 0.900000 1.000000)(0.010000 -0.020000 0.000000)"
        "(1.000000 1.250000 0.800000)"
    )
    assert lines[6] == "*ASC_SAT 0.950000"
    assert lines[7].split()[6:] == ["01:00:00:10", "01:00:01:10"]


def test_otio_reads_the_corrections(tmp_path):
    otio = pytest.importorskip("opentimelineio")
    path = tmp_path / "match.edl"
    path.write_text(write_grade_edl("Scene", Fraction(25), [Event(GRADES[0], 0, 10)]), newline="")
    (clip,) = otio.adapters.read_from_file(str(path), rate=25).find_clips()
    read = clip.metadata["cdl"]
    assert list(read["asc_sop"]["slope"]) == [1.1, 0.9, 1.0]
    assert read["asc_sat"] == 0.95


def test_no_clock_no_edl():
    with pytest.raises(ExportRefused):
        write_grade_edl("Scene", Fraction(17), [Event(GRADES[0], 0, 10)])


def test_a_table_is_a_good_cube_and_red_is_fastest():
    rows = table(Cdl(slope=(0.5, 1.0, 1.0))).tolist()
    text = write_cube('my "look"', SIZE, rows)
    assert check_cube(text.splitlines()) == SIZE**3
    assert text.splitlines()[3].startswith("0.015625 0.000000 0.000000")


@pytest.mark.parametrize("word", ["1", "-1.5", "+.5", "1.", "1e-3", "1.0E+2"])
def test_numbers_are_read_as_they_are_written(word):
    assert three([word] * 3) == (float(word),) * 3


@pytest.mark.parametrize(
    "word", ["1_0", "nan", "inf", "infinity", "٣", "1e", "", " 1", "0x1", "1e999"]
)
def test_what_only_python_takes_for_a_number_is_none(word):
    assert three([word, "1", "1"]) is None
