"""ASC CDL in XML: numbers as they are written, and the line that cannot be read."""

import os
from pathlib import Path

import pytest

from projects.interchange import cdl
from projects.interchange.cdl import read_cdl
from projects.interchange.refusal import ExportRefused

REAL = Path(os.environ.get("LAST_MILE_DATA", "../shared/data"))
ONE = """<ColorCorrection id="{id}">
<SOPNode><Slope>{slope}</Slope>
<Offset>0 -0.1 2e-1</Offset><Power>1 1 1</Power></SOPNode>
<SatNode><Saturation>{sat}</Saturation></SatNode></ColorCorrection>"""


def one(id="a", slope="1.1 1 1", sat="0.7"):
    return ONE.format(id=id, slope=slope, sat=sat)


def collection(*inside):
    space = 'xmlns="urn:ASC:CDL:v1.01"'
    return f"<ColorCorrectionCollection {space}>{''.join(inside)}</ColorCorrectionCollection>"


def why(text):
    with pytest.raises(ExportRefused) as refused:
        read_cdl(text if isinstance(text, bytes) else text.encode())
    assert refused.value.code == "logs:unreadable"
    return refused.value.detail


def test_one():
    (entry,) = read_cdl(one().encode())
    assert entry.as_dict() == {
        "line": 1,
        "name": "a",
        "slope": (1.1, 1.0, 1.0),
        "offset": (0.0, -0.1, 0.2),
        "power": (1.0, 1.0, 1.0),
        "saturation": 0.7,
    }


def test_a_collection_and_a_list_with_media():
    entries = read_cdl(collection(one("a"), "<Extra><Deep/></Extra>", one("b")).encode())
    assert [entry.name for entry in entries] == ["a", "b"]
    media = '<ColorDecision><MediaRef ref="x/A001.dpx"/>'
    text = f"<ColorDecisionList>{media}{one('a')}</ColorDecision><ColorDecision>{one('b')}"
    entries = read_cdl(f"{text}</ColorDecision></ColorDecisionList>".encode())
    assert [(entry.name, entry.file) for entry in entries] == [("a", "x/A001.dpx"), ("b", "")]


def test_values_outside_of_a_correction_are_not_read():
    assert read_cdl(collection("<Slope>nonsense</Slope>").encode()) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: broken XML"),
        ("<ColorCorrection>\n\n<a></ColorCorrection>", "line 3: broken XML"),
        ("\n<fcpxml/>", "line 2: no colour decisions"),
        (one(slope="1 1"), "line 2: not the numbers of a correction"),
        (one(slope="1 1 1 1"), "line 2: not the numbers"),
        (one(slope="1 1 nan"), "line 2: not the numbers"),
        (one(slope="-1 1 1"), "line 2: not the numbers"),
        (one(sat="1 1"), "line 4: not the numbers"),
        (one(sat=""), "line 4: not the numbers"),
        (one(sat="1e999"), "line 4: not the numbers"),
        ("<ColorCorrection>" + "<a>" * 60, "line 1: nested too deeply"),
        ('<?xml version="1.0" encoding="klingon"?><ColorCorrection/>', "line 1: broken XML"),
        ('<!DOCTYPE c [<!ENTITY x "y">]>\n<ColorCorrection id="&x;"/>', "line 1: entities"),
        (
            '<!DOCTYPE c [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<ColorCorrection/>',
            "line 2: entities",
        ),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(text, said):
    assert why(text).startswith(said) or why(text) == "an unknown encoding"


def test_too_many(monkeypatch):
    monkeypatch.setattr(cdl, "MOST_ENTRIES", 2)
    assert why(collection(one(), one(), one())) == "line 10: too many corrections"


def test_a_text_without_end_is_not_kept():
    assert "not the numbers" in why(one(slope="1 " * 1_000_000))


@pytest.mark.skipif(not REAL.is_dir(), reason="there is no material beside the repository")
def test_grades_that_programs_wrote():
    folder = REAL / "editorial"
    entries = read_cdl((folder / "cdl_test1.cdl").read_bytes())
    assert entries[0].file == "some/Project/image.dpx" and entries[0].offset == (-0.03, -0.02, 0.0)
    assert len(read_cdl((folder / "cdl_test1.ccc").read_bytes())) >= 2
    (entry,) = read_cdl((folder / "cdl_test_ASC_SOP.cc").read_bytes())
    assert (entry.name, entry.power, entry.saturation) == ("foo", (3.1, 3.2, 3.3), 0.42)
    assert "entities" in why((REAL / "robustness" / "xxe.cdl").read_bytes())
