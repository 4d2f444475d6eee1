"""The portal's cuts as Final Cut and Premiere get them: markers that are seen, addresses."""

from fractions import Fraction
from xml.etree.ElementTree import fromstring

import pytest

from projects.interchange.cutlist import CutList, Shot, Transition
from projects.interchange.timelines.converting import again
from projects.interchange.timelines.differences import differences
from projects.interchange.timelines.of_cuts import laid_of, write_cut
from projects.interchange.timelines.writing import Written


def cut(*shots, name="film.mp4") -> CutList:
    return CutList("A cut", name, "film", Fraction(24), shots, source_start=864_000)


@pytest.mark.parametrize(
    ("change", "mark"),
    [
        (Transition("dissolve", 40, 60), (0, 10)),
        (Transition("fade", 40, 50), (0, 1)),
        (Transition("dissolve", 50, 60), (0, 10)),
    ],
)
@pytest.mark.parametrize("format", ["fcpxml", "xml"])
def test_the_marker_of_a_transition_lies_on_its_clip(change, mark, format):
    text = write_cut(cut(Shot(0, 50, "one"), Shot(50, 120, "two", change)), format)
    _first, second = again([Written(f".{format}", text.encode())], Fraction(24)).items()
    assert [(m.at, m.length, m.text) for m in second.marks] == [(*mark, change.kind)]


@pytest.mark.parametrize(
    ("media", "address"),
    [
        ("Reel 1 #2 é.mp4", "Reel%201%20%232%20%C3%A9.mp4"),
        ("file:///a%20b/c d.mov?x#y", "file:///a%20b/c%20d.mov?x#y"),
    ],
)
def test_final_cut_gets_an_address(media, address):
    listed = cut(Shot(0, 50, "one"), name=media)
    text = write_cut(listed, "fcpxml")
    assert fromstring(text).find("resources/asset/media-rep").get("src") == address
    back = again([Written(".fcpxml", text.encode())], Fraction(24))
    assert not differences(laid_of(listed), back)
