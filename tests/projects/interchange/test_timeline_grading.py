"""Colour decisions between CDL, CCC, CC, EDL and ALE."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from projects.interchange.cdl import read_cdl
from projects.interchange.logs import Entry
from projects.interchange.refusal import ExportRefused
from projects.interchange.timelines import grading
from projects.interchange.timelines.converting import Job, convert
from projects.interchange.timelines.reading import read
from projects.interchange.timelines.writing import write
from tests.projects.interchange.films_laid import GRADE, everything, plain

DATA = Path(os.environ.get("LAST_MILE_DATA", "../shared/data")) / "editorial"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the editorial files are not beside the project"
)
TWO = (
    Entry(
        1, "a1", "a/b.mov", slope=(1.1, 1, 1), offset=(0, 0.5, 0), power=(1, 1, 2), saturation=0.5
    ),
    Entry(2, "a2", "", saturation=0.25),
)


def numbers(entries):
    return [grading.grade_of(entry) for entry in entries]


@pytest.mark.parametrize("format", grading.FORMATS)
def test_each_file_of_decisions_gives_the_same_numbers_back(format):
    files = grading.write(TWO, format)
    assert len(files) == (2 if format == "cc" else 1)
    back = [entry for file in files for entry in read_cdl(file.content)]
    assert numbers(back) == numbers(TWO) and [entry.name for entry in back] == ["a1", "a2"]


def test_what_a_file_of_decisions_loses():
    rough = (Entry(1, "r", "m", slope=(1.12345678, 1, 1)),)
    codes = {
        format: [loss.code for loss in grading.losses(rough, format)] for format in ("cdl", "cc")
    }
    assert codes == {"cdl": ["grade_digits"], "cc": ["grade_media", "grade_digits"]}
    assert [(loss.code, loss.count) for loss in grading.losses(TWO, "cc")] == [
        ("grade_media", 1),
        ("several_grades", 2),
    ]


@pytest.mark.parametrize("format", ["edl", "ale"])
def test_decisions_become_clips_of_a_second(format, tmp_path):
    laid = grading.as_film(TWO, "Grades", Fraction(24))
    path = tmp_path / f"g.{format}"
    path.write_bytes(write(laid, format)[0].content)
    back = read(path, Fraction(24)).laid
    assert [item.grade for item in back.items()] == numbers(TWO)
    assert [item.length for item in back.items()] == [24, 24]


def test_a_film_gives_its_decisions_and_loses_its_cut():
    entries = grading.of_film(everything())
    assert numbers(entries) == [GRADE] and entries[0].name == "A001"
    lost = {loss.code: loss.count for loss in grading.of_the_film_lost(everything(), entries)}
    assert lost == {"film": 13, "ungraded": 12}
    with pytest.raises(ExportRefused) as refused:
        grading.write(grading.of_film(plain()), "cdl")
    assert refused.value.code == "timeline:no_grades"


@needs_data
@pytest.mark.parametrize(
    ("name", "count"),
    [("cdl_test1.cdl", 5), ("cdl_test1.ccc", 5), ("cdl_test1.cc", 1), ("cdl_test_ASC_SOP.cc", 1)],
)
@pytest.mark.parametrize("to", ["cdl", "ccc", "cc", "edl", "ale"])
def test_every_file_of_decisions_into_every_format(name, count, to, tmp_path):
    job = Job(str(DATA / name), to, str(tmp_path), "g", "g", "24", accept_losses=True)
    told = convert(job)
    assert told["written"] and told["grades"] == count
    ours = numbers(read_cdl((DATA / name).read_bytes()))
    paths = sorted(tmp_path.iterdir())
    if to in grading.FORMATS:
        back = numbers(entry for path in paths for entry in read_cdl(path.read_bytes()))
    else:
        back = [item.grade for item in read(paths[0], Fraction(24)).laid.items()]
    assert back == ours


@needs_data
@pytest.mark.parametrize("name", ["cdl.edl", "sample_cdl_edl.edl", "sample_cdl.ale"])
def test_graded_lists_give_their_decisions(name, tmp_path):
    rate = "24" if name.endswith(".edl") else ""
    job = Job(str(DATA / name), "ccc", str(tmp_path), "g", rate=rate, accept_losses=True)
    told = convert(job)
    back = read_cdl((tmp_path / "g.ccc").read_bytes())
    assert len(back) == told["grades"] > 0


def test_decisions_hold_no_cut(tmp_path):
    path = tmp_path / "g.cdl"
    path.write_bytes(grading.write(TWO, "cdl")[0].content)
    for to, rate, code in (("fcpxml", "24", "only_grades"), ("edl", "", "rate_needed")):
        with pytest.raises(ExportRefused) as refused:
            convert(Job(str(path), to, str(tmp_path), "x", rate=rate))
        assert refused.value.code == f"timeline:{code}"
